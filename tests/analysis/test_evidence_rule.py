"""The status that a methodologist would sign: adjusted tests against statsmodels, on the sample."""

import math
from datetime import date

import numpy as np
import polars as pl
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.power import TTestPower

from analysis import factor_status, scale_status
from analysis.marts import Reader, open_marts
from analysis.selection import Selection, SelectionError
from analysis.statistics.status import SIZES

WAVE = Selection(provinces="IR-09", first_month="1404-05", last_month="1404-05")
ONE_CHANNEL = Selection(region="khorasans", channels="mobile_app")
METHOD = {"bh": "fdr_bh", "holm": "holm"}
NEW = {
    "status", "weighted_mean", "se_design", "df_design", "t_design", "p_two_sided", "p_adjusted",
    "interval_low", "interval_high", "deff", "n_effective", "effect_word", "further_answers",
    "further_more",
}  # fmt: skip


@pytest.fixture
def marts(sample_data):
    return open_marts(Reader("evidence"))


def by_hand(sheets, item, open_branches, customers):
    """Mean, se and df from the definition: two stages within one stratum, by plain numpy."""
    known = sheets.select("branch", y=item)
    mean, n = known["y"].mean(), known["y"].count()
    z = known.select("branch", z=((pl.col("y") - mean) / n).fill_null(0))
    parts = [part["z"].to_numpy() for part in z.partition_by("branch")]
    sums, sampled = np.array([part.sum() for part in parts]), len(parts)
    within = sum(part.size * part.var(ddof=1) if part.size > 1 else part[0] ** 2 for part in parts)
    share = sampled / open_branches
    asked = sheets.height / (customers * share)
    variance = (1 - share) * sampled * sums.var(ddof=1) + share * (1 - asked) * within
    return mean, math.sqrt(variance), known.drop_nulls()["branch"].n_unique() - 1


def population_of_the_wave(warehouse) -> tuple[int, int]:
    """Branches of IR-09 that were open in Mordad 1404, and their customers."""
    branches = pl.read_csv(warehouse / "reference/branches.csv", try_parse_dates=True)
    open_ = branches.filter(
        pl.col("province") == "IR-09",
        pl.col("opened") <= date(2025, 8, 22),
        (pl.col("closed") >= date(2025, 7, 23)).fill_null(True),
    )
    (wave,) = warehouse.glob("inbox/survey_wave_1404-05.csv")
    waves = pl.read_csv(wave).filter(pl.col("province") == "IR-09")
    return open_.height, waves["population"].sum()


def test_the_published_wave_by_both_rules_and_an_independent_route(marts, warehouse):
    loads = warehouse.glob("warehouse/loads/*/accepted.parquet")
    survey = [path for path in loads if "R1" in pl.read_parquet_schema(path)]
    sheets = pl.concat([pl.read_parquet(path) for path in survey], how="diagonal_relaxed")
    sheets = sheets.filter(province="IR-09", month="1404-05")
    answer = factor_status.ask(marts, WAVE, rule="evidence")
    population = population_of_the_wave(warehouse)
    figures = np.array([by_hand(sheets, row["item"], *population) for row in answer.rows])
    mean, se, df = figures.T
    p = 2 * stats.t.sf(np.abs(mean - 3) / se, df)
    decided = multipletests(p, 0.05, "fdr_bh")[0]
    counts = (decided & (mean > 3)).sum(), (decided & (mean < 3)).sum(), (~decided).sum()
    totals = answer.totals
    found = [totals[name] for name in ("favourable", "unfavourable", "undetermined")]
    assert found == list(counts)
    assert counts[2] > 0  # the rule does hold back where the study decides
    assert [totals[f"{name}_study"] for name in ("favourable", "unfavourable")] == [23, 19]
    assert [row["p_two_sided"] for row in answer.rows] == pytest.approx(p, rel=1e-8)


@pytest.mark.parametrize("selection", [WAVE, ONE_CHANNEL])
@pytest.mark.parametrize("adjust", ["bh", "holm"])
@pytest.mark.parametrize("question", [factor_status, scale_status])
def test_adjustment_equals_statsmodels(marts, question, adjust, selection):
    rows = question.ask(marts, selection, rule="evidence", adjust=adjust).rows
    selected, adjusted, *_ = multipletests(
        [row["p_two_sided"] for row in rows], 0.05, METHOD[adjust]
    )
    assert [row["p_adjusted"] for row in rows] == pytest.approx(adjusted, rel=1e-10)
    assert [row["status"] != "undetermined" for row in rows] == selected.tolist()


@pytest.mark.parametrize("adjust", ["bh", "holm", "none"])
@pytest.mark.parametrize("design", ["survey", "simple"])
@pytest.mark.parametrize("target", [None, 3.4])
@pytest.mark.parametrize("by", [(), ("channel",)])
def test_intervals_agree_with_decisions(marts, adjust, design, target, by):
    answer = factor_status.ask(
        marts, WAVE, by, rule="evidence", adjust=adjust, design=design, target=target
    )
    reference = answer.totals["reference"]
    assert reference == (target or 3)
    assert len({row["status"] for row in answer.rows}) >= 3
    for row in answer.rows:
        if row["status"] is not None:
            low, high = row["interval_low"], row["interval_high"]
            expected = "favourable" if low > reference else "undetermined"
            assert row["status"] == ("unfavourable" if high < reference else expected)


