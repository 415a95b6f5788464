"""Design-based estimates against svy 0.35 (Taylor linearisation, deff "wr") on random samples."""

import time

import numpy as np
import pytest
import svy
from scipy import stats

from analysis.statistics.cluster_sums import added_up
from analysis.statistics.linearisation import between_clusters, pooled_singletons
from analysis.statistics.one_sample import one_sample
from analysis.statistics.survey_design import estimate, simple_random
from tests.analysis.statistics.survey_sample import drawn, whole

SAMPLES = {
    "weighted": drawn(1),
    "equal weights": drawn(2, equal_weights=True),
    "one stratum": drawn(3, strata=(12,)),
    "two clusters per stratum": drawn(4, strata=(2,) * 9),
    "many strata": drawn(5, strata=tuple(range(2, 12))),
}
CLOSE = {"rel": 1e-8, "abs": 1e-12}


def same(ours, theirs, of=0):
    """Mean, se, df, deff and interval of one domain as svy has them."""
    assert ours.n[of] == theirs.n
    assert ours.mean[of] == pytest.approx(theirs.est, **CLOSE)
    assert ours.se[of] == pytest.approx(theirs.se, **CLOSE)
    assert ours.df[of] == theirs.df
    assert ours.deff[of] == pytest.approx(theirs.deff, **CLOSE)


def told(sample, **asked):
    return sample.estimation.mean("answer", deff="wr", **asked).estimates


@pytest.mark.parametrize("name", SAMPLES)
def test_a_whole_sample_equals_svy(name):
    sample = whole(SAMPLES[name])
    same(estimate(sample.rows(), sample.of, domains=1), told(sample.in_svy())[0])


@pytest.mark.parametrize("name", SAMPLES)
@pytest.mark.parametrize("domain", range(3))
def test_a_domain_equals_svy(name, domain):
    sample = SAMPLES[name]
    expected = told(sample.in_svy(), where=svy.col("domain") == domain)[0]
    same(estimate(sample.rows(), sample.of, domains=3), expected, of=domain)


@pytest.mark.parametrize("name", SAMPLES)
def test_sums_per_answer_level_equal_raw_rows(name):
    sample = SAMPLES[name]
    rows, sums = (estimate(c, sample.of, 3) for c in (sample.rows(), sample.sums()))
    for ours, theirs in zip(rows, sums, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-12)


def test_a_stratum_is_a_domain_like_any_other():
    sample = SAMPLES["weighted"]
    by_stratum = sample._replace(domain=sample.of[sample.cluster])
    answer = estimate(by_stratum.rows(), sample.of, domains=4)
    for stratum in range(4):
        expected = told(sample.in_svy(), where=svy.col("stratum") == stratum)[0]
        same(answer, expected, of=stratum)
    assert answer.strata.tolist() == [1, 1, 1, 1]
    assert answer.sampled.tolist() == [5, 8, 3, 6]


def test_finite_population_correction_equals_svy():
    sample, population = SAMPLES["weighted"], [10, 40, 3, 7]  # the third: all clusters
    everybody = whole(sample)
    same(
        estimate(everybody.rows(), sample.of, 1, population=population),
        told(everybody.in_svy(population))[0],
    )
    domains = estimate(sample.rows(), sample.of, 3, population=population)
    for domain in range(3):
        same(domains, told(sample.in_svy(population), where=svy.col("domain") == domain)[0], domain)


def test_an_unknown_population_is_no_correction():
    sample = SAMPLES["weighted"]
    without = estimate(sample.rows(), sample.of, 3)
    unknown = estimate(sample.rows(), sample.of, 3, population=[np.nan] * 4)
    assert unknown.se.tolist() == without.se.tolist()


@pytest.mark.parametrize("strata", [(5, 1, 4), (1, 6, 1, 1), (1, 1, 1, 2)])
def test_strata_with_one_cluster_equal_svy_center(strata):
    sample = drawn(6, strata=strata, gaps=False)
    theirs = sample.in_svy(singleton="center")
    answer = estimate(sample.rows(), sample.of, domains=3)
    for domain in range(3):
        same(answer, told(theirs, where=svy.col("domain") == domain)[0], domain)


def test_one_cluster_in_every_stratum_has_an_error_but_no_test_unless_pooled():
    sample = whole(drawn(8, strata=(1,) * 7))
    alone = estimate(sample.rows(), sample.of, domains=1)
    assert alone.se > 0
    assert alone.df == 0
    strata, made_one = pooled_singletons(sample.of)
    pooled = estimate(sample.rows(), strata, domains=1)
    assert pooled.df == 6 and made_one.all()
    same(pooled, told(sample._replace(of=np.zeros(7, int)).in_svy())[0])
    same(pooled, told(sample.in_svy(singleton="pool"))[0])


def test_a_share_is_the_mean_of_zeros_and_ones():
    sample = SAMPLES["weighted"]
    happy = sample._replace(answer=(sample.answer >= 4).astype(float))
    expected = told(happy.in_svy(), where=svy.col("domain") == 1)[0]
    same(estimate(happy.rows(), sample.of, 3), expected, of=1)


def test_sampled_clusters_without_an_answer_count_in_the_error_and_on_request_in_df():
    sample = SAMPLES["weighted"]
    cells = sample.rows()
    answer = estimate(cells, sample.of, 3)
    assert answer.answering[2] < answer.sampled[2] == 22
    assert answer.df[2] == answer.answering[2] - 4
    assert estimate(cells, sample.of, 3, count="sampled").df[2] == 22 - 4
    with pytest.raises(ValueError, match="count \\('all'\\) must be 'sampled' or 'answering'"):
        estimate(cells, sample.of, 3, count="all")


