"""A fold with a table, as a reader meets it: drawn when it is opened, and kept up to date."""

from pages.parts import words
from tests.browser import reading

CAPTION = words.say("channel_usage.months_caption")
TWINS = "[data-testid='stExpander'] .table-twin"


def test_a_table_comes_when_its_fold_is_opened_and_nothing_else_is_drawn_again(page, server):
    reading.open_page(page, server, "/channel_usage?province=IR-09")
    assert page.locator(TWINS).count() == 0
    chart = page.locator(".js-plotly-plot").first
    chart.evaluate("chart => { chart.dataset.before = 'yes'; }")
    reading.unfold(page, CAPTION)
    assert len(reading.table(page, CAPTION)) > 3
    assert page.locator(TWINS).count() == 1
    assert chart.get_attribute("data-before") == "yes"


def test_an_open_table_stays_open_and_follows_the_filters(page, server):
    reading.open_page(page, server, "/channel_usage?province=IR-09")
    reading.unfold(page, CAPTION)
    before = reading.table(page, CAPTION)
    reading.choose(page, "place", "خراسان جنوبی")
    after = reading.table(page, CAPTION)
    assert len(after) > 3 and after != before
    assert page.locator(TWINS).count() == 1


def test_a_reader_may_have_all_tables_open_on_every_page(page, server):
    reading.open_page(page, server, "/channel_usage?province=IR-10")
    page.get_by_role("radio", name=words.say("folds.open"), exact=True).click()
    all_drawn(page)
    assert "tables=open" in page.url
    reading.go_to(page, words.say("satisfaction_trends.title"))
    all_drawn(page)


def test_back_brings_the_page_with_its_tables_filters_and_language(page, server):
    """One click is one step back, whatever stands in the address."""
    address = "/channel_usage?province=IR-10&lang=en&tables=open"
    reading.open_page(page, server, address)
    all_drawn(page, "en")
    steps = page.evaluate("history.length")
    with words.speaking("en"):
        reading.go_to(page, words.say("satisfaction_trends.title"))
    all_drawn(page, "en")
    assert page.evaluate("history.length") == steps + 1
    page.go_back()
    with words.speaking("en"):
        reading.settle(page, title=words.say("channel_usage.title"), filtered="Isfahan")
    all_drawn(page, "en")
    assert page.evaluate("document.documentElement.lang") == "en"
    assert {"province=IR-10", "lang=en", "tables=open"} <= set(page.url.split("?")[1].split("&"))


def all_drawn(page, language="fa"):
    """Until there is a table under every fold that is named after one."""
    with words.speaking(language):
        named = words.say("table.title", caption="").strip()
    folds = page.locator("summary", has_text=named)
    folds.first.wait_for()
    page.locator(TWINS).nth(folds.count() - 1).wait_for(state="attached")
