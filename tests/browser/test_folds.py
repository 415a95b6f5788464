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
    reading.open_page(page, server, "/channel_usage?province=IR-09")
    tables = page.locator("summary", has_text=words.say("table.title", caption="").strip())
    page.get_by_role("radio", name=words.say("folds.open"), exact=True).click()
    page.locator(TWINS).nth(tables.count() - 1).wait_for()
    assert "tables=open" in page.url
    reading.go_to(page, words.say("satisfaction_trends.title"))
    page.locator(TWINS).nth(tables.count() - 1).wait_for()
