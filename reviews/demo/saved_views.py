"""What people of the demo look at often: views of the long lists, under names of their own."""

from registry.organisation.models import Account
from registry.paging.keeping import save_view

# (user name, list, name, what it is narrowed by and which columns it shows)
VIEWS = [
    ("office", "power-list", "内部职权与办理环节", "side=internal&columns=sections&columns=steps"),
    ("office", "power-list", "采购和经费", "words=采购&columns=kind&columns=bases"),
    ("office", "point-list", "制度机制类的措施", "kind=institution&columns=level&columns=measures"),
    ("principal", "power-list", "公开范围一览", "columns=side&columns=visibility&columns=ground"),
    (
        "principal",
        "point-list",
        "谁负责、谁分管",
        "columns=level&columns=responsible&columns=leader",
    ),
]


def enter():
    """Each for the person behind the account."""
    owners = Account.objects.select_related("person").in_bulk(field_name="username")
    for username, page, name, query in VIEWS:
        save_view(page=page, name=name, query=query, by=owners[username].person)
