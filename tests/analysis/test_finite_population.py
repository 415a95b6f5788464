"""Finite populations: what is left of an error by hand, and where nothing may be taken off it."""

import math
from statistics import fmean, variance

import pytest

from analysis import factor_status, satisfaction_trends, scale_status
from analysis.selection import Selection

SHEETS = {"S1": [3, 4, 5, 5], "S2": [2, 3, 3, 2, 1], "S3": [4, 4, 5]}  # all branches of IR-29
MONTH, BEFORE = "1404-06", "1404-05"


def sheets_of(answers, **fields):
    return [
        {"branch": branch, "A1": value, "overall": value} | fields
        for branch, values in answers.items()
        for value in values
    ]


def ask(marts, by=(), **fields):
    answer = factor_status.ask(marts, Selection(instrument="short", **fields), by, "evidence")
    return answer, [row for row in answer.rows if row["item"] == "A1"]


def by_hand(answers, branches, customers):
    """se of the mean: V1 = (1 − n/N)·n/(n−1)·Σ(z_c − z̄)²; V2 = n/N·(1 − m/M)·Σ m·s²/n²."""
    values = [value for own in answers.values() for value in own]
    size, k = len(values), len(answers)
    z = [sum(value - fmean(values) for value in own) / size for own in answers.values()]
    reached = customers * k / branches
    between = (1 - k / branches) * k * variance(z)
    within = sum(len(own) * variance(own) for own in answers.values()) / size**2
    return math.sqrt(between + k / branches * (1 - size / reached) * within)


@pytest.mark.parametrize("customers", [12, 24, 1_000_000])
def test_all_branches_of_a_province_leave_the_customers_who_were_not_asked(surveyed, customers):
    marts = surveyed(sheets_of(SHEETS), waves={(MONTH, "IR-29"): customers})
    answer, (row,) = ask(marts)
    assert answer.totals["finite_population"] == "applied"
    assert [note.values for note in answer.notes if note.code == "finite_population"] == [
        {"strata": 1, "of": 1}
    ]
    assert row["se_design"] == pytest.approx(by_hand(SHEETS, 3, customers), rel=1e-8, abs=1e-12)
    assert row["df_design"] == 2
    # Everybody was asked: the mean is known.
    assert (row["se_design"] == 0) == (customers == 12)


def test_some_branches_leave_both_errors(surveyed):
    some = {"N1": SHEETS["S1"], "N2": SHEETS["S2"]}  # of four
    marts = surveyed(sheets_of(some), waves={(MONTH, "IR-09"): 60})
    _, (row,) = ask(marts)
    assert row["se_design"] == pytest.approx(by_hand(some, 4, 60), rel=1e-8)
    trends = satisfaction_trends.ask(marts, Selection(), ())
    assert trends.totals["se_design"] == pytest.approx(by_hand(some, 4, 60), rel=1e-8)
    assert trends.totals["finite_population"] == "applied"


def test_branches_one_by_one_are_corrected_for_their_customers(surveyed):
    marts = surveyed(sheets_of(SHEETS), waves={(MONTH, "IR-29"): 24})
    for by, fields in (("branch",), {}), ((), {"branches": "S2"}):
        row = next(r for r in ask(marts, by, **fields)[1] if r.get("branch", "S2") == "S2")
        own = SHEETS["S2"]
        assert row["se_design"] == pytest.approx(math.sqrt(variance(own) / len(own) / 2), rel=1e-8)


TWO_MONTHS = [*sheets_of(SHEETS), *sheets_of(SHEETS, answered_on="1404-05-10")]