@pytest.mark.parametrize("unit", [1e-6, 1 / 7, 1e5])
def test_the_unit_of_the_weights_changes_nothing(unit):
    sample = SAMPLES["weighted"]
    scaled = sample._replace(weight=unit * sample.weight)
    answers = (estimate(each.rows(), sample.of, 3) for each in (sample, scaled))
    for ours, theirs in zip(*answers, strict=True):
        assert ours == pytest.approx(theirs, rel=1e-10)


def test_effective_numbers():
    sample = whole(SAMPLES["weighted"])
    answer = estimate(sample.rows(), sample.of, 1)
    w = sample.weight
    assert answer.n_kish == pytest.approx(w.sum() ** 2 / (w**2).sum(), rel=1e-12)
    assert answer.n_effective == pytest.approx(w.size / answer.deff, rel=1e-12)


def test_each_respondent_a_cluster_is_simple_random_sampling():
    answers = drawn(9).answer
    one, each = np.ones(answers.size), np.arange(answers.size)
    cells = added_up(0 * each, each, one, one, answers, answers**2, one)
    answer = estimate(cells, 0 * each, domains=1)
    assert answer.se == pytest.approx(stats.sem(answers), rel=1e-12)
    assert (answer.df, answer.deff) == (answers.size - 1, pytest.approx(1, rel=1e-10))


def test_simple_random_sampling_on_request_equals_one_sample_and_scipy():
    sample = whole(drawn(9, equal_weights=True))
    answer = simple_random(sample.rows(), domains=1)
    expected = one_sample(answer.n, answer.mean, answer.sd, 3)
    assert answer.se == expected.se == pytest.approx(stats.sem(sample.answer), rel=1e-12)
    assert answer.df == expected.df
    assert (answer.deff, answer.n_effective) == (1, answer.n)


A_ROW = [[0], [0], [1], [2.0], [8.0], [32.0], [4.0]]  # one answer, 4, of weight 2


@pytest.mark.parametrize(
    ("rows", "n", "mean", "sd", "se"),
    [
        ([[]] * 7, 0, np.nan, np.nan, np.nan),  # nobody
        (A_ROW, 1, 4, np.nan, np.nan),  # one answer
        (
            [[0, 0], [0, 1], [3, 2], [0, 0], [0, 0], [0, 0], [0, 0]],
            0,
            np.nan,
            np.nan,
            np.nan,
        ),  # w=0
        ([[0], [1], [2], [2], [6], [20], [2]], 2, 3, np.sqrt(2), np.nan),  # one cluster: 2 and 4
        ([[0, 0], [0, 1], [2, 3], [2, 3], [8, 12], [32, 48], [2, 3]], 5, 4, 0, 0),  # all equal
        ([[0, 0], [0, 1], [2, 2], [2, 2], [6, 6], [20, 20], [2, 2]], 4, 3, 1.1547005, 0),  # means
        ([[0, 0], [0, 1], [1, 2], [1, 2], [2, 7], [4, 25], [1, 2]], 3, 3, 1, 2 / 3),  # one of 1
    ],
)
def test_degenerate_domains(rows, n, mean, sd, se):
    answer = estimate(added_up(*rows), stratum=[0, 0], domains=1)
    assert answer.n == n
    assert answer.mean == pytest.approx(mean, nan_ok=True)
    assert answer.sd == pytest.approx(sd, nan_ok=True)
    assert answer.se == pytest.approx(se, nan_ok=True)
    assert np.isnan(answer.n_effective) == (not se > 0)
    assert np.isnan(answer.deff) == (not (sd > 0 and se >= 0))


def test_answers_of_weight_zero_are_not_counted():
    sample = whole(SAMPLES["weighted"])
    without = sample._replace(weight=np.where(sample.cluster % 3 == 0, 0.0, sample.weight))
    same(estimate(without.rows(), sample.of, 1), told(without.in_svy())[0])


def test_no_cluster_and_no_domain_are_no_error():
    assert estimate(added_up(*[[]] * 7), stratum=[], domains=0).mean.size == 0
    assert np.isnan(estimate(added_up(*[[]] * 7), stratum=[], domains=2).se).all()


def test_what_cannot_be_is_refused():
    with pytest.raises(ValueError, match="weights must not be negative; the lowest is -1"):
        added_up([0], [0], [1], [-1.0], [1], [1], [1])
    with pytest.raises(ValueError, match="strata \\[1\\]: population must not be below"):
        between_clusters([0], [0], [0.0], [0, 1, 1], 1, population=[1, 1])
    with pytest.raises(ValueError, match="population has 1 strata, the sample 2"):
        between_clusters([0], [0], [0.0], [0, 1, 1], 1, population=[5])


def test_all_factors_in_all_provinces_and_months_in_one_pass():
    items, months, branches = 42, 36, 310
    of = np.arange(branches) % 31
    item, month, branch = (axis.ravel() for axis in np.indices((items, months, branches)))
    domain = (item * months + month) * 31 + of[branch]
    chance = np.random.default_rng(10)
    n = chance.integers(1, 9, domain.size)
    total = chance.integers(n, 5 * n + 1)
    began = time.perf_counter()
    answer = estimate(
        added_up(domain, branch, n, n, total, 5.0 * total, n), of, items * months * 31
    )
    assert time.perf_counter() - began < 5  # about 0.3 s alone on a machine
    assert answer.df.tolist() == [9] * (items * months * 31)
    some = domain == 1000
    alone = estimate(
        added_up(
            0 * domain[some],
            branch[some],
            n[some],
            n[some],
            total[some],
            5.0 * total[some],
            n[some],
        ),
        of,
        1,
    )
    assert answer.se[1000] == pytest.approx(alone.se[0], rel=1e-12)
