"""What changed: each test against one computed from the rows, the family against statsmodels."""

import math
import statistics

import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis import what_changed
from analysis.selection import Selection, SelectionError

MONTHS = ("1404-05", "1404-06")


@pytest.fixture
def everything(monkeypatch):
    """List every change that was tested."""
    monkeypatch.setattr(what_changed, "ALPHA", 1 - 1e-12)


def by_hand(rows, branches):
    """Change, se and df of the mean of (branch, month, value): Taylor, branches as clusters."""
    means, z = {}, dict.fromkeys(branches, 0.0)
    for month in MONTHS:
        values = [value for _, m, value in rows if m == month]
        means[month] = statistics.fmean(values)
        sign = 1 if month == MONTHS[1] else -1
        for branch, m, value in rows:
            if m == month:
                z[branch] += sign * (value - means[month]) / len(values)
    centre, size = statistics.fmean(z.values()), len(z)
    variance = size / (size - 1) * sum((value - centre) ** 2 for value in z.values())
    return means[MONTHS[1]] - means[MONTHS[0]], math.sqrt(variance), size - 1


def rows_of(raw, measure, branches):
    if measure in ("overall", "A1"):
        return [(r["branch"], r["month"], r[measure]) for r in raw.short
                if r["branch"] in branches and r[measure] is not None]  # fmt: skip
    if measure == "completion_rate":
        return [(r["branch"], r["month"], float(r["status"] == "completed"))
                for r in raw.log if r["branch"] in branches]  # fmt: skip
    return [(r["branch"], r["month"], float(raw.remote[r["channel"]] == "yes")) for r in raw.log
            if r["branch"] in branches and raw.remote[r["channel"]] != "unknown"]  # fmt: skip


@pytest.mark.parametrize("province", ["IR-09", "IR-29"])
@pytest.mark.parametrize(
    "measure, column",
    [
        ("satisfaction", "overall"),
        ("A1", "A1"),
        ("completion_rate", "completion_rate"),
        ("digital_take_up", "digital_take_up"),
    ],
)
def test_a_change_equals_the_one_from_the_rows(marts, raw, everything, province, measure, column):
    answer = what_changed.ask(marts, Selection(instrument="short"))
    (row,) = [r for r in answer.rows if (r["province"], r["measure"]) == (province, measure)]
    branches = [branch for branch, at in raw.province.items() if at == province]
    rows = rows_of(raw, column, branches)
    change, se, df = by_hand(rows, branches)
    assert (row["change"], row["se"], row["df"]) == pytest.approx((change, se, df))
    assert row["p"] == pytest.approx(2 * stats.t.sf(abs(change / se), df))
    assert row["n_before"] == sum(month == MONTHS[0] for _, month, _ in rows)
    assert row["after"] - row["before"] == pytest.approx(change)
    assert row["before"] == pytest.approx(statistics.fmean(v for _, m, v in rows if m == MONTHS[0]))


def test_the_family_is_everything_that_was_tested(marts, everything):
    answer = what_changed.ask(marts, Selection(instrument="short"))
    assert answer.totals["tested"] == len(answer.rows)
    adjusted = multipletests([row["p"] for row in answer.rows], method="fdr_bh")[1]
    assert [row["p_adjusted"] for row in answer.rows] == pytest.approx(adjusted)
    # IR-28 and IR-07 have one branch each: 8 measures of each cannot be tested.
    assert answer.totals["comparisons"] == answer.totals["tested"] + 16
    assert "some_untested" in [note.code for note in answer.notes]
    assert {row["province"] for row in answer.rows} == {"IR-09", "IR-29", None}


def test_only_what_survives_is_listed(marts):
    answer = what_changed.ask(marts, Selection(instrument="short"))
    assert all(row["p_adjusted"] < 0.05 for row in answer.rows)
    assert answer.totals["surviving"] == len(answer.rows)


def test_a_year_ago_there_was_nothing(marts):
    answer = what_changed.ask(marts, Selection(), compare="same_month_last_year")
    assert answer.rows == []
    assert (answer.totals["before"], answer.totals["after"]) == ("1403-06", "1404-06")
    assert "nothing_to_compare" in [note.code for note in answer.notes]


def test_suppressed_cells_are_not_tested(marts, raw, everything):
    selection = Selection(
        instrument="short", channels="kiosk", services="history", customer_groups="employer"
    )
    answer = what_changed.ask(marts, selection)
    assert answer.totals["suppressed"] > 0
    for row in answer.rows:
        if row["kind"] != "channel":
            assert min(row["n_before"], row["n_after"]) >= 5


def test_months_before_the_selection_are_compared_with(marts):
    late = what_changed.ask(marts, Selection(first_month="1404-06"))
    assert late.totals == what_changed.ask(marts, Selection()).totals


def test_what_to_compare_with_must_be_known(marts):
    with pytest.raises(SelectionError, match="closest: previous_month"):
        what_changed.ask(marts, Selection(), compare="previous_mnth")
