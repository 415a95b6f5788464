"""A link is a view: as the first request to a fresh server, with nonsense, in another browser."""

from urllib.parse import parse_qs, urlsplit

import pytest

from app import CONTENTS
from pages.parts import words
from tests.browser import extracts as files
from tests.browser import reading
from tests.browser.conftest import DESKTOP, watched_page

pytestmark = pytest.mark.browser

NONSENSE = (
    "province=IR-99&from=1404-13&to=1404-06&channel=pigeon&colour=red"
    "&service=<img src=x onerror=alert(1)>"
)


def assert_frame(page, place):
    """Contents, direction and filters, which come from app.py and not from the page."""
    assert page.locator("html").get_attribute("dir") == "rtl"
    contents = page.locator('[data-testid="stSidebarNavLink"]')
    titles = [words.say(f"{name}.title") for name in CONTENTS]
    assert [text.strip() for text in contents.all_inner_texts()] == titles
    assert page.locator(".st-key-place input").input_value() == place


def test_factor_status_is_right_as_the_first_request(page, fresh_server, extracts):
    link = "/factor_status?province=IR-29&customer_group=pensioner&from=1404-06&rule=study"
    reading.open_page(page, fresh_server, link)
    assert_frame(page, extracts.name("provinces", "IR-29"))
    months = ("1404-06", "1404-07")
    rows = files.where(extracts.answers, ("IR-29",), customer_group=("pensioner",), month=months)
    expected, (values, _) = files.factors(rows), reading.headline(page)
    assert reading.whole(values["n"]) == expected["n"]
    assert reading.whole(values["favourable"]) == len(expected["favourable"])


def test_channel_usage_is_right_as_the_first_request(page, fresh_server, extracts):
    link = "/channel_usage?region=khorasans&to=1404-06&customer_group=pensioner"
    reading.open_page(page, fresh_server, link)
    assert_frame(page, extracts.name("regions", "khorasans"))
    rows = files.where(
        extracts.requests,
        extracts.region("khorasans"),
        customer_group=("pensioner",),
        month=("1404-05", "1404-06"),
    )
    expected, (values, _) = extracts.usage(rows), reading.headline(page)
    assert reading.whole(values["requests"]) == expected["requests"]
    assert reading.shows(values["digital_take_up"], expected["digital_take_up"])


def test_satisfaction_trends_are_right_as_the_first_request(page, fresh_server, extracts):
    several = "province=IR-28&province=IR-29&channel=mobile_app&channel=ussd"
    reading.open_page(page, fresh_server, f"/satisfaction_trends?region=khorasans&{several}")
    assert_frame(page, extracts.name("regions", "khorasans"))
    rows = files.where(extracts.answers, ("IR-28", "IR-29"), channel=("mobile_app", "ussd"))
    expected, (values, _) = files.satisfaction(rows), reading.headline(page)
    assert reading.whole(values["n"]) == expected["n"]
    assert reading.shows(values["mean"], expected["mean"])


def test_nonsense_in_a_link_is_said_in_persian_and_left_out(page, server, extracts):
    dialogs = []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    reading.open_page(page, server, f"/?{NONSENSE}")
    said = page.get_by_role("alert").first.inner_text()
    assert words.say("notice.address.title") in said
    for nonsense in ("IR-99", "1404-13", "pigeon", "colour", "<img src=x"):
        assert nonsense in said
    assert "Traceback" not in page.content()
    assert not dialogs, "text from the address was run"
    # What made sense is kept, in the address and in the figures
    assert_frame(page, extracts.name("regions", "razavi_khorasan"))
    assert parse_qs(urlsplit(page.url).query) == {"to": ["1404-06"]}
    home, months = extracts.region("razavi_khorasan"), ("1404-05", "1404-06")
    last = extracts.usage(files.where(extracts.requests, home, month=months[-1:]))
    assert reading.shows(reading.headline(page)[0]["completion_rate"], last["completion_rate"])


def test_an_empty_view_says_so_instead_of_drawing_zeros(page, server):
    """A service that nobody of a group asked for on a kiosk: no row, and no card with a zero."""
    link = "/channel_usage?province=IR-29&channel=ussd&service=marriage_grant"
    reading.open_page(page, server, link + "&customer_group=employer&to=1404-05&from=1404-05")
    assert words.say("notice.empty.title") in page.locator(".notice").inner_text()
    assert page.locator(".headline").count() == 0


def test_filters_stay_on_the_next_page_and_the_address_brings_the_view_back(
    page, server, extracts, chromium
):
    reading.open_page(page, server, "/channel_usage")
    before = reading.headline(page)
    narrow(page, extracts)
    filtered = page.locator("p.filtered").inner_text()
    reading.go_to(page, words.say("factor_status.title"))
    assert page.locator("p.filtered").inner_text() == filtered
    pensioners = {"customer_group": ("pensioner",)}
    rows = files.where(extracts.answers, extracts.region("khorasans"), **pensioners)
    assert reading.whole(reading.headline(page)[0]["n"]) == files.factors(rows)["n"]
    with watched_page(chromium, DESKTOP) as elsewhere:
        elsewhere.goto(page.url)
        reading.settle(elsewhere)
        assert elsewhere.locator("p.filtered").inner_text() == filtered
        assert reading.headline(elsewhere) == reading.headline(page)
    go_back_to_the_beginning(page, extracts)
    assert reading.headline(page) == before
    assert page.url == server.address + "/channel_usage"


def narrow(page, extracts):
    """Two clicks: a region, then a customer group."""
    reading.choose(page, "place", extracts.name("regions", "khorasans"))
    reading.unfold_filters(page)
    reading.choose(page, "customer_group", extracts.name("customer_groups", "pensioner"))


def go_back_to_the_beginning(page, extracts):
    """Each step back takes back one click: the page, the customer group, the region."""
    pensioners = extracts.name("customer_groups", "pensioner")
    page.go_back()
    reading.settle(page, title=words.say("channel_usage.title"), filtered=pensioners)
    page.go_back()
    reading.settle(page, filtered=extracts.name("regions", "khorasans"), without=pensioners)
    page.go_back()
    reading.settle(page, filtered=extracts.name("regions", "razavi_khorasan"))


def test_a_link_to_a_page_without_filters_keeps_them_for_the_next(page, server, extracts):
    """The address went on naming a province that the page no longer spoke of."""
    page.goto(f"{server.address}/glossary?province=IR-29&from=1404-06")
    page.locator("dl.glossary").first.wait_for()
    reading.go_to(page, words.say("satisfaction_trends.title"))
    assert extracts.name("provinces", "IR-29") in page.locator("p.filtered").inner_text()
    assert parse_qs(urlsplit(page.url).query) == {"province": ["IR-29"], "from": ["1404-06"]}


def test_a_choice_that_two_pages_share_goes_with_the_reader(page, server):
    """Shown as chosen too: the widget of the second page was once left without any choice."""
    chosen = page.get_by_role("radio", name=words.say("process.panels.constant"))
    reading.open_page(page, server, "/channel_usage?panel=constant")
    for title in ("satisfaction_trends.title", "channel_usage.title"):
        reading.go_to(page, words.say(title))
        assert chosen.get_attribute("aria-checked") == "true"
        assert parse_qs(urlsplit(page.url).query)["panel"] == ["constant"]
