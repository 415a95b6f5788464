"""Filters and address: each view has an address, each address its view, nonsense gets an answer."""

import re
from pathlib import Path

import pytest

from pages.parts import address, words

PAGES = Path(__file__).resolve().parents[2] / "pages"
# The sample of the tests ends in 1404-07 and is three months long
VIEWS = [
    ({}, "خراسان رضوی · مرداد تا مهر ۱۴۰۴"),  # the home region, all three months
    ({"province": "IR-09"}, "خراسان رضوی"),  # the province and its one-province region are one
    ({"province": "IR-29"}, "خراسان جنوبی"),
    ({"region": "khorasans"}, "سه خراسان"),
    ({"region": "khorasans", "province": "IR-29"}, "خراسان جنوبی"),
    ({"province": ["IR-28", "IR-29"]}, "خراسان شمالی و خراسان جنوبی"),
    ({"from_": "1404-06"}, "شهریور تا مهر ۱۴۰۴"),
    ({"from_": "1404-05", "to": "1404-05"}, "مرداد ۱۴۰۴"),
    ({"channel": ["mobile_app", "ussd"]}, "فقط برنامهٔ تأمین من و کد دستوری"),
    ({"customer_group": "pensioner"}, "فقط مستمری‌بگیر"),
]


def filtered(visit):
    return visit.source.split("class='filtered'>")[1].split("</p>")[0]


@pytest.mark.parametrize(("address", "said"), VIEWS)
def test_an_address_is_a_view_on_every_page(visit, address, said):
    for page in (None, "channel_usage", "satisfaction_trends"):
        opened = visit(page, **address)
        assert not opened.app.exception
        assert said in filtered(opened)


@pytest.mark.parametrize(("address", "said"), VIEWS)
def test_the_address_of_a_view_brings_it_back(visit, address, said):
    first = visit(**address)
    again = visit(**first.address)
    assert filtered(again) == filtered(first)
    assert again.address == first.address


def test_all_that_was_not_understood_is_said_in_one_place(visit):
    """Language, filters and page each find some of it; there were three alarms for one address."""
    source = visit(lang="xx", province="IR-99", colour="red", map="pigeon").source
    assert source.count("role='alert'") == 1
    said = source.split("role='alert'")[1].split("</section>")[0]
    for nonsense in ("xx", "IR-99", "colour", "pigeon"):
        assert said.count(nonsense) == 1, nonsense


def test_a_first_visit_has_a_bare_address(visit):
    assert visit().address == {}


def test_a_click_changes_the_address_and_survives_the_next_page(visit):
    opened = visit()
    opened.choose("place", "IR-29").choose("channel", ["kiosk"]).choose("from", "1404-06")
    assert opened.address == {"province": "IR-29", "channel": "kiosk", "from": "1404-06"}
    before = filtered(opened)
    opened.open("channel_usage")
    assert filtered(opened) == before
    assert opened.address["province"] == "IR-29"


def test_branches_follow_their_province(visit):
    opened = visit("channel_usage")
    offered = [w for w in opened.app.multiselect if w.key == "branch"][0].options
    assert offered and all("بیرجند" not in name for name in offered)
    opened.choose("place", "IR-29")
    elsewhere = [w for w in opened.app.multiselect if w.key == "branch"][0].options
    assert elsewhere and not set(offered) & set(elsewhere)


def test_the_last_month_is_never_before_the_first(visit):
    opened = visit(to="1404-05")
    opened.choose("from", "1404-07")
    assert "مهر ۱۴۰۴" in filtered(opened)
    assert not opened.app.exception


