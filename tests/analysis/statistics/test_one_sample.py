"""The one-sample t-test against scipy.stats on raw vectors."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.moments import from_sums
from analysis.statistics.one_sample import one_sample, status_study

CHANCE = np.random.default_rng(7)
VECTORS = [
    CHANCE.integers(1, 6, 384).astype(float),  # a questionnaire on 1…5
    CHANCE.integers(1, 8, 207).astype(float),  # on 1…7
    CHANCE.normal(3.3, 0.4, 25),  # scores
    np.array([3.0, 4.0]),  # the fewest answers that have a deviation
    np.array([1e6 + 1, 1e6 + 2, 1e6 + 4]),  # far from the reference
]


def of(answers, reference):
    return one_sample(len(answers), answers.mean(), answers.std(ddof=1), reference)


@pytest.mark.parametrize("answers", VECTORS)
@pytest.mark.parametrize("reference", [3, 4, 3.25])
def test_t_and_one_sided_p_equal_ttest_1samp(answers, reference):
    expected = stats.ttest_1samp(answers, reference, alternative="greater")
    test = of(answers, reference)
    assert test.t == pytest.approx(expected.statistic, rel=1e-10)
    assert test.p == pytest.approx(expected.pvalue, rel=1e-10, abs=1e-300)
    assert test.df == expected.df


@pytest.mark.parametrize("answers", VECTORS)
@pytest.mark.parametrize("level", [0.95, 0.99])
def test_interval_equals_scipy_confidence_interval(answers, level):
    expected = stats.ttest_1samp(answers, 3).confidence_interval(level)
    test = one_sample(len(answers), answers.mean(), answers.std(ddof=1), 3, level)
    assert test.ci_low == pytest.approx(expected.low, rel=1e-10)
    assert test.ci_high == pytest.approx(expected.high, rel=1e-10)


def test_standard_error_and_effect_size():
    answers = VECTORS[0]
    test = of(answers, 3)
    assert test.se == pytest.approx(stats.sem(answers), rel=1e-12)
    assert test.effect_size == pytest.approx((answers.mean() - 3) / answers.std(ddof=1), rel=1e-12)


def test_many_groups_at_once_equal_each_alone():
    n, mean, sd = np.array([30, 2, 384]), np.array([3.1, 4.0, 2.5]), np.array([1.0, 0.5, 0.9])
    together = one_sample(n, mean, sd, 3)
    for group in range(3):
        alone = one_sample(n[group], mean[group], sd[group], 3)
        for name in together._fields:
            assert getattr(together, name)[group] == getattr(alone, name)


@pytest.mark.parametrize(
    ("n", "mean", "sd"),
    [
        (0, np.nan, np.nan),  # no answer
        (1, 4.0, np.nan),  # one answer: a mean, but no spread
    ],
)
def test_without_two_answers_every_value_is_undefined(n, mean, sd):
    assert all(np.isnan(value) for value in one_sample(n, mean, sd, 3))


def test_equal_answers_have_an_interval_but_no_test():
    test = one_sample(10, 4.0, 0.0, 3)
    assert (test.se, test.df, test.ci_low, test.ci_high) == (0, 9, 4, 4)
    assert np.isnan([test.t, test.p, test.effect_size]).all()  # (4 − 3) / 0 is no number


def test_equal_answers_found_from_sums_have_a_deviation_of_exactly_zero():
    answers = np.full(7, 2.333333333)
    assert from_sums(7, answers.sum(), (answers**2).sum()).sd == 0


def test_status_by_the_rule_of_the_study():
    status = status_study([0.049, 0.05, 0.9, np.nan])
    assert status.tolist() == ["favourable", "unfavourable", "unfavourable", None]


def test_an_impossible_level_is_refused():
    with pytest.raises(ValueError, match="level \\(95\\) must lie between 0 and 1"):
        one_sample(3, 3, 1, 3, level=95)