def test_each_group_is_a_family(marts):
    answer = factor_status.ask(marts, Selection(), ("province", "month"), rule="evidence")
    groups = {}
    for row in answer.rows:
        groups.setdefault((row["province"], row["month"]), []).append(row)
    assert len(groups) == 31 * 3
    for rows in list(groups.values())[::10]:
        tests = [(row["p_two_sided"], row["p_adjusted"]) for row in rows if row["p_two_sided"]]
        p, adjusted = zip(*tests, strict=True)
        assert adjusted == pytest.approx(multipletests(p, method="fdr_bh")[1], rel=1e-10)


def test_the_study_stays_what_it_was(marts):
    study = factor_status.ask(marts, WAVE)
    evidence = factor_status.ask(marts, WAVE, rule="evidence", adjust="holm", design="simple")
    for row, other in zip(study.rows, evidence.rows, strict=True):
        old = set(row) - NEW
        assert {key: row[key] for key in old} == {key: other[key] for key in old}
        assert row["status"] == row["status_study"] == other["status_study"]
    assert study.totals["favourable"] == study.totals["favourable_study"] == 23
    assert study.totals["undetermined"] == 0
    assert {"rule": "study", "adjust": "bh", "design": "survey", "target": None}.items() <= (
        study.totals.items()
    )


def test_simple_design_is_the_study_s_two_sided(marts):
    for row in factor_status.ask(marts, WAVE, rule="evidence", design="simple").rows:
        assert row["se_design"] == pytest.approx(row["se"], rel=1e-10)
        assert row["t_design"] == pytest.approx(row["t"], rel=1e-9)
        assert row["p_two_sided"] == pytest.approx(2 * min(row["p"], 1 - row["p"]), rel=1e-6)
        assert (row["df_design"], row["deff"]) == (row["df"], 1)
        assert row["weighted_mean"] == pytest.approx(row["mean"], rel=1e-12)  # no weights


def test_a_target_takes_the_place_of_the_reference_in_every_test(marts):
    low = factor_status.ask(marts, WAVE, rule="evidence", target=1.5).totals
    high = factor_status.ask(marts, WAVE, rule="evidence", target=4.9).totals
    assert (low["favourable"], low["favourable_study"], low["reference"]) == (42, 42, 1.5)
    assert (high["unfavourable"], high["unfavourable_study"], high["target"]) == (42, 42, 4.9)


def test_further_answers_would_decide(marts):
    rows = factor_status.ask(
        marts, WAVE, rule="evidence", adjust="none", design="simple", target=3.1
    ).rows
    open_ = [row for row in rows if row["further_answers"] is not None]
    assert open_ and {row["status"] for row in open_} == {"undetermined"}
    for row in open_:
        needed = TTestPower().solve_power(abs(row["effect_size"]), alpha=0.05, power=0.8)
        # Ours keeps the present degrees of freedom; among thousands they hardly count.
        assert row["n"] + row["further_answers"] == pytest.approx(needed, rel=0.02, abs=3)
        assert isinstance(row["further_answers"], int) and not row["further_more"]
    for row in rows:
        if row["status"] == "undetermined":
            assert row["further_more"] or row["further_answers"] is not None
            d = abs(row["mean"] - 3.1) / row["sd"]
            assert row["further_more"] == (row["n"] + 10_000 < (2.8015 / d) ** 2)
        else:
            assert (row["further_answers"], row["further_more"]) == (None, False)


def test_words_of_the_effect(marts):
    for row in factor_status.ask(marts, WAVE).rows:
        fitting = [word for edge, word in SIZES if abs(row["effect_size"]) >= edge]
        assert row["effect_word"] == fitting[-1]


def test_a_scale_s_study_test_is_that_of_its_scores(marts):
    answer = scale_status.ask(marts, WAVE)
    assert answer.totals["scales"] == len(answer.rows) == 21
    kinds = [row["kind"] for row in answer.rows]
    assert kinds == sorted(kinds, key=["subscale", "component", "total"].index)
    for row in answer.rows:
        t = (row["mean"] - 3) / (row["sd"] / math.sqrt(row["n"]))
        assert row["t"] == pytest.approx(t, rel=1e-9)
        assert row["p"] == pytest.approx(stats.t.sf(t, row["n"] - 1), rel=1e-9)
        assert row["title_fa"] and row["title_en"]


@pytest.mark.parametrize("question", [factor_status, scale_status])
@pytest.mark.parametrize(
    ("option", "said"),
    [
        ({"rule": "evidnce"}, "rule: 'evidnce' is not one of study, evidence; closest: evidence"),
        ({"adjust": "bonferroni"}, "adjust: 'bonferroni' is not one of bh, holm, none"),
        ({"design": "cluster"}, "design: 'cluster' is not one of survey, simple"),
        ({"target": 5.5}, "target: '5.5' is not on the scale, which goes from 1 to 5"),
    ],
)
def test_what_cannot_be_asked_for(marts, question, option, said):
    with pytest.raises(SelectionError) as refused:
        question.ask(marts, WAVE, **option)
    assert str(refused.value).startswith(said)
