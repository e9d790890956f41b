"""For the top bar of every page inside."""

from django.utils.functional import SimpleLazyObject

from .models import Notice


def unread_notices(request):
    """`unread_notice_count`: one query, and only on pages that show it."""
    person = getattr(request, "person", None)
    if person is None:
        return {"unread_notice_count": 0}
    return {"unread_notice_count": SimpleLazyObject(lambda: unread_count(person))}


def unread_count(person):
    return Notice.objects.of(person).unread().count()
