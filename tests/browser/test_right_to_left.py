"""Persian from the first letter to the last: direction, font, words, and a phone's width."""

import re

import pytest

from pages.parts import words
from pages.parts.entry import user
from tests.browser import reading
from tests.browser.conftest import DESKTOP, PHONE, watched_page

pytestmark = pytest.mark.browser

PATHS = ("/", "/factor_status", "/channel_usage", "/satisfaction_trends", "/evidence_model",
         "/frameworks", "/citizen_groups", "/comments")  # fmt: skip
LATIN_WORD = re.compile(r"[A-Za-z]{3,}")
# File formats have no Persian names; the other language is offered in itself; the licence of the
# map asks for these words
NOT_WORDS_OF_THE_PAGE = {"CSV", "XLSX", "PNG", "English", "OpenStreetMap", "contributors"}
TEXTS = ("h1", ".answer", ".headline dd", ".foot", "label p", '[data-testid="stSidebarNavLink"] p')

# Where the letters of an element begin, and where the box they stand in does
RIGHT_EDGES = """element => {
  const letters = document.createRange();
  letters.selectNodeContents(element);
  const box = element.getBoundingClientRect(), style = getComputedStyle(element);
  const padding = parseFloat(style.paddingRight) + parseFloat(style.borderRightWidth);
  return [letters.getBoundingClientRect().right, box.right - padding];
}"""

# What a reader of a narrow screen would have to push the page sideways for. A table may be wider
# than the screen inside a frame of its own.
STICKING_OUT = """() => [...document.body.querySelectorAll("*")].filter((element) => {
  const box = element.getBoundingClientRect();
  return element.checkVisibility({ opacityProperty: true, visibilityProperty: true })
    && !element.closest(".table-twin, #js-plotly-tester, [data-testid='stSkipToContent']")
    && box.width > 1 && box.height > 1
    && (box.left < -1 || box.right > innerWidth + 1);
}).map((element) => element.outerHTML.slice(0, 200))"""

WIDER_THAN_ITS_PLACE = """() => [
  document.documentElement, document.body,
  ...document.querySelectorAll('[data-testid="stMain"], [data-testid="stAppViewContainer"]'),
].filter((e) => e.scrollWidth > e.clientWidth).map((e) => [e.tagName, e.scrollWidth])"""


@pytest.fixture(scope="module", params=PATHS)
def desktop(request, chromium, server):
    with watched_page(chromium, DESKTOP) as page:
        yield reading.open_page(page, server, request.param)


@pytest.fixture(scope="module", params=PATHS)
def mobile(request, chromium, server):
    with watched_page(chromium, PHONE) as page:
        yield reading.open_page(page, server, request.param)


def fonts_drawn(page, selector):
    """The fonts that Chromium really took for the letters of an element."""
    browser = page.context.new_cdp_session(page)
    browser.send("DOM.enable")
    browser.send("CSS.enable")
    root = browser.send("DOM.getDocument")["root"]["nodeId"]
    node = browser.send("DOM.querySelector", {"nodeId": root, "selector": selector})["nodeId"]
    fonts = browser.send("CSS.getPlatformFontsForNode", {"nodeId": node})["fonts"]
    browser.detach()
    return {(font["familyName"], font["isCustomFont"]) for font in fonts}


def latin_words(page):
    found = {word for text in reading.seen(page) for word in LATIN_WORD.findall(text)}
    # Who loaded the sample is called as this machine calls him
    return found - NOT_WORDS_OF_THE_PAGE - set(LATIN_WORD.findall(user()))


def test_the_document_is_persian_and_right_to_left(desktop):
    root = desktop.locator("html")
    assert root.get_attribute("lang") == "fa"
    assert root.get_attribute("dir") == "rtl"
    assert words.say("product.name") in desktop.title()


def test_the_table_of_contents_stands_at_the_right(desktop):
    contents = desktop.locator('[data-testid="stSidebar"]').bounding_box()
    main = desktop.locator('[data-testid="stMain"]').bounding_box()
    assert contents["x"] >= main["x"] + main["width"] - 1
    assert contents["x"] + contents["width"] == pytest.approx(DESKTOP["width"], abs=1)


def test_text_is_drawn_in_vazirmatn(desktop):
    loaded = desktop.evaluate(
        "[...document.fonts].filter(f => f.status === 'loaded').map(f => f.family)"
    )
    assert "Vazirmatn FD" in loaded
    for selector in TEXTS:
        for family, from_our_server in fonts_drawn(desktop, selector):
            assert family.startswith("Vazirmatn") and from_our_server, (selector, family)


@pytest.mark.parametrize("selector", ["h1", ".answer", "p.filtered", "p.foot"])
def test_text_begins_at_the_right(desktop, selector):
    letters, box = desktop.locator(selector).first.evaluate(RIGHT_EDGES)
    assert letters == pytest.approx(box, abs=2)


def test_no_latin_word_is_left_on_the_page(desktop):
    reading.unfold_everything(desktop)
    assert latin_words(desktop) == set()


def test_no_latin_word_is_left_in_an_open_filter(desktop):
    reading.search(desktop, "place", "qz")  # nothing is called so
    nothing = desktop.get_by_text(words.say("streamlit.No results"))
    nothing.wait_for()
    assert latin_words(desktop) == set()
    assert nothing.evaluate("e => getComputedStyle(e).direction") == "rtl"


def test_nothing_is_wider_than_a_phone(mobile):
    assert mobile.evaluate(WIDER_THAN_ITS_PLACE) == []
    assert mobile.evaluate(STICKING_OUT) == []


def test_text_begins_at_the_right_of_a_phone(mobile):
    for selector in ("h1", ".answer", "p.foot"):
        letters, box = mobile.locator(selector).first.evaluate(RIGHT_EDGES)
        assert letters == pytest.approx(box, abs=2), selector


def test_a_phone_shows_the_page_before_its_filters(mobile):
    """One button says what is filtered; the fields are behind it."""
    field = mobile.locator(".st-key-place")
    assert not field.is_visible()
    reading.unfold_filters(mobile)
    assert field.is_visible()
    assert mobile.evaluate(WIDER_THAN_ITS_PLACE) == []
