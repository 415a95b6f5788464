"""Comparison: values from the rows, limits of the exact binomial, ranks, suppression."""

import statistics

import pytest

from analysis import comparison
from analysis.selection import Selection, SelectionError
from analysis.statistics.funnel import mean_funnel, share_funnel


def test_shares_of_branches_against_the_exact_limits(marts, raw):
    answer = comparison.ask(marts, Selection(provinces="IR-09"), measure="completion_rate")
    branches = [row["branch"] for row in answer.rows]
    assert branches == ["N1", "N2", "N3", "N4"]
    of = {b: [r["status"] == "completed" for r in raw.log if r["branch"] == b] for b in branches}
    funnel = share_funnel([sum(of[b]) for b in branches], [len(of[b]) for b in branches])
    for place, row in enumerate(answer.rows):
        assert row["n"] == len(of[row["branch"]])
        assert row["value"] == pytest.approx(statistics.fmean(of[row["branch"]]))
        assert row["lower_95"] == pytest.approx(funnel.inner.lower[place])
        assert row["upper_998"] == pytest.approx(funnel.outer.upper[place])
        assert row["flag"] == funnel.flag[place]
        assert 1 <= row["first_rank"] <= row["last_rank"] <= 4
    assert answer.totals["target"] == pytest.approx(sum(map(sum, of.values())) / answer.n)
    assert (answer.totals["by"], answer.totals["units"]) == ("branch", 4)


def test_means_of_provinces(marts, raw):
    answer = comparison.ask(marts, Selection(instrument="short"), target=6.0)
    of = {}
    for row in raw.short:
        if row["overall"] is not None:
            of.setdefault(raw.province[row["branch"]], []).append(row["overall"])
    units = sorted(of)
    assert [row["province"] for row in answer.rows] == units
    n, mean, var = ([f(of[u]) for u in units] for f in (len, statistics.fmean, statistics.variance))
    inside = (sum((k - 1) * v for k, v in zip(n, var, strict=True)) / (sum(n) - len(n))) ** 0.5
    funnel = mean_funnel(n, mean, inside, 6.0, bounds=(1, 10))
    for place, row in enumerate(answer.rows):
        assert row["value"] == pytest.approx(mean[place])
        assert row["lower_95"] == pytest.approx(funnel.inner.lower[place])
        assert row["z"] == pytest.approx(funnel.z[place])
        assert row["n_effective"] == pytest.approx(n[place])
    assert (answer.totals["target"], answer.totals["target_given"]) == (6.0, True)
    assert ("overdispersed" in [note.code for note in answer.notes]) == (funnel.tau_squared > 0)


def test_the_share_of_favourable_answers(marts, raw):
    answer = comparison.ask(marts, Selection(instrument="short"), measure="favourable_share")
    (row,) = [row for row in answer.rows if row["province"] == "IR-29"]
    own = [r["overall"] > 5 for r in raw.short
           if raw.province[r["branch"]] == "IR-29" and r["overall"] is not None]  # fmt: skip
    assert (row["n"], row["value"]) == (len(own), pytest.approx(statistics.fmean(own)))


def test_small_branches_are_not_shown_and_count_for_nothing(marts):
    answer = comparison.ask(marts, Selection(instrument="tiny", provinces="IR-29"))
    hidden = [row for row in answer.rows if row["suppressed"]]
    assert {row["branch"] for row in hidden} == {"S1", "S3"}
    for row in hidden:
        figures = set(row) - {"branch", "suppressed", "weak"}
        assert all(row[name] is None for name in figures)
    assert answer.totals["units"] == 1


def test_an_unknown_measure_is_refused(marts):
    with pytest.raises(SelectionError, match="closest: satisfaction"):
        comparison.ask(marts, Selection(), measure="satisfactoin")
