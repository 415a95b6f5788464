"""The page of comments: what a reader opens on it, and what it never says."""

import re
import tomllib

import pytest

from tests.conftest import PROJECT
from tests.pages.test_language import PERSIAN

TOML = tomllib.loads((PROJECT / "data" / "themes.toml").read_text(encoding="utf-8"))
COUNTRY = {"region": "whole_country"}


def test_in_english_only_the_words_that_people_wrote_are_persian(visit):
    text = visit("comments", lang="en", **COUNTRY).text
    entries = [w for t in TOML["themes"] for w in (*t["words"], *t.get("except", []))]
    for entry in sorted((e.strip("=*") for e in entries), key=len, reverse=True):
        text = text.replace(entry, "")
    assert not PERSIAN.search(text), PERSIAN.findall(text)[:20]


def test_no_comment_is_on_the_page_until_examples_are_asked_for(visit):
    opened = visit("comments", **COUNTRY)
    assert "<q dir" not in opened.source
    opened.choose("theme", "outages").choose("examples", "on")
    shown = re.findall(r"<q dir='auto'>(.*?)</q>", opened.source)
    assert 1 <= len(shown) <= 3
    assert "دست‌کم ۵ نفر نوشته‌اند" in opened.text
    assert opened.address["examples"] == "on"


def test_found_themes_are_looked_for_when_asked(visit):
    opened = visit("comments", **COUNTRY)
    assert "موضوع‌های یافته</caption>" not in opened.source
    opened.choose("found", "on")
    assert not opened.app.exception
    assert "موضوع‌های یافته</caption>" in opened.source
    assert re.search("واژه‌ها خود [۰-۹]+ موضوع نشان می‌دهند", opened.text)


def test_the_theme_looked_at_is_in_the_address_and_in_both_figures(visit):
    opened = visit("comments", **COUNTRY).choose("theme", "support")
    assert opened.address["theme"] == "support"
    assert sum("پاسخ‌گویی و پشتیبانی" in one.value for one in opened.app.subheader) >= 2


def test_groups_are_named_only_where_they_differ_beyond_chance(visit):
    """In the sample the call centre is written of by its callers; customers' groups are alike."""
    opened = visit("comments", **COUNTRY, theme="support", theme_split="channel")
    (title,) = [one.value for one in opened.app.subheader if "دیگر کانال‌ها" in one.value]
    assert re.search("در مرکز تماس ۱۴۲۰ بیشتر از دیگر کانال‌ها", title)
    assert "سهم هیچ موضوعی" not in opened.text
    opened.choose("theme_split", "customer_group")
    said = [one.value for one in opened.app.subheader if "آشکارا فرق نمی‌کند" in one.value]
    assert len(said) == 1 and "سهم هیچ موضوعی" in opened.text


@pytest.mark.parametrize("split", ["province", "service", "customer_group"])
def test_every_split_has_its_groups(visit, split):
    opened = visit("comments", **COUNTRY).choose("theme_split", split)
    assert not opened.app.exception
    assert opened.source.count("data-measure='group_share'") >= 3


def test_few_comments_are_said_to_be_few(visit):
    opened = visit("comments", province="IR-07", from_="1404-07", to="1404-07", channel="ussd")
    assert not opened.app.exception
    assert "<dd data-measure='n' data-value='1'" not in opened.source