@pytest.mark.parametrize(
    "waves",
    [
        {(MONTH, "IR-29"): 1000},  # nobody knows how many customers there were the month before
        {(MONTH, "IR-29"): 10, (BEFORE, "IR-29"): 10},  # fewer customers than sheets
        {(MONTH, "IR-09"): 1000},  # of another province
        None,
    ],
)
def test_a_population_that_is_not_known_is_none(surveyed, waves):
    answer, (row,) = ask(surveyed(TWO_MONTHS, waves=waves))
    doubled = {branch: own * 2 for branch, own in SHEETS.items()}
    z = [sum(v - 41 / 12 for v in own) / 24 for own in doubled.values()]
    assert row["se_design"] == pytest.approx(math.sqrt(3 * variance(z)), rel=1e-8)
    assert answer.totals["finite_population"] == "not applied"
    assert "finite_population" not in [note.code for note in answer.notes]


def test_each_month_has_the_population_of_its_own_wave(surveyed):
    marts = surveyed(TWO_MONTHS, waves={(MONTH, "IR-29"): 24})
    answer, rows = ask(marts, ("month",))
    assert answer.totals["finite_population"] == "in part"
    known = {row["month"]: row["se_design"] for row in rows}
    assert known[MONTH] == pytest.approx(by_hand(SHEETS, 3, 24), rel=1e-8)
    z = [sum(v - 41 / 12 for v in own) / 12 for own in SHEETS.values()]
    assert known[BEFORE] == pytest.approx(math.sqrt(3 * variance(z)), rel=1e-8)


def test_of_several_provinces_each_has_its_own(surveyed):
    both = {**SHEETS, "N1": [3, 4, 4], "N2": [5, 5, 4], "K1": [2, 3, 2]}
    waves = {(MONTH, "IR-29"): 12 * 500, (MONTH, "IR-28"): 3 * 500}
    answer, _ = ask(surveyed(sheets_of(both), waves=waves))
    assert answer.totals["finite_population"] == "in part"
    assert [n.values for n in answer.notes if n.code == "finite_population"] == [
        {"strata": 2, "of": 3}
    ]


def test_a_branch_in_every_province_makes_one_stratum_with_all_their_branches(surveyed):
    lone = {"N1": [3, 4, 4, 5], "S1": [5, 5, 4], "K1": [2, 3, 2]}
    open_ = {"N1": 4, "S1": 3, "K1": 1}
    province = {"N1": "IR-09", "S1": "IR-29", "K1": "IR-28"}
    # As many customers as sheets, so that raking leaves the weights alone.
    waves = {(MONTH, province[branch]): 100 * len(own) for branch, own in lone.items()}
    answer, (row,) = ask(surveyed(sheets_of(lone), waves=waves))
    assert answer.totals["finite_population"] == "applied"
    z = [sum(value - 3.7 for value in own) / 10 for own in lone.values()]
    within = [
        (1 - open_[branch] / 100) * len(own) * variance(own) / 100 for branch, own in lone.items()
    ]
    expected = (1 - 3 / 8) * 3 * variance(z) + 3 / 8 * sum(within)
    assert row["se_design"] == pytest.approx(math.sqrt(expected), rel=1e-8)


def test_answers_drawn_one_by_one_have_no_end(surveyed):
    marts = surveyed(sheets_of(SHEETS), waves={(MONTH, "IR-29"): 12})
    for question in (factor_status, scale_status, satisfaction_trends):
        answer = question.ask(marts, Selection(), design="simple")
        assert answer.totals["finite_population"] == "not applied"
    values = [value for own in SHEETS.values() for value in own]
    row = factor_status.ask(marts, Selection(), design="simple").rows[0]
    assert row["se_design"] == pytest.approx(math.sqrt(variance(values) / 12), rel=1e-8)


def test_a_change_is_asked_of_the_process(surveyed):
    after = {branch: [v - 1 for v in own[:-1]] + [2] for branch, own in SHEETS.items()}
    sheets = [*sheets_of(SHEETS, answered_on="1404-05-10"), *sheets_of(after)]
    waves = {(month, "IR-29"): 12 for month in (BEFORE, MONTH)}
    change = satisfaction_trends.ask(surveyed(sheets, waves=waves), Selection(), ("month",))
    assert change.rows[0]["se_design"] == 0
    assert change.totals["change"]["p"] is not None
