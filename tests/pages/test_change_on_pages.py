"""Process charts, what changed, funnels and scales on the pages say what analysis answers."""

import re

import pytest

from analysis import comparison, process_charts, scale_status, what_changed
from analysis.marts import open_marts
from analysis.selection import Selection
from analysis.statistics.special_cause import SpecialCauses
from pages.parts import changes, comparisons, funnel_chart, numbers, variation

HOME = Selection(provinces=("IR-09",))


def cells(opened, caption, measure):
    """The plain values of one column of a table twin, by its caption."""
    part = opened.source.split(f"aria-label='{caption}'")[1].split("</table>")[0]
    return re.findall(rf"data-measure='{measure}' data-value='([^']*)'", part)


def test_the_satisfaction_chart_has_the_limits_of_the_answer(visit):
    opened = visit("satisfaction_trends", province="IR-09")
    answer = process_charts.ask(open_marts(), HOME, measures=("satisfaction",))
    (chart,) = answer.totals["charts"]
    caption = "حدود نوسان معمول رضایت، ماه به ماه"
    for line in ("value", "lower", "centre", "upper"):
        found = [float(value) for value in cells(opened, caption, line)]
        assert found == pytest.approx([row[line] for row in answer.rows])
    assert f"data-variation='{chart['variation']}'" in opened.source
    assert "موقت است" in opened.text  # three months are fewer than twelve


@pytest.mark.parametrize(
    "measure", ["completion_rate", "on_time_share", "digital_take_up", "requests_per_working_day"]
)
def test_every_channel_measure_has_its_chart(visit, measure):
    opened = visit("channel_usage", province="IR-09").choose("measure", measure)
    answer = process_charts.ask(open_marts(), HOME, measures=(measure,))
    found = re.findall(r"data-measure='centre' data-value='([^']*)'", opened.source)
    assert [float(value) for value in found] == pytest.approx([r["centre"] for r in answer.rows])
    if measure != "completion_rate":
        assert opened.address["measure"] == measure


def test_the_constant_panel_is_kept_in_the_address(visit):
    opened = visit("channel_usage", province="IR-09").choose("panel", "constant")
    answer = process_charts.ask(open_marts(), HOME, measures=("completion_rate",), panel="constant")
    found = re.findall(r"data-measure='value' data-value='([^']*)'", opened.source)
    expected = [row["value"] for row in answer.rows]
    assert [float(value) for value in found][: len(expected)] == pytest.approx(expected)
    assert "فقط شعبه‌هایی شمرده شده" in opened.text
    assert opened.address["panel"] == "constant"


def test_what_changed_says_only_what_survives(visit):
    opened = visit("satisfaction_trends", region="whole_country")
    answer = what_changed.ask(open_marts(), Selection(region="whole_country"))
    rows = [row for row in answer.rows if row["kind"] in ("satisfaction", "factor")]
    said = re.findall(r"<li data-key='([^']*)'><i class='mark special", opened.source)
    assert said == [row["measure"] for row in rows[: changes.MOST]]
    assert f"{numbers.number(answer.totals['tested'])} تفاوت با هم آزموده شد" in opened.text
    finding = next(e.value for e in opened.app.subheader if e.value.startswith("میان "))
    assert ("هیچ تغییری" in finding) == (not rows)


def test_a_year_ago_there_was_nothing_to_compare_with(visit):
    opened = visit("channel_usage").choose("compare", "same_month_last_year")
    assert any("نمی‌توان سنجید" in e.value for e in opened.app.subheader)


def test_a_change_is_a_sentence_with_size_and_interval():
    row = {
        "kind": "channel", "measure": "completion_rate", "province": "IR-29", "before": 0.912,
        "after": 0.871, "change": -0.041, "ci_low": -0.06, "ci_high": -0.022,
        "direction": "worsened", "title_fa": "نرخ تکمیل", "title_en": "Completion",
    }  # fmt: skip

    class Scope:
        class choices:
            provinces = {"IR-29": "خراسان جنوبی"}

    said = changes.sentence(Scope, row)
    assert said == (
        "خراسان جنوبی: «سهم انجام‌شده» از \u061c۹۱٫۲٪ به \u061c۸۷٫۱٪ افت کرد "
        "(\u2066−۴٫۱\u2069 واحد درصد؛ به احتمال زیاد میان \u2066−۶٫۰\u2069 و "
        "\u2066−۲٫۲\u2069)."
    )
    assert changes.sentence(Scope, row | {"province": None}).startswith("همهٔ این انتخاب")


