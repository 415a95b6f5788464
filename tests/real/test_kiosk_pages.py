"""The kiosk study on the page of expectations: 24 items in four batteries, and 29 Kano pairs."""

from collections import Counter

import pytest

from pages.parts import words
from tests.pages.conftest import Visit
from tests.pages.walk.reading import Page

# Counted from the file by tests/real/test_kiosk_kano.py
KANO = {"must_be": 9, "one_dimensional": 6, "attractive": 10, "indifferent": 4}


@pytest.fixture
def opened(kiosk, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    visit = Visit().open("gaps")
    assert not visit.app.exception
    return visit


def test_the_page_says_24_gaps_and_29_kano_pairs(opened):
    assert [opened.value(m) for m in ("falls_short", "exceeds", "n")] == ["20", "1", "207"]
    assert len(opened.rows("difference")) == len(opened.rows("gap")) == 24
    assert len(opened.rows("dimension_gap")) == 6
    charts = [chart.proto.id for chart in opened.app.get("plotly_chart")]
    assert len(charts) == 2  # importance against satisfaction, and the plane of Kano
    found = next(e.value for e in opened.app.subheader if "ویژگی" in e.value)
    assert found == (
        "از ۲۹ ویژگی: ۹ الزامی، ۶ تک‌بعدی، ۱۰ جذاب و ۴ بی‌تفاوت؛ دربارهٔ ۱۱ ویژگی دستهٔ آن روشن است"
    )


def test_the_kano_table_has_every_pair_with_its_category(opened):
    rows = Page(opened.source).tables[words.say("kano.caption")]
    assert len(rows) == 29
    names = {words.say(f"kano.category.{name}"): count for name, count in KANO.items()}
    assert Counter(row["category"].text for row in rows) == names
    assert sum(row["sure"].text == words.say("kano.sure") for row in rows) == 11


def test_in_english_the_kano_pairs_are_the_same(kiosk, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    english = Visit(lang="en").open("gaps")
    assert any(
        "29 features: 9 must-be, 6 one-dimensional, 10 attractive and 4 indifferent" in e.value
        for e in english.app.subheader
    )
