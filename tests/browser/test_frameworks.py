"""A province fills in a round in Chromium by keyboard, and the page counts it."""

import pytest

from pages.parts import words
from tests.browser import reading

pytestmark = pytest.mark.browser

PATH = "/frameworks?framework=citizen_relationship&for_province=IR-28&province=IR-28"


def test_a_round_is_filled_in_by_keyboard(own_server, page):
    reading.open_page(page, own_server, PATH)
    reading.unfold(page, words.say("frameworks.form.title"))
    groups = page.locator(".st-key-assessment_form").get_by_role("radiogroup")
    assert groups.count() == 8
    for place in range(8):
        groups.nth(place).locator("input").first.focus()
        for _ in range(4):  # from «no score» past 0, 1 and 2 to 3
            page.keyboard.press("ArrowDown")
    page.get_by_text(words.say("frameworks.form.save"), exact=True).click()
    page.get_by_text("۸ از ۸ مورد داوری شده است").first.wait_for()
    reading.settle(page)
    headline, _ = reading.headline(page)[:2]
    assert reading.whole(headline["units"]) == 1 and reading.whole(headline["beyond"]) == 1
