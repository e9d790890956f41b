"""Who gets what at which address: one line for each address and object.

The lines themselves are in `access_pages.PAGES` and `access_actions.ACTIONS`.

A cell stands for one role; the roles are in the order of `ROLES`, grouped by how they stand to the
large school, whose objects most lines ask for: its own people, those above, those beside, the
administrators, nobody in particular.

    o  a page or a file            x  403: a wrong role on an object one may know of
    r  on to another page inside   .  404: another's object, as if it did not exist
    W  on to another page after    -  405: the address does not take this method
       something was written       ?  422 or 409: the form again, nothing written
    w  the same, answered at once  >  the sign-in page

The word after the address names the object; `access_world.World.keys` says what it is. An address
without a line fails `test_access`.
"""

from dataclasses import dataclass

GROUPS = {
    "own": ["staff", "section_head", "supervisor", "group", "principal", "school_office", "keeper"],
    "above": ["office", "discipline", "bureau_leader", "bureau_staff"],
    "beside": ["small_staff", "small_office", "village_principal"],
    "administrators": ["system_admin", "security_admin", "auditor", "superuser"],
    "nobody": ["anonymous"],
}
ROLES = [role for roles in GROUPS.values() for role in roles]


@dataclass(frozen=True)
class Line:
    """One line of `PAGES` or `ACTIONS`; `cells` are the answers in the order of `ROLES`."""

    address: str
    thing: str
    takes_post: bool
    cells: str

    def __str__(self):
        return f"{self.address} {self.thing}"

    @property
    def expected(self):
        return dict(zip(ROLES, self.cells, strict=True))


def rows_of(text):
    """The lines of a table without its head and the blank ones."""
    return [line.split() for line in text.strip().splitlines()[1:] if line.strip()]


def lines_of(text):
    return [
        Line(address, thing, post == "post", "".join(cells))
        for address, thing, post, *cells in rows_of(text)
    ]
