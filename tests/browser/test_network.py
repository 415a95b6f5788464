"""No request leaves the machine, whatever a reader does on the pages."""

import csv
import io

import pytest

from pages.parts import words
from tests.browser import reading

pytestmark = pytest.mark.browser

PAGES = ("overview", "factor_status", "channel_usage", "satisfaction_trends")


def use_everything(page):
    """Unfold every fold, point at every figure, go down to the end."""
    reading.unfold_everything(page)
    for figure in page.locator(".js-plotly-plot, .dots").all():
        figure.scroll_into_view_if_needed()
        figure.hover()
    page.locator("details").last.scroll_into_view_if_needed()


def test_no_request_leaves_the_machine(page, server):
    reading.open_page(page, server, "/")
    for name in PAGES:
        if name != PAGES[0]:
            reading.go_to(page, words.say(f"{name}.title"))
        use_everything(page)
    asked = page.watched.addresses
    assert any("/_stcore/stream" in address for address in asked)
    assert any("Vazirmatn-FD-Regular.woff2" in address for address in asked)
    assert page.watched.strangers == []


def test_the_browser_would_refuse_another_machine(page, server):
    """The page's own policy stops what a library might try tomorrow; asked from inside the page."""
    reading.open_page(page, server, "/")
    outcome = page.evaluate(
        "fetch('https://cdn.example/x.js').then(() => 'fetched', () => 'refused')"
    )
    assert outcome == "refused"
    assert any("Content Security Policy" in text for text in page.watched.complaints)
    page.watched.complaints.clear()  # we asked for it
    page.watched.addresses[:] = [a for a in page.watched.addresses if "cdn.example" not in a]


def test_the_table_on_the_screen_is_the_table_that_is_downloaded(page, server):
    reading.open_page(page, server, "/factor_status")
    shown = reading.table(page, words.say("factor_status.components_caption"))
    with page.expect_download() as download:
        page.get_by_role("button", name=words.say("table.download")).last.click()
    text = download.value.path().read_text(encoding="utf-8-sig")
    title, *rows = csv.reader(io.StringIO(text))
    assert title[0] == words.say("factor_status.column.scale")
    assert [row[0] for row in rows] == [row["title"] for row in shown]
    favourable = title.index(words.say("factor_status.column.favourable"))
    written = [reading.whole(row["favourable"]) for row in shown]
    assert [int(row[favourable]) for row in rows] == written
