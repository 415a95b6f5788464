"""The overview says where a place stands in the numbers of analysis, and leads on from there."""

import html
import re
from urllib.parse import parse_qs, urlsplit

import pytest
import streamlit as st

from analysis import coverage, overview, what_changed
from analysis.headlines import HEADLINES
from analysis.marts import open_marts
from analysis.selection import Selection
from app import CONTENTS
from etl.data_folder import DataFolder
from etl.rebuild import rebuild
from pages.parts import changes, headline_words, numbers, sparkline
from pages.parts.headline_cards import LARGE
from tests.conftest import build_sample

SEEN_ON = {
    "satisfaction": "satisfaction_trends", "factor": "factor_status", "channel": "channel_usage",
}  # fmt: skip
EAST = Selection(provinces=("IR-29",))


def rows_of(selection=EAST, **way):
    return {row["measure"]: row for row in overview.ask(open_marts(), selection, **way).rows}


def shown(opened, measure):
    """What machines read beside a number of the page."""
    return re.search(rf"data-measure='{re.escape(measure)}' data-value='([^']*)'", opened.source)[1]


def test_it_is_the_first_page():
    assert CONTENTS[0] == "overview"


def test_every_headline_is_that_of_the_answer(visit):
    opened = visit(province="IR-29")
    found = rows_of()
    assert set(found) == set(HEADLINES) and set(LARGE) < set(HEADLINES)
    for measure, row in found.items():
        assert float(shown(opened, measure)) == pytest.approx(row["value"])
        assert float(shown(opened, f"{measure}.change")) == pytest.approx(row["change"])
        assert headline_words.written(row, row["value"]) in opened.text
        assert headline_words.counted(row) in opened.text
        assert headline_words.compared(row) in opened.text
    assert opened.source.count("<div class='card'>") == 5
    assert opened.source.count("<img class='spark'") == len(HEADLINES)
    satisfied = headline_words.written(found["satisfaction"], found["satisfaction"]["value"])
    assert f"میانگین رضایت {satisfied} از" in opened.text


def test_the_comparison_is_the_readers_choice_and_kept_in_the_address(visit):
    opened = visit(province="IR-29").choose("compare", "same_month_last_year")
    assert opened.address == {"province": "IR-29", "compare": "same_month_last_year"}
    assert shown(opened, "satisfaction.change") == ""  # the sample has no month a year earlier
    assert "برای مهر ۱۴۰۳ داده‌ای نیست" in opened.text


def test_the_map_s_measure_is_drawn_for_all_provinces(visit):
    opened = visit(province="IR-29", map="on_time_share")
    found = overview.ask(open_marts(), Selection(), by=("province",), measure="on_time_share")
    drawn = opened.rows("on_time_share")
    values = {row["province"]: row["value"] for row in found.rows if row["value"] is not None}
    assert len(values) >= 25
    for province, value in values.items():
        assert float(drawn[province]) == pytest.approx(value)
    assert re.search("class='dot [a-z]+ highlighted[^>]*data-key='IR-29'", opened.source)
    assert "© OpenStreetMap contributors" in opened.text
    assert opened.address == {"province": "IR-29", "map": "on_time_share"}


def test_what_is_not_known_is_said_and_not_drawn_as_zero(visit):
    """A wave knows no channels: no rate anywhere, every province grey and named."""
    opened = visit(channel="kiosk", map="response_rate")
    assert shown(opened, "response_rate") == "" and "ریزتر از موج است" in opened.text
    assert "در هیچ استانی داده‌ای برای نمایش نیست" in opened.text
    assert opened.rows("response_rate") == {}
    grey = re.search("خاکستری، بدون داده: (.*?)\\.", opened.text)[1]
    assert all(name in grey for name in ("فارس", "خراسان جنوبی", "تهران"))


def test_each_change_leads_to_the_page_where_it_is_seen(visit, monkeypatch):
    """With a test that nothing fails: the sample's last months tell of no change by themselves."""
    st.cache_data.clear()
    monkeypatch.setattr("analysis.what_changed.ALPHA", 0.999)
    opened = visit(region="whole_country")
    changed = what_changed.ask(open_marts(), Selection()).rows[: changes.MOST]
    st.cache_data.clear()
    links = re.findall(r"<li data-key='([^']*)'>.*?<a href='([^']*)'>", opened.source)
    assert len(links) == changes.MOST
    assert [measure for measure, _ in links] == [row["measure"] for row in changed]
    for row, (_, link) in zip(changed, links, strict=True):
        there = urlsplit(html.unescape(link))
        assert there.path == SEEN_ON[row["kind"]]
        asked = parse_qs(there.query)
        if row["province"]:
            assert asked["province"] == [row["province"]] and "region" not in asked
        else:
            assert asked["region"] == ["whole_country"]


def test_who_has_reported_is_said(visit):
    opened = visit(province="IR-29")
    totals = coverage.ask(open_marts(), EAST).totals
    for source in ("log", "survey"):
        told = totals[source]
        assert shown(opened, f"reported_{source}") == str(told["reported"])
        counts = (numbers.number(told[key]) for key in ("reported", "expected"))
        assert "{} از {} شعبه".format(*counts) in opened.text
    missing = totals["log"]["silent"]
    assert missing and "بی درخواست در آخرین ماه" in opened.text


def test_a_sparkline_has_no_line_across_a_gap_nor_of_one_month():
    assert sparkline.html([None, 3.0], "x") == ""
    drawn = sparkline.html([1.0, 2.0, None, 2.0, 3.0], "a < b")
    assert drawn.count("polyline") == 2 and 'alt="' not in drawn and "a &lt; b" in drawn
    near, far = (sparkline.html([1.0, 2.0], "x", target) for target in (2.2, 50))
    assert "dasharray" in near and "dasharray" not in far


def test_targets_are_shown_with_whether_they_are_reached(visit, tmp_path, monkeypatch):
    build_sample(tmp_path)
    (tmp_path / "targets.csv").write_text(
        "measure,province,target,from_month\non_time_share,,0.01,1404-01\n"
        "completion_rate,,1,1404-01\n",
        "utf-8",
    )
    rebuild(DataFolder(tmp_path), progress=lambda _: None)
    monkeypatch.setenv("PAYESH_DATA", str(tmp_path))
    opened = visit(province="IR-29")
    assert "✓ هدف: \u061c۱٫۰٪، برآورده شده" in opened.text
    assert "✗ هدف: \u061c۱۰۰٪، برآورده نشده" in opened.text
    assert "به هدف نرسیده: سهم انجام‌شده." in opened.text
    assert shown(opened, "on_time_share.target") == "0.01"