@pytest.mark.parametrize(
    ("page", "place", "by"),
    [
        ("satisfaction_trends", {"province": "IR-09"}, "branch"),
        ("channel_usage", {"region": "whole_country"}, "province"),
    ],
)
def test_the_funnel_is_that_of_the_answer(visit, page, place, by):
    opened = visit(page, **place)
    measure = "satisfaction" if page == "satisfaction_trends" else "completion_rate"
    selection = HOME if by == "branch" else Selection(region="whole_country")
    answer = comparison.ask(open_marts(), selection, measure=measure)
    assert answer.totals["by"] == by
    found = re.findall(rf"data-measure='{by}' data-value='([^']*)'", opened.source)
    assert [row[by] for row in answer.rows] == found
    upper = re.findall(r"data-measure='upper_998' data-value='([^']*)'", opened.source)
    known = [row["upper_998"] for row in answer.rows if row["upper_998"] is not None]
    assert [float(value) for value in upper] == pytest.approx(known)


def test_a_funnel_names_who_stands_out_and_gives_ranks_as_an_interval():
    row = {"province": "a", "value": 4.0, "z": 3.5, "flag": "outside", "side": "above",
           "first_rank": 1, "last_rank": 4}  # fmt: skip
    inside = row | {"flag": "inside", "z": 0.1, "side": "below"}
    rows = [row, inside, inside | {"side": "above"}]
    said = comparisons.finding(rows, "province", lambda row: "یزد", "رضایت")
    assert said == "از ۳ استان، ۱ در «رضایت» با دیگران فرق دارد: یزد (بالاتر)"
    assert "هیچ‌یک از ۲" in comparisons.finding(rows[1:], "province", str, "رضایت")
    assert funnel_chart.ranks(row) == "۱ تا ۴"
    assert funnel_chart.ranks(row | {"last_rank": 1}) == "۱"


def test_scales_are_tested_by_themselves(visit):
    opened = visit("factor_status", province="IR-09")
    answer = scale_status.ask(open_marts(), HOME, rule="evidence")
    drawn = opened.rows("mean")
    for row in answer.rows:
        assert float(drawn[row["scale"]]) == pytest.approx(row["weighted_mean"], abs=1e-6)
    assert "همهٔ عامل‌ها با هم" in opened.text


def chart(variation_, signals=0, special=0, provisional=False):
    return {"variation": variation_, "signals": signals, "special": special, "latest": 3.0,
            "latest_month": "1404-07", "provisional": provisional}  # fmt: skip


def row(month, code, causes=None):
    return {"month": month, "variation": code, "causes": causes, "value": 3.0, "lower": 2.5,
            "upper": 3.5}  # fmt: skip


def test_the_title_of_a_chart_is_its_finding():
    steady = [row("1404-06", "common_cause"), row("1404-07", "common_cause")]
    said = variation.finding("رضایت", chart("common_cause"), steady, numbers.mean)
    assert said == "رضایت در نوسان معمول خود است: میان ۲٫۵۰ و ۳٫۵۰"
    said = variation.finding("رضایت", chart("common_cause", signals=1), steady, numbers.mean)
    assert "چنان دور نیست" in said
    special = [row("1404-06", "special_concerning", "outside_down"), steady[1]]
    said = variation.finding("رضایت", chart("common_cause", 1, 1), special, numbers.mean)
    assert said == "رضایت در شهریور ۱۴۰۴ از نوسان معمول بیرون است"
    many = [row(f"1404-0{month}", "special_improving") for month in range(1, 8)]
    said = variation.finding("رضایت", chart("special_improving", 7, 7), many, numbers.mean)
    assert "۷ ماه از فروردین ۱۴۰۴ تا مهر ۱۴۰۴" in said
    assert variation.causes(row("1404-07", None, "outside_up shift_up")) == (
        "بالاتر از حد بالا و هفت ماه یا بیشتر پیاپی بالاتر از میانه‌خط"
    )


def test_every_rule_and_variation_has_its_words():
    for rule in SpecialCauses._fields:
        for direction in ("up", "down"):
            assert variation.causes(row("1404-07", None, f"{rule}_{direction}"))
