"""What a critical eye finds on a page: barriers (axe, WCAG 2.2 AA) and what sticks out.

With PICTURES=1 in the environment it also leaves a picture of each page at each width to look at.
"""

import os

from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

AXE = Axe().axe_script
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
PICTURES = settings.BASE_DIR / "test-results"
TAKES_PICTURES = os.environ.get("PICTURES") == "1"
HEIGHTS = {1280: 800, 390: 844}
# On the wide page everything is asked; on the narrow one what depends on where things stand.
ASKED = {1280: WCAG, 390: ["target-size", "scrollable-region-focusable"]}
TALLEST = 9000
# What the system of a reader of the public site may wish (looks.css); nothing fades from one look
# into the next, else axe would see colours that nobody reads.
LIGHT = {"color_scheme": "light", "contrast": "no-preference", "reduced_motion": "reduce"}
LOOKS = {
    "dark": {**LIGHT, "color_scheme": "dark"},
    "contrast": {**LIGHT, "contrast": "more"},
    "dark-contrast": {**LIGHT, "color_scheme": "dark", "contrast": "more"},
}


def faults_of(page, name):
    """What axe (WCAG 2.2 AA) and a ruler find on this page at both widths."""
    # After a click the next page may be only on its way: it has no body yet to be measured.
    page.wait_for_load_state()
    found = []
    for width, height in HEIGHTS.items():
        page.set_viewport_size({"width": width, "height": height})
        # As tall as the page: what sticks to an edge then covers nothing.
        tall = page.evaluate("document.documentElement.scrollHeight")
        page.set_viewport_size({"width": width, "height": min(tall, TALLEST)})
        faults = list(_audit(page, ASKED[width]))
        if TAKES_PICTURES:
            PICTURES.mkdir(exist_ok=True)
            page.screenshot(path=PICTURES / f"{name}-{width}.png")
        found += [f"{page.url} at {width}: {fault}" for fault in faults]
    page.set_viewport_size({"width": width, "height": height})
    return found


def faults_of_looks(page, name):
    """What axe finds of the colours where the page is dark, strong in contrast, or both: all else
    is the same as in the first look.
    """
    found = []
    for look, wished in LOOKS.items():
        wish(page, wished)
        faults = list(_audit(page, ["color-contrast"]))
        if TAKES_PICTURES:
            page.screenshot(path=PICTURES / f"{name}-{look}.png", full_page=True)
        found += [f"{page.url} {look}: {fault}" for fault in faults]
    wish(page, LIGHT)
    return found


AFRESH = """
() => {
  const root = document.documentElement;
  root.hidden = true;
  root.getBoundingClientRect();
  root.hidden = false;
  return new Promise(drawn => requestAnimationFrame(() => requestAnimationFrame(drawn)));
}
"""


def wish(page, wished):
    """As the system wishes it, and drawn so. What inherits a colour of `light-dark()` may keep that
    of the look before when only the wish changes: nothing is kept of what was not shown.
    """
    page.emulate_media(**wished)
    page.evaluate(AFRESH)


AUDIT = """
async options => {
  window.scrollTo({ top: 0, behavior: "instant" });
  const { violations } = await axe.run(options);
  const wider = document.documentElement.scrollWidth - window.innerWidth;
  return [violations, wider];
}
"""


def _audit(page, asked):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    # Without preloading: it writes style sheets into the page, which our policy rightly blocks.
    options = {"runOnly": asked, "resultTypes": ["violations"], "preload": False}
    violations, wider = page.evaluate(AUDIT, options)
    for violation in violations:
        for node in violation["nodes"]:
            yield f"{violation['id']}: {node['html'][:160]} {node['failureSummary']}"
    if wider > 0:
        yield f"{wider} pixels wider than the screen"
