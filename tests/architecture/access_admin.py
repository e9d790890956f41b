"""Who gets what in the admin: one line for each model and object; letters as in `access_table`."""

from dataclasses import dataclass

from tests.architecture.access_table import rows_of

# The admin, page by page: list, add, change, delete, history. Whoever may not enter it gets 403
# everywhere, nobody in particular the sign-in page. `seated` is a deputy head with a seat who may
# also enter; in the admin of papers, steps and publications the seat decides.
ADMIN_PAGES = ("changelist", "add", "change", "delete", "history")
ADMIN_ROLES = ("system_admin", "security_admin", "superuser", "seated")
ADMIN = """
model                     object             system security super seated

organisation.unit         -                  ooooo  oxoxo    ooooo xxxxx
organisation.section      -                  ooooo  oxoxo    ooooo xxxxx
organisation.post         -                  ooooo  oxoxo    ooooo xxxxx
organisation.person       -                  oooxo  oxoxo    oooxo xxxxx
organisation.appointment  -                  oooxo  oxoxo    oooxo xxxxx
organisation.mandate      -                  oxoxo  oooxo    oooxo xxxxx
organisation.programme    -                  ooooo  oxoxo    ooooo xxxxx
organisation.scale        -                  ooooo  oxoxo    ooooo xxxxx
organisation.scheme       -                  oooxo  oxoxo    oooxo xxxxx
organisation.holiday      -                  ooooo  oxoxo    ooooo xxxxx
organisation.schoolholiday -                ooooo  oxoxo    ooooo xxxxx
reviews.route             -                  oooxo  xxxxx    oooxo xxxxx
reviews.reportchannel     -                  ooooo  xxxxx    ooooo xxxxx
papers.paper              draft              ox...  ox...    xx... ox...
papers.paper              on_paper           ox...  ox...    xx... oxoxo
reviews.step              review.step        ox...  ox...    xx... ox...
reviews.publication       public_catalogue   oxoxo  oxoxo    xxxxx oxoxo
reviews.publication       inside_catalogue   ox...  ox...    xx... oxoxo
reviews.publication       small_publication  ox...  ox...    xx... ox...
"""


@dataclass(frozen=True)
class AdminLine:
    """One line of `ADMIN`; `answers` says for each role what the pages answer."""

    model: str
    thing: str
    answers: dict

    def __str__(self):
        return f"{self.model} {self.thing}"


def admin_lines():
    return [
        AdminLine(model, thing, dict(zip(ADMIN_ROLES, cells, strict=True)))
        for model, thing, *cells in rows_of(ADMIN)
    ]
