"""A manager marks an action as taken in Chromium, and sees it on the trend of satisfaction."""

import pytest

from pages.parts import words
from tests.browser import reading

pytestmark = pytest.mark.browser

TITLE = "پاسخ مهلت‌دار به هر شکایت"  # the first of the list, shown to work by satisfaction


def annotations(page):
    """The words on the figures, as Plotly drew them."""
    return page.locator(".js-plotly-plot .annotation-text").all_text_contents()


def test_an_action_taken_is_a_mark_on_the_trend(own_server, page):
    reading.open_page(page, own_server, "/satisfaction_trends?province=IR-09")
    assert not any(TITLE in said for said in annotations(page))

    reading.open_page(page, own_server, "/priorities?province=IR-09")
    reading.unfold(page, words.say("taken.form"))
    day = page.locator(".st-key-taken_day input")
    day.fill("۱۴۰۴/۰۶/۱۰")
    day.press("Enter")
    reading.settle(page)
    page.locator(".st-key-taken_enter button").click()
    page.get_by_text(words.say("taken.entered", number="۱")).first.wait_for()
    reading.settle(page)
    assert reading.whole(reading.headline(page)[0]["taken"]) == 1

    reading.open_page(page, own_server, "/satisfaction_trends?province=IR-09")
    assert [said for said in annotations(page) if TITLE in said] == [f"اقدام: {TITLE}"]
    reading.open_page(page, own_server, "/satisfaction_trends?province=IR-07")
    assert not any(TITLE in said for said in annotations(page))
