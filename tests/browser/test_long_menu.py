"""Whoever holds many seats has a menu longer than the window: it shows where one is."""

import pytest

from tests.cast import make_cast

SEEN = """() => {
  const link = document.querySelector(".sidebar [aria-current]");
  const [here, menu] = [link, link.closest("nav")].map((each) => each.getBoundingClientRect());
  return {inside: here.top >= menu.top && here.bottom <= menu.bottom, page: window.scrollY};
}"""
SHORT, LONG = 420, 1400


@pytest.mark.parametrize("height", [SHORT, LONG])
def test_the_entry_of_the_page_is_seen_and_the_page_does_not_move(
    open_page, transactional_db, height
):
    cast = make_cast()
    page = open_page("/papers/", account=cast.accounts.office)
    page.set_viewport_size({"width": 1280, "height": height})
    entries = page.locator(".sidebar__link")
    addresses = [entry.get_attribute("href") for entry in entries.all()]
    page.goto(addresses[-1])
    page.locator(".sidebar [aria-current]").wait_for()
    page.wait_for_function(f"() => ({SEEN})().inside")
    assert page.evaluate(SEEN) == {"inside": True, "page": 0}
