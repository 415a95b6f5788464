"""WCAG 2.2 AA by axe-core: no serious or critical violation on any page, folds and tables open.

Each page in Persian and English; each of these light and dark, wide and narrow, without loading it
again. One browser and one visit for all of them, since most of the time went into first loads.
"""

from pathlib import Path

import axe_playwright_python
import pytest

from app import CONTENTS
from pages.parts import words
from tests.browser import reading
from tests.browser.conftest import DESKTOP, watched_page

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
LOOKS = (("light", 1400), ("dark", 1400), ("dark", 390), ("light", 390))
SLOWEST = 240_000  # milliseconds; factor models on a busy machine
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const all = (selector) => document.querySelectorAll(selector).length;
  return app?.dataset.testScriptState === "notRunning" && all("h1") === 1
    && all('[data-stale="true"], [data-testid="stSkeleton"]') === 0
    && all('[data-testid="stPlotlyChart"]') === all(".js-plotly-plot .plot-container");
}"""
OPEN = "document.querySelectorAll('details').forEach((fold) => { fold.open = true; })"
# A skipped level is only moderate to axe, but those who listen jump from heading to heading
VIOLATIONS = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return violations
    .filter(({ id, impact }) => ["serious", "critical"].includes(impact) || id === "heading-order")
    .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
}"""


@pytest.fixture(scope="module")
def visit(chromium):
    with watched_page(chromium, DESKTOP) as opened:
        yield opened


def drawn(page):
    page.wait_for_function(DRAWN, timeout=SLOWEST)


@pytest.mark.parametrize("language", words.DIRECTIONS)
@pytest.mark.parametrize("page_name", CONTENTS)
def test_no_serious_violation(visit, server, page_name, language):
    found = {}
    visit.goto(f"{server.address}/{page_name}?region=khorasans&lang={language}&tables=open")
    drawn(visit)
    visit.evaluate(AXE)
    for ground, width in LOOKS:
        visit.emulate_media(color_scheme=ground)
        visit.set_viewport_size({"width": width, "height": 900})
        visit.wait_for_timeout(500)  # the browser tells the server which ground it is
        drawn(visit)
        visit.evaluate(OPEN)
        found |= {(ground, width): visit.evaluate(VIOLATIONS, TAGS)}
    assert {look: said for look, said in found.items() if said} == {}


def test_the_keyboard_reaches_the_text_first(page, server):
    reading.open_page(page, server, "/channel_usage")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert "متن اصلی" in focused  # the link that skips the table of contents
    page.keyboard.press("Enter")
    assert page.evaluate(
        """document.querySelector('[data-testid="stMain"]').contains(document.activeElement)"""
    )
