"""Each page answers its question with the numbers of analysis, and says so when it cannot."""

import re
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from analysis import channel_usage, factor_status, satisfaction_trends
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import factor_tables, numbers, targets
from tests.pages.conftest import APP

PAGES = ("overview", "factor_status", "channel_usage", "satisfaction_trends", "priorities",
         "evidence_model", "frameworks", "citizen_groups", "comments")  # fmt: skip
FACTORS = [f"R{number}" for number in range(1, 43)]
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
    of_papers = opened.source.count("class='foot' data-source")  # no respondents, no period
    assert opened.source.count("آخرین بارگذاری این داده: ") >= max(figures - of_papers, 1)
    assert opened.source.count("این شکل چگونه حساب شده؟") >= figures
    assert "چگونه حساب شده؟" in [e.label for e in opened.app.expander]
    assert opened.app.get("download_button")


def test_factor_status_repeats_the_study(visit):
    opened = visit("factor_status", rule="study", **STUDY_WAVE)
    assert [opened.value(m) for m in ("favourable", "unfavourable", "n")] == ["23", "19", "384"]
    assert opened.value("published_favourable") == "24"
    assert "data-measure='undetermined'" not in opened.source  # this rule knows two states
    assert "وضعیت ۳ عامل خلاف مقاله است" in opened.text
    for code in ("R27", "R40", "R42"):
        assert f"<bdi class='code'>{code}</bdi>" in opened.source


def test_factor_status_judges_by_the_evidence_first(visit):
    opened = visit("factor_status", **STUDY_WAVE)
    answer = factor_status.ask(open_marts(), STUDY_SELECTION, rule="evidence")
    for status in ("favourable", "undetermined", "unfavourable"):
        assert opened.value(status) == str(answer.totals[status])
    open_ = {row["item"]: row for row in answer.rows if row["status"] == "undetermined"}
    assert open_ and set(statuses(opened, "undetermined")) == set(open_)
    assert f"وضعیت {numbers.number(len(open_))} عامل نامشخص است" in opened.text
    assert "مؤثر: حدود " in opened.text
    for row in open_.values():
        assert numbers.interval(row["interval_low"], row["interval_high"]) in opened.source
        if row["further_answers"]:
            assert f"حدود {numbers.about(row['further_answers'])} پاسخ دیگر" in opened.text


def test_the_rule_is_kept_in_the_address(visit):
    opened = visit("factor_status", **STUDY_WAVE).choose("rule", "study")
    assert opened.address == {"to": "1404-05", "rule": "study"}
    assert opened.value("favourable") == "23" and not statuses(opened, "undetermined")
    answer = factor_status.ask(open_marts(), STUDY_SELECTION)
    row = answer.rows[0]
    assert numbers.interval(row["ci_low"], row["ci_high"]) in opened.source
    assert opened.choose("rule", "evidence").address == {"to": "1404-05"}


def test_a_target_is_judged_kept_and_not_compared_with_the_study(visit):
    opened = visit("factor_status", **STUDY_WAVE).choose("target", "3.5")
    totals = factor_status.ask(open_marts(), STUDY_SELECTION, rule="evidence", target=3.5).totals
    assert opened.address == {"to": "1404-05", "target": "3.5"}
    assert opened.value("favourable") == str(totals["favourable"])
    assert "مرجع این داوری به انتخاب شما ۳٫۵ است" in opened.text
    assert "خط مرجع (۳٫۵)" in opened.text and "خلاف مقاله است" not in opened.text
    again = visit("factor_status", target="3.5", **STUDY_WAVE)
    assert again.value("favourable") == opened.value("favourable")
    assert opened.choose("target", "3").address == {"to": "1404-05"}  # the questionnaire's own


def test_targets_go_up_from_the_reference():
    found = targets.offered({"reference": 3.0, "lowest": 1.0, "highest": 5.0})
    assert list(found) == ["3", "3.25", "3.5", "3.75", "4", "4.25", "4.5"]
    assert found["3.25"] == "۳٫۲۵"
    assert targets.offered({"reference": None, "lowest": 1.0, "highest": 5.0}) == {}
    assert targets.value("3", {"reference": 3.0}) is None
    assert targets.value("3.25", {"reference": 3.0}) == 3.25


def statuses(opened, status):
    """The factors that the main figure draws with a status."""
    return re.findall(rf"<li class='dot {status}[^']*' data-key='(R[^']*)'", opened.source)


@pytest.mark.parametrize(
    ("row", "said", "downloaded"),
    [
        ({"status": "favourable", "further_answers": 12, "further_more": False}, "", ""),
        (
            {"status": "undetermined", "further_answers": 138, "further_more": False},
            "حدود ۱۴۰ پاسخ دیگر",
            138,
        ),
        (
            {"status": "undetermined", "further_answers": None, "further_more": True},
            "بیش از ۱۰٬۰۰۰",
            "بیش از ۱۰٬۰۰۰",
        ),
        (
            {"status": "undetermined", "further_answers": None, "further_more": False},
            "میانگین روی مرجع است",
            "میانگین روی مرجع است",
        ),
    ],
)
def test_how_many_more_answers_would_decide(row, said, downloaded):
    columns = factor_tables.item_columns(compared=False, comparable=False, rule="evidence")
    further = next(column for column in columns if column.key == "further_answers")
    assert (further.written(row), further.value(row)) == (said, downloaded)


def test_factor_status_draws_every_mean_of_the_answer(visit):
    opened = visit("factor_status", **STUDY_WAVE)
    answer = factor_status.ask(open_marts(), STUDY_SELECTION)
    drawn = opened.rows("mean")
    assert sum(code in drawn for code in FACTORS) == 42
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
    assert float(opened.value("mean")) == pytest.approx(totals["weighted_mean"])
    assert opened.value("n") == str(totals["n"])
    # By the branches, not by each answer
    assert float(opened.value("interval")) == pytest.approx(totals["interval_low"])
    provinces = [key for key in opened.rows("mean") if key.startswith("IR-")]
    assert len(provinces) == 31  # all of them, whichever is chosen
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
