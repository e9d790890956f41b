"""Tables over several units, with the level after the measures, fit beside the side menu."""

import pytest

from reviews import publication
from tests.cast import make_cast
from tests.reviews.publishing import INSIDE, confirmed_directory
from tests.risks.factory import add_duty, add_point, confirm, make_form

FITS = "frame => frame.scrollWidth <= frame.clientWidth"


@pytest.fixture
def cast(transactional_db):
    return make_cast()


@pytest.fixture
def paper(cast):
    """Of two schools; every row says both levels."""
    low = cast.scale.levels.get(rank=1).pk
    for post in (cast.posts.staff, cast.posts.small_staff):
        form, revision = make_form(cast, post=post)
        duty = add_duty(cast, form).version.duty_id
        add_point(cast, form, duty=duty, level_after=low)
        confirm(cast, revision)
    return confirmed_directory(cast, unit=cast.bureau, covers="subtree")


@pytest.mark.walk
def test_the_paper_the_publication_and_the_registers_fit(open_page, look, cast, paper):
    office = cast.people.office
    found = publication.publish(paper=paper, edition=INSIDE, by=office)
    for name, address, frame in (
        ("wide-publication", f"/publications/{found.number}/", ".record-table__frame"),
        ("wide-paper", f"/papers/{paper.pk}/", ".table-wrap"),
        ("wide-overview", "/points/registers/overview/", ".record-table__frame"),
        ("wide-ledger", "/points/registers/ledger/", ".record-table__frame"),
    ):
        page = open_page(address, account=office.account)
        assert page.locator(frame).get_by_text("措施后").first.is_visible()
        assert page.locator(frame).evaluate(FITS)
        look(page, name)
