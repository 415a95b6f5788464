"""One factor against plain Python, scipy and statsmodels on the raw answer sheets."""

import random
import statistics
from collections import Counter
from dataclasses import replace

import pytest
from scipy import stats
from statsmodels.stats.weightstats import DescrStatsW

from analysis import comparison, factor_status, one_factor
from analysis.selection import Selection, SelectionError

SHORT = Selection(instrument="short")


def answers(sheets, column="A2", **where):
    chosen = (s for s in sheets if all(s[key] == value for key, value in where.items()))
    return [sheet[column] for sheet in chosen if sheet[column] is not None]


def test_every_level_of_the_answers_is_counted(marts, raw):
    answer = one_factor.ask(marts, SHORT, factor="A2")
    counted = Counter(answers(raw.short))
    assert {row["answer"]: row["n"] for row in answer.rows} == counted
    assert {row["answer"]: row["share"] for row in answer.rows} == pytest.approx(
        {level: n / counted.total() for level, n in counted.items()}
    )  # nobody carries a weight here
    assert answer.n == answer.totals["n"] == counted.total()


def test_shares_of_the_levels_are_weighted_like_the_mean(surveyed):
    chance = random.Random(3)
    sheets = [
        {"branch": "N1", "A1": chance.randint(1, 5), "weight": chance.choice([0.5, 1, 4])}
        for _ in range(200)
    ]
    answer = one_factor.ask(surveyed(sheets, weighted=True), SHORT, factor="A1")
    expected = DescrStatsW([s["A1"] for s in sheets], weights=[s["weight"] for s in sheets])
    weight = sum(sheet["weight"] for sheet in sheets)
    for row in answer.rows:
        own = [sheet["weight"] for sheet in sheets if sheet["A1"] == row["answer"]]
        assert (row["n"], row["share"]) == (len(own), pytest.approx(sum(own) / weight))
    mean = sum(row["share"] * row["answer"] for row in answer.rows)
    assert mean == pytest.approx(expected.mean) == pytest.approx(answer.totals["weighted_mean"])


def test_a_level_that_nobody_chose_is_there(surveyed):
    sheets = [{"branch": "N1", "A1": level} for level in (2, 3, 5) for _ in range(6)]
    rows = one_factor.ask(surveyed(sheets), SHORT, factor="A1").rows
    assert [(row["answer"], row["n"]) for row in rows] == [(1, 0), (2, 6), (3, 6), (4, 0), (5, 6)]


@pytest.mark.parametrize("by", ["month", "channel", "service", "customer_group", "branch"])
def test_groups_against_scipy(marts, raw, by):
    answer = one_factor.ask(marts, SHORT, by=(by,), factor="A2")
    shown = [row for row in answer.rows if not row["suppressed"]]
    assert len(shown) >= 2
    for row in shown:
        values = answers(raw.short, **{by: row[by]})
        assert row["n"] == len(values)
        assert row["mean"] == pytest.approx(statistics.fmean(values))
        interval = stats.ttest_1samp(values, 0).confidence_interval(0.95)
        assert (row["ci_low"], row["ci_high"]) == pytest.approx(tuple(interval))
    assert sum(row["n"] for row in shown) == len(answers(raw.short))


@pytest.mark.parametrize("by", [(), ("month",), ("channel",), ("customer_group",)])
def test_one_factor_is_the_same_as_among_all(marts, by):
    """By month every month is a sample of its own, here as there."""
    selection = Selection(instrument="short", provinces="IR-09")
    among = [r for r in factor_status.ask(marts, selection, by).rows if r["item"] == "A3"]
    alone = one_factor.ask(marts, selection, by, factor="A3")
    rows = alone.rows if by else [alone.totals]
    for one, other in zip(rows, among, strict=True):
        for figure in ("n", "mean", "weighted_mean", "se_design", "df_design", "deff"):
            assert one[figure] == pytest.approx(other[figure]), figure


def test_the_published_values_stand_beside(marts):
    totals = one_factor.ask(marts, SHORT, factor="A1").totals
    published = [totals[f"published_{name}"] for name in ("mean", "sd", "t", "p", "status")]
    assert published == [3.4, 0.94, 1.99, 0.048, "favourable"]
    assert one_factor.ask(marts, SHORT, factor="A4").totals["published_mean"] is None


def months(*means):
    """Twenty sheets a month around each mean, in months that follow each other."""
    return [
        {"branch": branch, "answered_on": f"1404-{month:02d}-10", "A1": mean + shift}
        for month, mean in enumerate(means, start=1)
        for branch in ("N1", "N2")
        for shift in (-1, 0, 0, 0, 1)
    ]


@pytest.mark.parametrize(
    ("means", "target", "side", "month", "count"),
    [
        ((4, 2, 2, 2), None, "below", "1404-02", 3),
        ((2, 4, 2, 4), None, "above", "1404-04", 1),
        ((4, 4, 4), None, "above", "1404-01", 3),
        ((4, 4, 4), 4.5, "below", "1404-01", 3),
    ],
)
def test_since_when(surveyed, means, target, side, month, count):
    answer = one_factor.ask(
        surveyed(months(*means)), SHORT, by=("month",), factor="A1", target=target
    )
    found = {"side": side, "month": month, "months": count}
    assert answer.totals["since"] == found | {"at_least": count == len(means)}


