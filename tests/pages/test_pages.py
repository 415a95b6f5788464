"""Each page answers its question with the numbers of analysis, and says so when it cannot."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis import channel_usage, factor_status, satisfaction_trends
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import numbers
from tests.pages.conftest import APP

PAGES = ("factor_status", "channel_usage", "satisfaction_trends")
STUDY_WAVE = {"province": "IR-09", "from_": "1404-05", "to": "1404-05"}
STUDY_SELECTION = Selection(provinces=("IR-09",), first_month="1404-05", last_month="1404-05")


@pytest.mark.parametrize("page", PAGES)
def test_every_page_has_what_every_page_has(visit, page):
    opened = visit(page)
    assert not opened.app.exception
    assert len(opened.app.title) == 1
    assert "class='answer'" in opened.source
    assert 1 <= opened.source.count("<div class='card'>") <= 5
    assert "دادهٔ نمونه" in opened.source  # the sample is invented, and the page says so
    figures = len(opened.app.subheader)
    assert opened.source.count("class='foot'") >= figures  # n, period and load under each
    assert opened.source.count("آخرین بارگذاری: ") >= figures
    assert "چگونه حساب شده؟" in [e.label for e in opened.app.expander]
    assert opened.app.get("download_button")


def test_factor_status_repeats_the_study(visit):
    opened = visit("factor_status", **STUDY_WAVE)
    assert [opened.value(m) for m in ("favourable", "unfavourable", "n")] == ["23", "19", "384"]
    assert [opened.value(m) for m in ("published_favourable", "differing")] == ["24", "3"]
    for code in ("R27", "R40", "R42"):
        assert f"<bdi class='code'>{code}</bdi>" in opened.source


def test_factor_status_draws_every_mean_of_the_answer(visit):
    opened = visit("factor_status", **STUDY_WAVE)
    answer = factor_status.ask(open_marts(), STUDY_SELECTION)
    drawn = opened.rows("mean")
    assert len(drawn) == 42
    for row in answer.rows:
        assert float(drawn[row["item"]]) == pytest.approx(row["mean"], abs=1e-6)
        assert numbers.mean(row["mean"]) in opened.text


def test_factors_stand_in_the_order_chosen(visit):
    opened = visit("factor_status", **STUDY_WAVE)
    by_mean = list(opened.rows("mean"))
    opened.choose("sort", "paper")
    by_paper = list(opened.rows("mean"))
    assert by_mean != by_paper and sorted(by_mean) == sorted(by_paper)
    assert opened.address == {"to": "1404-05", "sort": "paper"}  # the rest is what is usual
    assert list(visit("factor_status", sort="paper", **STUDY_WAVE).rows("mean")) == by_paper


def test_channel_usage_equals_the_answer(visit):
    opened = visit("channel_usage", province="IR-09")
    totals = channel_usage.ask(open_marts(), Selection(provinces=("IR-09",))).totals
    for measure in ("requests", "digital_take_up", "completion_rate", "on_time_share"):
        assert float(opened.value(measure)) == pytest.approx(totals[measure])
    assert numbers.number(totals["requests"]) in opened.text
    assert numbers.share(totals["digital_take_up"]) in opened.text


def test_volumes_per_working_day_on_request(visit):
    opened = visit("channel_usage")
    assert "در هر روز کاری،" not in opened.text
    opened.choose("volume", "working_day")
    assert "در هر روز کاری،" in opened.text
    assert opened.address["volume"] == "working_day"


def test_satisfaction_equals_the_answer(visit):
    opened = visit("satisfaction_trends", province="IR-29")
    totals = satisfaction_trends.ask(
        open_marts(), Selection(provinces=("IR-29",)), by=("month",)
    ).totals
    assert float(opened.value("mean")) == pytest.approx(totals["mean"])
    assert opened.value("n") == str(totals["n"])
    provinces = opened.rows("mean")  # all of them, whichever is chosen
    assert len(provinces) == 31
    assert re.search("class='dot [a-z]+ highlighted[^>]*data-key='IR-29'", opened.source)


def test_few_answers_are_not_shown(visit):
    """The smallest selection there is: a page may say that it is too small, never its numbers."""
    marts = open_marts()
    for service in ("funeral_grant", "orthosis_prosthesis_grant", "complaint"):
        chosen = {"province": "IR-29", "channel": "kiosk", "service": service}
        selection = Selection(provinces=("IR-29",), channels=("kiosk",), services=(service,))
        answer = satisfaction_trends.ask(marts, selection, by=("month",))
        opened = visit("satisfaction_trends", **chosen)
        if answer.n is None:
            assert "برای نمایش، پاسخ‌ها بسیار کم است" in opened.text
        if not answer.n:
            assert "class='headline'" not in opened.source


@pytest.mark.parametrize("page", PAGES)
def test_an_empty_warehouse_says_what_to_do(empty_folder, page):
    app = AppTest.from_file(str(APP), default_timeout=60).run()
    assert not app.exception
    app.switch_page(f"pages/{page}.py").run()
    assert not app.exception
    said = " ".join(element.proto.body for element in app.get("html"))
    assert "هنوز داده‌ای منتشر نشده است" in said and "python -m etl load" in said


@pytest.mark.parametrize("page", PAGES)
def test_pages_import_no_pandas_of_their_own(page):
    source = (Path(APP).parent / "pages" / f"{page}.py").read_text(encoding="utf-8")
    assert "pandas" not in source
