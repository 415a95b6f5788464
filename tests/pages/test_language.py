"""English beside Persian: the address says it, every page speaks it, nothing Persian is left."""

import re

import pytest

from pages.parts import numbers, words

PERSIAN = re.compile("[\u0600-\u06ff]+")
PAGES = ("factor_status", "channel_usage", "satisfaction_trends", "data_desk")


@pytest.mark.parametrize("page", PAGES)
def test_an_english_page_has_no_persian_left(visit, page):
    opened = visit(page, lang="en", region="khorasans")
    said = [opened.text, *labels(opened)]
    assert not [part for part in said if PERSIAN.search(part)]


def labels(opened):
    """What Streamlit's own widgets say, beside the HTML of the page."""
    for kind in ("selectbox", "multiselect", "expander", "button"):
        for widget in opened.app.get(kind):
            yield widget.label
            yield from getattr(widget, "options", ())


def test_the_language_is_kept_in_the_visit_and_its_address(visit):
    opened = visit(lang="en", province="IR-29")
    assert opened.address == {"lang": "en", "province": "IR-29"}
    opened.choose("channel", ["ussd"]).open("channel_usage")
    assert opened.address == {"lang": "en", "province": "IR-29", "channel": "ussd"}
    assert "South Khorasan" in opened.text and "۱" not in opened.text


def test_a_switch_keeps_what_is_chosen(visit):
    opened = visit(province="IR-29", from_="1404-06")
    figures = re.findall("data-value='[^']*'", opened.source)
    opened.choose("switch", "en")
    assert opened.address == {"lang": "en", "province": "IR-29", "from": "1404-06"}
    assert re.findall("data-value='[^']*'", opened.source) == figures


def test_two_visits_speak_two_languages(visit):
    english, persian = visit(lang="en"), visit()
    english.choose("from", "1404-06")
    assert "Shahrivar to Mehr 1404" in english.text and not PERSIAN.search(english.text)
    assert "مرداد تا مهر ۱۴۰۴" in persian.text


def test_a_language_that_is_not_there_is_said(visit):
    opened = visit(lang="xx")
    assert "«xx» در «زبان» وجود ندارد" in opened.text
    assert opened.address == {}


def test_numbers_by_language():
    with words.speaking("en"):
        assert numbers.number(1234567) == "1,234,567"
        assert numbers.mean(3.456) == "3.46"
        assert numbers.share(0.0941) == "9.4%"
        assert numbers.change(-0.5) == "\u2066−0.50\u2069"
        assert numbers.period("1403-07", "1404-07") == "Mehr 1403 to Mehr 1404"
        assert numbers.duration(3) == "3 h"
        assert numbers.probability(0.0001) == "below 0.001"
    assert numbers.number(1234.5, 1) == "۱٬۲۳۴٫۵" and numbers.share(0.47) == "\u061c۴۷٪"