def test_since_when_looks_back_beyond_the_months_asked_for(surveyed):
    """A filter of two months once made a factor unfavourable since the first of them."""
    marts = surveyed(months(4, 2, 2, 2))
    asked = replace(SHORT, first_month="1404-03")
    answer = one_factor.ask(marts, asked, by=("month",), factor="A1")
    assert len(answer.rows) == 2
    assert answer.totals["since"] == {
        "side": "below", "month": "1404-02", "months": 3, "at_least": False,
    }  # fmt: skip


def test_the_change_from_first_to_last_month(surveyed):
    answer = one_factor.ask(surveyed(months(4, 3, 2)), SHORT, by=("month",), factor="A1")
    change = answer.totals["change"]
    assert (change["first"], change["last"]) == ("1404-01", "1404-03")
    assert change["difference"] == pytest.approx(-2)


# `tiny` of conftest has a case for each rule of small numbers.


@pytest.mark.parametrize("factor", ["q1", "q2"])
@pytest.mark.parametrize("by", ["branch", "province", "channel"])
def test_what_is_hidden_among_all_factors_is_hidden_of_one(marts, factor, by):
    """Else the two answers together would give away whom each of them hides."""
    selection = Selection(instrument="tiny", battery="value")
    among = factor_status.ask(marts, selection, by=(by,)).rows
    alone = one_factor.ask(marts, selection, by=(by,), factor=factor).rows
    funnel = comparison.ask(marts, selection, by=(by,), factor=factor).rows
    expected = {row[by]: row["suppressed"] for row in among if row["item"] == factor}
    assert any(expected.values()) or by == "channel"
    for rows in (alone, funnel):
        assert {row[by]: row["suppressed"] for row in rows} == expected
        assert all((row["n"] is None) == row["suppressed"] for row in rows)


@pytest.mark.parametrize(
    "fields",
    [
        {"provinces": "IR-28"},  # 3 respondents
        {"provinces": ["IR-07", "IR-09", "IR-29"]},  # the country has 3 more: IR-28
        {"branches": "T1", "channels": "web_portal"},  # T1 has 2 more on another channel
        {"branches": "N2", "battery": "value"},  # 3 of 9 answered this factor
        {"branches": ["N1", "N3", "N4"], "battery": "value"},  # of those left out 3 did
    ],
)
@pytest.mark.parametrize("by", [(), ("month",), ("channel",)])
def test_nothing_is_shown(marts, fields, by):
    answer = one_factor.ask(marts, Selection(instrument="tiny", **fields), by, factor="q2")
    assert answer.n is None
    assert answer.totals["mean"] is answer.totals["n"] is answer.totals["since"] is None
    assert all(row["suppressed"] and row["n"] is None for row in answer.rows)
    assert not [row for row in answer.rows if row.get("share") or row.get("mean")]


def test_levels_are_shown_all_or_none(surveyed):
    """Three answers of 4: with n, mean and deviation they would follow from the other levels."""
    sheets = [{"branch": "N1", "A1": level} for level in (1, 2, 3, 5) for _ in range(9)]
    marts = surveyed([*sheets, *({"branch": "N1", "A1": 4} for _ in range(3))])
    answer = one_factor.ask(marts, SHORT, factor="A1")
    assert all(row["suppressed"] and row["n"] is row["share"] is None for row in answer.rows)
    assert "levels_suppressed" in [note.code for note in answer.notes]
    assert answer.totals["mean"] is not None


def test_levels_that_would_follow_from_those_without_a_filter(surveyed):
    kept = [{"branch": "N1", "channel": "kiosk", "A1": level} for level in (1, 5) for _ in range(9)]
    others = [{"branch": "N1", "channel": "web_portal", "A1": 5} for _ in range(20)]
    others += [{"branch": "N1", "channel": "web_portal", "A1": 1} for _ in range(2)]
    marts = surveyed(kept + others)
    answer = one_factor.ask(marts, Selection(instrument="short", channels="kiosk"), factor="A1")
    assert all(row["suppressed"] for row in answer.rows)
    assert answer.totals["n"] == 18


def test_an_empty_selection(marts):
    nothing = Selection(instrument="short", first_month="1399-01", last_month="1399-01")
    for by in ((), ("month",), ("channel",)):
        answer = one_factor.ask(marts, nothing, by, factor="A1")
        assert (answer.n, answer.rows) == (0, [])


def test_the_first_of_the_questionnaire_where_none_was_asked_for(marts):
    answer = one_factor.ask(marts, SHORT)
    assert answer.totals["item"] == "A1"
    assert [note.code for note in answer.notes] == ["factor_chosen"]


@pytest.mark.parametrize("code", ["R12", "", "overall"])
def test_a_factor_that_the_questionnaire_has_not(marts, code):
    for question in (one_factor, comparison):
        with pytest.raises(SelectionError, match="is not a factor of short; closest: "):
            question.ask(marts, SHORT, factor=code)


def test_branches_of_one_factor_in_a_funnel(marts, raw):
    selection = Selection(instrument="short", provinces="IR-09")
    answer = comparison.ask(marts, selection, factor="A2")
    assert [row["branch"] for row in answer.rows] == ["N1", "N2", "N3", "N4"]
    for row in answer.rows:
        assert row["value"] == pytest.approx(statistics.fmean(answers(raw.short, **_of(row))))
    inside = [v for b in ("N1", "N2", "N3", "N4") for v in answers(raw.short, branch=b)]
    assert answer.totals["target"] == pytest.approx(statistics.fmean(inside))
    assert (answer.totals["measure"], answer.totals["title_en"]) == ("A2", "Item A2")


def _of(row):
    return {"branch": row["branch"]}
