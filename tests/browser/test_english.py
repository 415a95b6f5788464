"""English: a switch turns the page around without losing what was chosen, and nothing is left."""

import re

import pytest

from pages.parts import words
from tests.browser import reading

PERSIAN = re.compile("[\u0600-\u06ff]")
QUOTED = re.compile("«[^»]*»")  # the words of customers, which the dictionary of themes looks for
PATHS = ("/", "/factor_status", "/channel_usage", "/satisfaction_trends", "/gaps", "/data_desk",
         "/evidence_model", "/frameworks", "/citizen_groups", "/comments")  # fmt: skip
TURNED = """([language, direction, text]) => {
  const { lang, dir } = document.documentElement;
  return lang === language && dir === direction && navigator.language.startsWith(language)
    && document.querySelector("p.filtered")?.innerText.includes(text);
}"""


def switched(page, language, direction, text):
    page.wait_for_function(TURNED, arg=[language, direction, text])


def test_a_switch_turns_the_page_and_keeps_the_view(page, server):
    reading.open_page(page, server, "/channel_usage?province=IR-29&from=1404-06")
    page.get_by_role("radio", name="English").click()
    switched(page, "en", "ltr", "South Khorasan · Shahrivar to Mehr 1404")
    assert "lang=en" in page.url and "province=IR-29" in page.url
    contents = page.locator('[data-testid="stSidebar"]').bounding_box()
    assert contents["x"] == 0  # the table of contents moves to the left
    page.get_by_role("link", name="Satisfaction trends").click()
    # Both pages say "South Khorasan": only its own title tells that the other one is there
    page.get_by_role("heading", name="Satisfaction trends", level=1).wait_for()
    switched(page, "en", "ltr", "South Khorasan")
    assert "lang=en" in page.url
    page.go_back()
    page.get_by_role("heading", name="Channel usage", level=1).wait_for()
    switched(page, "en", "ltr", "Shahrivar to Mehr 1404")
    page.go_back()
    switched(page, "fa", "rtl", "خراسان جنوبی")


@pytest.mark.parametrize("path", PATHS)
def test_nothing_persian_is_left(page, server, path):
    with words.speaking("en"):
        page.goto(f"{server.address}{path}?lang=en")
        reading.settle(page)
    seen = [text for text in reading.seen(page) if PERSIAN.search(QUOTED.sub("", text))]
    assert set(seen) <= {words.say("language.fa")}
    assert "Vazirmatn" in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")
    assert "FD" not in page.evaluate("getComputedStyle(document.querySelector('h1')).fontFamily")


def test_the_document_of_an_english_address_is_english(page, server):
    page.goto(f"{server.address}/channel_usage?lang=en")
    root = page.locator("html")
    assert (root.get_attribute("lang"), root.get_attribute("dir")) == ("en", "ltr")
