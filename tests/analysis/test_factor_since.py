"""Since when factors lie on one side, against plain Python on the raw answer sheets."""

import statistics

import pytest

from analysis import factor_since, one_factor
from analysis.factor_since import last_side
from analysis.selection import Selection, SelectionError

SHORT = Selection(instrument="short")


def test_every_factor_from_the_means_of_its_months(marts, raw):
    answer = factor_since.ask(marts, SHORT)
    assert [row["item"] for row in answer.rows] == ["A1", "A2", "A3", "A4"]
    months = sorted({sheet["month"] for sheet in raw.short})
    for row in answer.rows:
        means = []
        for month in months:
            given = [s[row["item"]] for s in raw.short if s["month"] == month]
            means.append(statistics.fmean(y for y in given if y is not None))
        above = [mean > answer.totals["reference"] for mean in means]
        count = next((i for i, side in enumerate(above[::-1]) if side != above[-1]), len(above))
        assert row["side"] == ("above" if above[-1] else "below")
        assert (row["month"], row["months"]) == (months[-count], count)
        assert row["at_least"] == (count == len(months))


@pytest.mark.parametrize("target", [None, 4.0])
@pytest.mark.parametrize("first", [None, "1404-06"])  # months before the first count all the same
def test_one_factor_says_the_same(marts, first, target):
    selection = Selection(instrument="short", first_month=first)
    for row in factor_since.ask(marts, selection, target=target).rows:
        opened = one_factor.ask(marts, selection, ("month",), row["item"], target)
        assert opened.totals["since"] == {key: row[key] for key in factor_since.FIGURES}


def test_a_month_of_few_respondents_neither_breaks_a_row_nor_counts(surveyed):
    def sheets(month, level, count):
        return [{"branch": "N1", "answered_on": f"{month}-10", "A1": level}] * count

    few = sheets("1404-05", 5, 3)
    shown = [sheet for month in ("03", "04", "06") for sheet in sheets(f"1404-{month}", 2, 8)]
    row = factor_since.ask(surveyed(shown + few), SHORT).rows[0]
    # Of the others one is hidden too, or the few would follow from the whole
    assert (row["side"], row["months"], row["at_least"]) == ("below", 2, True)


def test_a_mean_on_the_reference_is_not_above_it():
    months = [{"month": "1404-05", "mean": 3.1}, {"month": "1404-06", "mean": 3.0}]
    assert last_side(months, 3) == {
        "side": "below", "month": "1404-06", "months": 1, "at_least": False
    }  # fmt: skip


def test_nobody_answered_and_no_groups(marts):
    nothing = factor_since.ask(marts, Selection(instrument="short", last_month="1399-01"))
    assert nothing.n == 0 and all(row["side"] is None for row in nothing.rows)
    with pytest.raises(SelectionError, match="not for factors of the whole selection"):
        factor_since.ask(marts, SHORT, by=("province",))