@pytest.mark.parametrize(
    ("address", "complaint"),
    [
        ({"province": "XX-99"}, "«XX-99» در «استان» وجود ندارد"),
        ({"from_": "banana"}, "«banana» در «از ماه» وجود ندارد"),
        ({"to": "1404-13"}, "«1404-13» در «تا ماه» وجود ندارد"),
        ({"channel": "fax"}, "«fax» در «کانال» وجود ندارد"),
        ({"instrument": "x"}, "«x» در «پرسشنامه» وجود ندارد"),
        ({"battery": "x"}, "«x» در «بخش پرسشنامه» وجود ندارد"),
        ({"sort": "zzz"}, "«zzz» در «ترتیب عامل‌ها» وجود ندارد"),
        ({"rule": "gut"}, "«gut» در «قاعده» وجود ندارد"),
        ({"target": "9"}, "«9» در «مرجع یا هدف» وجود ندارد"),
        ({"target": "banana"}, "«banana» در «مرجع یا هدف» وجود ندارد"),
        ({"colour": "red"}, "«colour» نام هیچ فیلتری نیست"),
        ({"from_": "1404-07", "to": "1404-05"}, "ماه پایان پیش از ماه آغاز است"),
        ({"region": "khorasans", "province": "IR-07"}, "«فارس» در ناحیهٔ انتخاب‌شده نیست"),
        ({"branch": "x" * 500}, "«" + "x" * 40 + "…»"),  # a long one is not echoed whole
        ({"service": "<script>alert(1)</script>"}, "«<script>alert(1)</script>»"),  # escaped
    ],
)
def test_nonsense_in_the_address_gets_a_clear_message(visit, address, complaint):
    views = address.keys() & {"sort", "rule", "target"}  # they belong to one page
    opened = visit("factor_status" if views else None, **address)
    assert complaint in opened.text
    assert "<script>" not in opened.source
    assert opened.app.subheader  # the rest of the page is there
    assert not [name for name in opened.address if name in ("colour", "sort", "rule", "target")]


# The choices of the pages that came last: nothing typed there may end in a traceback
CHOICES = {
    "frameworks": ("framework", "assessed", "round", "for_province", "for_branch", "for_round"),
    "evidence_model": ("part",),
    "citizen_groups": ("design",),  # it has none of its own; that of another page waits there
    "comments": ("theme", "theme_split", "found", "examples"),
    "gaps": ("design",),
}
GARBAGE = {
    "word": "zzz",
    "long": "y" * 5000,  # is not echoed whole
    "script": "<script>alert(1)</script>",
    "turned": "\u202eabc\U0001f986",  # turns the text around on a terminal, and a duck
}


@pytest.mark.parametrize("page", CHOICES)
def test_nonsense_in_every_choice_of_a_page_is_said(visit, page):
    for kind, garbage in GARBAGE.items():
        opened = visit(page, **dict.fromkeys(CHOICES[page], garbage))
        assert not opened.app.exception, kind
        assert opened.app.subheader and "Traceback" not in opened.text, kind
        assert "<script>" not in opened.source and "y" * 41 not in opened.source, kind
        for name in CHOICES[page] if page != "citizen_groups" else ():
            complaint = f"در «{words.say(f'notice.address.names.{name}')}» وجود ندارد"
            assert complaint in opened.text, (kind, name)
            assert name not in opened.address, kind


@pytest.mark.parametrize("page", CHOICES)
def test_an_empty_choice_is_none_and_of_a_repeated_one_the_first_that_exists_holds(visit, page):
    empty = visit(page, **dict.fromkeys(CHOICES[page], ""))
    assert not empty.app.exception and words.say("notice.address.title") not in empty.text
    if page == "comments":
        opened = visit(page, theme_split=["zz1", "province", "zz2", "service"])
        assert opened.address["theme_split"] == "province"
        assert "«zz1»" in opened.text and "«zz2»" in opened.text
    if page == "frameworks":
        opened = visit(page, framework=["zz1", "citizen_relationship"], for_branch=["B0901", "zz2"])
        assert opened.address["framework"] == "citizen_relationship"
        assert "«zz1»" in opened.text and "«zz2»" in opened.text


def test_every_choice_of_a_page_is_one_of_the_address_and_has_a_name_there():
    asked = re.compile(r"""page\.view\(\s*["'](\w+)["']""")
    found = {name for path in PAGES.rglob("*.py") for name in asked.findall(path.read_text())}
    assert found and found <= set(address.VIEWS)
    nameless = [name for name in address.VIEWS if not words.has(f"notice.address.names.{name}")]
    assert not nameless


def test_nonsense_in_the_choices_of_one_page_is_said_together(visit):
    wrong = {"factors": "zz1", "extraction": "zz2", "rotation": "zz3"}
    opened = visit("questionnaire_quality", **wrong)
    assert not opened.app.exception
    for nonsense in wrong.values():
        assert f"«{nonsense}»" in opened.text
