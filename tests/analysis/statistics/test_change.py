"""Changes against svy's contrasts, and against scipy for unrelated samples."""

import numpy as np
import pytest
import svy
from scipy import stats

from analysis.statistics.change import change, independent
from analysis.statistics.cluster_sums import added_up
from analysis.statistics.survey_design import estimate
from tests.analysis.statistics.survey_sample import drawn

CLOSE = {"rel": 1e-8, "abs": 1e-12}
FIRST, LAST = [0, 0, 1], [1, 2, 2]


def contrasts(sample):
    by = sample.in_svy().estimation.mean("answer", by="domain")
    found = (by.contrast(svy.estd(b) - svy.estd(a)) for a, b in zip(FIRST, LAST, strict=True))
    return [each.to_polars().row(0, named=True) for each in found]


def share(sample):
    return sample._replace(answer=(sample.answer >= 4).astype(float))


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize("measure", [lambda sample: sample, share], ids=["mean", "share"])
def test_the_same_branches_in_both_periods_equal_svy(seed, measure):
    sample = measure(drawn(seed, gaps=False))
    found = change(sample.sums(), sample.of, 3, FIRST, LAST)
    for pair, expected in enumerate(contrasts(sample)):
        assert found.difference[pair] == pytest.approx(expected["est"], **CLOSE)
        assert found.se[pair] == pytest.approx(expected["se"], **CLOSE)


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_branches_that_answer_in_one_period_only_equal_svy(seed):
    sample = drawn(seed)
    found = change(sample.rows(), sample.of, 3, FIRST, LAST)
    for pair, expected in enumerate(contrasts(sample)):
        assert found.difference[pair] == pytest.approx(expected["est"], **CLOSE)
        assert found.se[pair] == pytest.approx(expected["se"], **CLOSE)


def test_t_p_df_and_interval_equal_svy_where_every_branch_answers():
    sample = drawn(11, strata=(6, 7), domains=2, gaps=False)
    found = change(sample.rows(), sample.of, 2, [0], [1])
    by = sample.in_svy().estimation.mean("answer", by="domain")
    expected = by.contrast(svy.estd(1) - svy.estd(0)).to_polars().row(0, named=True)
    names = ("df", "t", "p", "ci_low", "ci_high")
    ours = [getattr(found, name)[0] for name in names]
    theirs = [expected[name] for name in ("df", "t", "p_value", "lci", "uci")]
    assert ours == pytest.approx(theirs, **CLOSE)


def test_branches_in_both_periods_bring_in_their_covariance():
    sample = drawn(1, gaps=False)
    apart = estimate(sample.rows(), sample.of, 3).se
    found = change(sample.rows(), sample.of, 3, [0], [1])
    assert found.se[0] < np.hypot(apart[0], apart[1])


def test_different_branches_in_the_two_periods_have_variances_that_add_up():
    one, two = (drawn(seed, domains=1, gaps=False) for seed in (1, 2))
    later = two._replace(domain=two.domain + 1, cluster=two.cluster + one.of.size)
    both = [np.concatenate(pair) for pair in zip(one[:4], later[:4], strict=True)]
    both = one.__class__(*both, of=np.concatenate([one.of, two.of + 4]))
    found = change(both.rows(), both.of, 2, [0], [1])
    apart = [estimate(sample.rows(), sample.of, 1) for sample in (one, two)]
    assert found.se[0] == pytest.approx(np.hypot(apart[0].se[0], apart[1].se[0]), rel=1e-12)
    assert found.df[0] == apart[0].df[0] + apart[1].df[0]


def test_no_change_at_all_between_a_period_and_itself():
    sample = drawn(1)
    found = change(sample.rows(), sample.of, 3, [1], [1])
    assert (found.difference[0], found.se[0]) == (0, 0)
    assert np.isnan([found.t[0], found.p[0]]).all()


def test_many_pairs_equal_each_alone():
    sample = drawn(1)
    together = change(sample.rows(), sample.of, 3, FIRST, LAST)
    for pair in range(3):
        alone = change(sample.rows(), sample.of, 3, [FIRST[pair]], [LAST[pair]])
        for ours, theirs in zip(together, alone, strict=True):
            assert ours[pair] == theirs[0]


def cells(domain, cluster, answer):
    one, answer = np.ones(len(answer)), np.asarray(answer, dtype=float)
    return added_up(domain, cluster, one, one, answer, answer**2, one)


@pytest.mark.parametrize(
    ("domain", "cluster", "answer", "difference", "se", "df"),
    [
        ([0, 0], [0, 1], [3, 4], np.nan, np.nan, np.nan),  # a month without data
        ([], [], [], np.nan, np.nan, np.nan),  # nobody
        ([0, 0, 1], [0, 1, 0], [3, 4, 5], 1.5, np.nan, np.nan),  # one answer in the later month
        ([0, 0, 1, 1], [0, 0, 0, 0], [3, 4, 4, 5], 1, np.nan, np.nan),  # one branch
        ([0, 0, 1, 1], [0, 1, 0, 1], [3, 3, 4, 4], 1, 0, 1),  # all equal in each month
        ([0, 0, 1, 1], [0, 1, 0, 1], [3, 4, 4, 5], 1, 0, 1),  # every branch up by one
        ([0, 0, 1, 1], [0, 1, 0, 1], [3, 4, 4, 4], 0.5, 0.5, 1),  # one of two up by one
    ],
)
def test_degenerate_periods(domain, cluster, answer, difference, se, df):
    found = change(cells(domain, cluster, answer), [0, 0], 2, [0], [1])
    assert found.difference == pytest.approx([difference], nan_ok=True)
    assert found.se == pytest.approx([se], nan_ok=True)
    assert found.df == pytest.approx([df], nan_ok=True)
    assert np.isnan(found.p[0]) == (not se > 0)


def test_one_branch_per_stratum_has_an_error_but_no_test():
    found = change(cells([0, 0, 1, 1], [0, 1, 0, 1], [3, 4, 4, 4]), [0, 1], 2, [0], [1])
    assert found.se[0] > 0
    assert found.df[0] == 0
    assert np.isnan([found.p[0], found.ci_low[0]]).all()


def test_no_pair_is_no_error():
    assert change(cells([0], [0], [3]), [0], 1, [], []).p.size == 0


def test_unrelated_samples_equal_welch():
    chance = np.random.default_rng(5)
    first, last = chance.normal(3, 1, 40), chance.normal(3.4, 2, 25)
    found = independent(*((x.mean(), stats.sem(x), x.size - 1) for x in (first, last)))
    expected = stats.ttest_ind(last, first, equal_var=False)
    interval = expected.confidence_interval()
    ours = [float(value) for value in (found.t, found.p, found.df, found.ci_low, found.ci_high)]
    theirs = [expected.statistic, expected.pvalue, expected.df, interval.low, interval.high]
    assert ours == pytest.approx(theirs, rel=1e-10)


def test_unrelated_samples_without_spread_have_no_test():
    found = independent((3.0, 0.0, 9), (4.0, 0.0, 9))
    assert (found.se, found.ci_low, found.ci_high) == (0, 1, 1)
    assert np.isnan(found.p)
    assert np.isnan(independent((3.0, np.nan, np.nan), (4.0, 0.1, 9)).se)
