"""Adjusted p against statsmodels and scipy; intervals that say what the decisions say."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis.statistics.multiple import METHODS, adjusted, error_rates, judged_together

CHANCE = np.random.default_rng(7)


def family(size, ties=False):
    """Estimates, some on the reference and some off it, with errors and df."""
    estimate = 3 + CHANCE.choice([0, 0, 0.2, -0.3, 0.6], size) + CHANCE.normal(0, 0.1, size)
    se, df = CHANCE.uniform(0.05, 0.15, size), CHANCE.integers(1, 80, size)
    if ties:
        estimate, se, df = np.round(estimate, 1), np.full(size, 0.1), np.full(size, 25)
    return estimate, se, df


FAMILIES = [family(size, ties) for size in (1, 2, 5, 42, 186) for ties in (False, True)] + [
    family(CHANCE.integers(1, 60), ties) for ties in (False, True) for _ in range(100)
]


@pytest.mark.parametrize(("method", "theirs"), [("bh", "fdr_bh"), ("holm", "holm")])
@pytest.mark.parametrize("size", [1, 2, 42, 1302])
def test_adjusted_equal_statsmodels(method, theirs, size):
    p = CHANCE.uniform(0, 1, size) ** 3
    assert adjusted(p, method) == pytest.approx(multipletests(p, method=theirs)[1], rel=1e-10)


@pytest.mark.parametrize("size", [1, 2, 42, 1302])
def test_bh_equals_scipy(size):
    p = CHANCE.uniform(0, 1, size) ** 3
    assert adjusted(p, "bh") == pytest.approx(stats.false_discovery_control(p), rel=1e-10)


@pytest.mark.parametrize("method", METHODS)
def test_families_of_unequal_size_in_one_table_are_judged_apart(method):
    table = np.full((30, 42), np.nan)
    for line in table:
        size = CHANCE.integers(0, 43)
        line[CHANCE.permutation(42)[:size]] = np.round(CHANCE.uniform(0, 1, size) ** 3, 2)
    for together in (adjusted, error_rates):
        apart = np.array([together(line, method) for line in table])
        assert np.array_equal(together(table, method), apart, equal_nan=True)


def test_holm_by_hand():
    # Of four: 4 × 0.01, 3 × 0.02, then 2 × 0.03 (not below the one before), 1 × 0.9.
    assert adjusted([0.9, 0.02, 0.03, 0.01], "holm") == pytest.approx([0.9, 0.06, 0.06, 0.04])


@pytest.mark.parametrize("method", METHODS)
def test_undefined_tests_are_passed_through_and_not_counted(method):
    p = np.array([0.01, np.nan, 0.03, np.nan, 0.2])
    known = ~np.isnan(p)
    assert np.isnan(adjusted(p, method)).tolist() == (~known).tolist()
    assert adjusted(p, method)[known].tolist() == adjusted(p[known], method).tolist()
    assert error_rates(p, method)[known].tolist() == error_rates(p[known], method).tolist()
    assert np.isnan(adjusted([np.nan, np.nan], method)).all()
    assert adjusted([], method).size == 0


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("alpha", [0.05, 0.2])
def test_an_interval_excludes_the_reference_exactly_when_adjusted_p_is_below_alpha(method, alpha):
    for estimate, se, df in FAMILIES:
        tests = judged_together(estimate, se, df, 3.0, method, alpha)
        outside = (tests.ci_low > 3) | (tests.ci_high < 3)
        assert (outside == (tests.p_adjusted < alpha)).all()


@pytest.mark.parametrize("method", METHODS)
def test_the_interval_is_that_of_scipy_at_the_level_told(method):
    for estimate, se, df in FAMILIES:
        tests = judged_together(estimate, se, df, 3.0, method)
        low, high = stats.t.interval(tests.level, df, loc=estimate, scale=se)
        assert tests.ci_low == pytest.approx(low, rel=1e-10, abs=1e-10)
        assert tests.ci_high == pytest.approx(high, rel=1e-10, abs=1e-10)
        assert tests.p == pytest.approx(2 * stats.t.sf(np.abs(estimate - 3) / se, df), rel=1e-10)


def test_levels_of_benjamini_and_yekutieli():
    for estimate, se, df in FAMILIES:
        tests = judged_together(estimate, se, df, 3.0, "bh")
        selected = multipletests(tests.p, 0.05, "fdr_bh")[0]
        chosen, size = selected.sum(), selected.size
        assert 1 - tests.level[selected] == pytest.approx(chosen * 0.05 / size)
        assert 1 - tests.level[~selected] == pytest.approx((chosen + 1) * 0.05 / size)


def test_levels_of_holm_step_down():
    rates = error_rates([0.001, 0.5, 0.012, 0.9, 0.001], "holm")
    # Two tie at the first rank, the third has α/3, the rest the level of the first to fail.
    assert rates == pytest.approx([0.05 / 5, 0.05 / 2, 0.05 / 3, 0.05 / 2, 0.05 / 5])


@pytest.mark.parametrize("method", ["bh", "holm"])
def test_where_p_is_exactly_at_the_edge_decision_and_interval_still_agree(method):
    for size in range(1, 40):
        p = np.arange(1, size + 1) * 0.05 / size  # each at its own edge, but for rounding
        df = 20
        estimate = 3 + stats.t.isf(p / 2, df) * 0.1
        tests = judged_together(estimate, 0.1, df, 3.0, method)
        assert ((tests.ci_low > 3) == (tests.p_adjusted < 0.05)).all()


def test_estimates_without_a_test():
    tests = judged_together([4.0, 4.0, 3.5], se=[0.0, np.nan, 0.1], df=[9, 9, 9], reference=3)
    assert np.isnan(tests.p_adjusted).tolist() == [True, True, False]
    assert (tests.ci_low[0], tests.ci_high[0]) == (4, 4)
    assert np.isnan(tests.ci_low[1])
    assert tests.p_adjusted[2] == tests.p[2]  # the only one of its family


def test_no_test_at_all():
    assert judged_together([], [], [], 3).p.size == 0


def test_what_cannot_be_is_refused():
    with pytest.raises(
        ValueError, match="method \\('sidak'\\) must be one of 'bh', 'holm', 'none'"
    ):
        adjusted([0.1], "sidak")
    with pytest.raises(ValueError, match="alpha \\(5\\) must lie between 0 and 1"):
        error_rates([0.1], alpha=5)
