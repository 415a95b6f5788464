"""WCAG 2.2 AA by axe-core: no serious or critical violation on any page, folds open.

Each page in Persian and English, light and dark, wide and narrow; not every combination of them.
"""

from pathlib import Path

import axe_playwright_python
import pytest

from app import CONTENTS
from tests.browser import reading

AXE = (Path(axe_playwright_python.__file__).parent / "axe.min.js").read_text(encoding="utf-8")
VIEWS = (
    ("fa", "light", 1400),
    ("en", "dark", 1400),
    ("fa", "dark", 390),
    ("en", "light", 390),
)
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
DRAWN = """() => {
  const app = document.querySelector('[data-testid="stApp"]');
  const all = (selector) => document.querySelectorAll(selector).length;
  return app?.dataset.testScriptState === "notRunning" && all("h1") === 1
    && all('[data-stale="true"], [data-testid="stSkeleton"]') === 0
    && all('[data-testid="stPlotlyChart"]') === all(".js-plotly-plot .plot-container");
}"""
VIOLATIONS = """async (tags) => {
  const { violations } = await axe.run(document, { runOnly: { type: "tag", values: tags } });
  return violations.filter(({ impact }) => ["serious", "critical"].includes(impact))
    .map(({ id, nodes }) => [id, nodes.slice(0, 3).map(({ html }) => html)]);
}"""


@pytest.mark.parametrize("page_name", CONTENTS)
@pytest.mark.parametrize(("language", "ground", "width"), VIEWS)
def test_no_serious_violation(page, server, page_name, language, ground, width):
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=ground)
    page.goto(f"{server.address}/{page_name}?region=khorasans&lang={language}")
    page.wait_for_function(DRAWN)
    page.evaluate("document.querySelectorAll('details').forEach((fold) => { fold.open = true; })")
    page.evaluate(AXE)
    assert page.evaluate(VIOLATIONS, TAGS) == []


def test_the_keyboard_reaches_the_text_first(page, server):
    reading.open_page(page, server, "/channel_usage")
    page.keyboard.press("Tab")
    focused = page.evaluate("document.activeElement.textContent")
    assert "متن اصلی" in focused  # the link that skips the table of contents
    page.keyboard.press("Enter")
    assert page.evaluate(
        """document.querySelector('[data-testid="stMain"]').contains(document.activeElement)"""
    )
