"""Comparison: values from the rows, limits of the exact binomial, ranks, suppression."""

import math
import statistics

import pytest
from scipy import stats

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


def test_means_of_provinces_as_drawn_one_by_one(marts, raw):
    answer = comparison.ask(marts, Selection(instrument="short"), target=6.0, design="simple")
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


def design_of(of, province):
    """Common design effect, its df, and the pooled deviation within provinces, from the rows.

    of: branch → its answers. Taylor: V = k/(k − 1)·Σz², z = (Σy − m·mean)/n, Σz = 0.
    """
    deff, df, spread, answers = 0.0, 0, 0.0, 0
    for unit in set(province.values()):
        own = {branch: of[branch] for branch in of if province[branch] == unit}
        values = [value for part in own.values() for value in part]
        n, k, mean = len(values), len(own), statistics.fmean(values)
        spread += (n - 1) * statistics.variance(values)
        answers += n - 1
        if k > 1:
            z = [sum(value - mean for value in part) / n for part in own.values()]
            variance = k / (k - 1) * sum(each**2 for each in z)
            deff += (k - 1) * variance / (statistics.variance(values) / n)
            df += k - 1
    return deff / df, df, math.sqrt(spread / answers)


def test_limits_and_ranks_of_provinces_rest_on_their_branches(marts, raw):
    of = {}
    for row in raw.short:
        if row["overall"] is not None:
            of.setdefault(row["branch"], []).append(row["overall"])
    deff, df, inside = design_of(of, raw.province)
    deff = max(deff, 1)
    answer = comparison.ask(marts, Selection(instrument="short"))
    # Two provinces of a few branches tell of design effects, and two of one branch do not.
    assert (answer.totals["deff"], answer.totals["clustered"]) == (pytest.approx(deff), True)
    assert ("clustered" in [note.code for note in answer.notes]) and df == 5
    units = {row["province"]: row for row in answer.rows}
    values = {u: [v for b in of if raw.province[b] == u for v in of[b]] for u in units}
    target = statistics.fmean(v for own in values.values() for v in own)
    assert answer.totals["target"] == pytest.approx(target)
    se = {u: inside * math.sqrt(deff / len(own)) for u, own in values.items()}
    width = math.sqrt(1 + answer.totals["tau"] ** 2 / se["IR-09"] ** 2)
    for level, name in ((0.95, "95"), (0.998, "998")):
        half = stats.t.ppf((1 + level) / 2, 5) * se["IR-09"] * width
        expected = max(1, target - half), min(10, target + half)
        found = units["IR-09"][f"lower_{name}"], units["IR-09"][f"upper_{name}"]
        assert found == pytest.approx(expected, rel=1e-8)
    q = stats.studentized_range.ppf(0.95, 4, 5) / math.sqrt(2)
    for unit, row in units.items():
        assert row["n_effective"] == pytest.approx(len(values[unit]) / deff)
        apart = [
            (statistics.fmean(values[other]) - row["value"]) / math.hypot(se[unit], se[other])
            for other in units
            if other != unit
        ]
        assert row["first_rank"] == 1 + sum(t > q for t in apart)
        assert row["last_rank"] == 4 - sum(t < -q for t in apart)


# Every branch of one mind: deff = (n − 1)/(k − 1), here 39/3 and 26/2, in both provinces 13.
OF_ONE_MIND = {"N1": [4] * 10, "N2": [5] * 10, "N3": [6] * 10, "N4": [5] * 10} | {
    "S1": [4] * 9, "S2": [5] * 9, "S3": [6] * 9,
}  # fmt: skip


def test_branches_of_one_mind_widen_the_funnel_by_a_known_factor(surveyed):
    sheets = [{"branch": b, "overall": value} for b, own in OF_ONE_MIND.items() for value in own]
    marts = surveyed(sheets)
    survey, simple = (
        comparison.ask(marts, Selection(), design=design) for design in ("survey", "simple")
    )
    assert (survey.totals["deff"], simple.totals["deff"]) == (pytest.approx(13), 1)
    assert not survey.totals["overdispersed"] and not simple.totals["clustered"]
    factor = math.sqrt(13) * stats.t.ppf(0.975, 5) / stats.norm.ppf(0.975)
    for wide, narrow in zip(survey.rows, simple.rows, strict=True):
        assert wide["n_effective"] == pytest.approx(wide["n"] / 13)
        width = wide["upper_95"] - wide["lower_95"], narrow["upper_95"] - narrow["lower_95"]
        assert width[0] / width[1] == pytest.approx(factor)


def test_shares_of_a_province_have_exact_limits_of_effective_requests(marts, raw):
    answer = comparison.ask(marts, Selection(), measure="completion_rate")
    of = {}
    for row in raw.log:
        of.setdefault(row["branch"], []).append(float(row["status"] == "completed"))
    deff, df, _ = design_of(of, raw.province)
    deff = max(deff, 1)
    units = {unit: [v for b in of if raw.province[b] == unit for v in of[b]]
             for unit in sorted(set(raw.province.values()))}  # fmt: skip
    n = [len(own) / deff for own in units.values()]
    count = [sum(own) / deff for own in units.values()]
    funnel = share_funnel(count, n, df=df)
    for place, row in enumerate(answer.rows):
        assert row["n_effective"] == pytest.approx(n[place])
        assert row["lower_95"] == pytest.approx(funnel.inner.lower[place])
        assert row["upper_998"] == pytest.approx(funnel.outer.upper[place])
        assert row["z"] == pytest.approx(funnel.z[place])


def test_branches_are_not_clustered_whatever_the_design(marts):
    survey, simple = (
        comparison.ask(marts, Selection(provinces="IR-09"), measure="completion_rate", design=d)
        for d in ("survey", "simple")
    )
    assert survey.rows == simple.rows
    assert (survey.totals["clustered"], survey.totals["deff"]) == (False, 1)


def test_a_target_off_the_scale_is_refused(marts):
    said = "target: '11' is not on the scale, which goes from 1 to 10"
    with pytest.raises(SelectionError, match=said):
        comparison.ask(marts, Selection(instrument="short"), target=11.0)


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
