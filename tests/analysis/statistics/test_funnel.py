"""Funnel limits against scipy's binomial, normal and t; dispersion against statsmodels."""

import numpy as np
import pytest
from scipy import stats
from statsmodels.stats.meta_analysis import combine_effects

from analysis.statistics.funnel import mean_funnel, share_funnel
from analysis.statistics.funnel_limits import mean_limits, share_limits, widened
from analysis.statistics.overdispersion import Dispersion, dispersion, widening

GAP = np.nan
SIZES = np.r_[1:60, 75, 100, 384, 1000, 20000]
TARGETS = [0.02, 0.3, 0.5, 0.82, 0.95, 0.995]
LEVELS = [0.95, 0.998]


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("level", LEVELS)
def test_exact_limits_cut_off_at_most_the_tail_and_one_count_more_would_be_too_much(target, level):
    limits, tail = share_limits(SIZES, target, level), (1 - level) / 2
    count = np.arange(SIZES.max() + 1)
    for n, lower, upper in zip(SIZES, *limits, strict=True):
        probability = stats.binom.pmf(count[: n + 1], n, target)
        share = count[: n + 1] / n
        assert probability[share < lower].sum() <= tail
        assert probability[share > upper].sum() <= tail
        assert probability[share < lower + 1 / n].sum() >= tail
        assert probability[share > upper - 1 / n].sum() >= tail


@pytest.mark.parametrize("target", TARGETS)
@pytest.mark.parametrize("level", LEVELS)
def test_exact_limits_against_the_formula_of_spiegelhalter(target, level):
    def published(p):
        r = stats.binom.ppf(p, SIZES, target)
        alpha = (stats.binom.cdf(r, SIZES, target) - p) / stats.binom.pmf(r, SIZES, target)
        return (r - alpha) / SIZES

    limits = share_limits(SIZES, target, level)
    assert limits.lower == pytest.approx(np.clip(published((1 - level) / 2), 0, 1), abs=1e-9)
    # His upper limit lies one whole count below ours; why ours is higher says the module.
    upper = published((1 + level) / 2) + 1 / SIZES
    assert limits.upper == pytest.approx(np.clip(upper, 0, 1), abs=1e-9)


def test_all_of_twenty_is_no_outlier_at_a_target_of_95_percent():
    assert stats.binom.pmf(20, 20, 0.95) == pytest.approx(0.358, abs=5e-4)
    assert share_funnel([20], [20], target=0.95).flag == ["inside"]


@pytest.mark.parametrize("level", LEVELS)
def test_normal_limits_equal_scipy_and_exact_ones_come_near(level):
    expected = stats.norm.interval(level, 0.3, np.sqrt(0.21 / 10000))
    approximate = share_limits(10000, 0.3, level, method="normal")
    assert approximate == pytest.approx(expected, rel=1e-12)
    assert share_limits(10000, 0.3, level) == pytest.approx(expected, abs=2e-4)


@pytest.mark.parametrize("level", LEVELS)
def test_effective_cases_make_normal_limits_those_of_t_and_exact_ones_wider(level):
    expected = stats.t.interval(level, 12, 0.3, np.sqrt(0.21 / 812.5))
    assert share_limits(812.5, 0.3, level, "normal", df=12) == pytest.approx(expected, rel=1e-12)
    exact = share_limits(812.5, 0.3, level, df=12)
    assert exact == pytest.approx(expected, abs=3e-3)
    fewer = 812.5 * (stats.norm.ppf((1 - level) / 2) / stats.t.ppf((1 - level) / 2, 12)) ** 2
    assert exact == share_limits(np.floor(fewer), 0.3, level)


@pytest.mark.parametrize("level", LEVELS)
def test_limits_of_means_equal_scipy(level):
    assert mean_limits(40, 3.5, 0.9, level) == pytest.approx(
        stats.norm.interval(level, 3.5, 0.9 / np.sqrt(40)), rel=1e-12
    )
    assert mean_limits(40, 3.5, 0.9, level, df=39) == pytest.approx(
        stats.t.interval(level, 39, 3.5, 0.9 / np.sqrt(40)), rel=1e-12
    )


def test_the_example_of_funnelr():
    # CRAN, funnelR: five units of 20, funscore(alpha = 0.95, alpha2 = 0.998, "approximate").
    funnel = share_funnel([2, 5, 10, 15, 18], [20] * 5, method="normal", overdispersed="none")
    assert funnel.target == 0.5
    assert np.abs(funnel.z) == pytest.approx([3.577709, 2.236068, 0, 2.236068, 3.577709], abs=5e-7)
    assert funnel.flag == ["outside", "between", "inside", "between", "outside"]
    assert funnel.side.tolist() == [-1, -1, 0, 1, 1]


UNITS = np.random.default_rng(7)
SE = UNITS.uniform(0.05, 0.3, 31)
EFFECT = UNITS.normal(3.4, np.sqrt(SE**2 + 0.04))


def test_tau_squared_without_winsorising_equals_dersimonian_and_laird_of_statsmodels():
    expected = combine_effects(EFFECT, SE**2, method_re="dl")
    found = dispersion((EFFECT - expected.mean_effect_fe) / SE, SE, winsorised=0)
    assert found.tau_squared == pytest.approx(expected.tau2, rel=1e-10)
    assert found.phi == pytest.approx(expected.q / 31, rel=1e-10)


def test_winsorising_sets_the_tails_to_their_quantiles():
    z = np.arange(-10.0, 11.0)  # 10 % and 90 % quantile: −8 and 8
    found = dispersion(z, np.ones(21))
    assert found.phi == pytest.approx((np.clip(z, -8, 8) ** 2).mean())


def test_additive_widening_is_the_deviation_of_both_sources_together():
    se, found = np.array([0.1, 0.5]), Dispersion(phi=4.0, tau_squared=0.09)
    limits = mean_limits(np.array([100, 4]), 3.5, 1.0, 0.95)
    wide = widened(limits, 3.5, widening(se, found))
    half = stats.norm.ppf(0.975) * np.sqrt(se**2 + 0.09)
    assert wide.upper == pytest.approx(3.5 + half)
    assert wide.lower == pytest.approx(3.5 - half)
    assert widening(se, found, "multiplicative").tolist() == [2, 2]
    assert widening(se, found, "none").tolist() == [1, 1]


def test_units_alike_as_by_chance_are_not_widened():
    assert widening([0.2], Dispersion(phi=0.7, tau_squared=0.0), "multiplicative") == [1]
    assert widening([0.2], Dispersion(phi=0.7, tau_squared=0.0), "additive") == [1]


def test_overdispersed_units_are_outliers_without_and_few_with_widening():
    chance = np.random.default_rng(2)
    n = chance.integers(500, 5000, 60)
    count = chance.binomial(n, chance.beta(90, 10, 60))
    outside = {
        kind: share_funnel(count, n, overdispersed=kind).flag.count("outside")
        for kind in ("none", "multiplicative", "additive")
    }
    assert outside["none"] > 20
    assert outside["additive"] <= 2
    assert outside["multiplicative"] <= 4


@pytest.mark.parametrize("kind", ["none", "additive"])
def test_false_alarms_of_units_that_differ_by_chance(kind):
    chance = np.random.default_rng(4)
    beyond = {"between": 0, "outside": 0}
    for _ in range(200):
        n = chance.integers(20, 500, 31)
        flags = share_funnel(chance.binomial(n, 0.9), n, overdispersed=kind).flag
        beyond = {flag: count + flags.count(flag) for flag, count in beyond.items()}
    assert 0.02 < (beyond["between"] + beyond["outside"]) / 6200 < 0.055
    assert beyond["outside"] / 6200 < 0.004


@pytest.mark.parametrize(
    ("count", "n", "target", "flags"),
    [
        ([], [], GAP, []),  # no unit
        ([7], [10], 0.7, ["inside"]),  # a single unit is its own target
        ([0, 5], [0, 10], 0.5, [None, "inside"]),  # a unit without cases
        ([GAP, 5], [10, 10], 0.5, [None, "inside"]),  # a count not known
        ([0, 0], [0, 0], GAP, [None, None]),  # no cases at all
        ([10, 20], [10, 20], 1.0, ["inside", "inside"]),  # all of them
        ([0, 0], [10, 20], 0.0, ["inside", "inside"]),  # none of them
        ([19, 38], [20, 40], 0.95, ["inside", "inside"]),  # all equal
    ],
)
@pytest.mark.parametrize("kind", ["none", "multiplicative", "additive"])
def test_degenerate_shares(count, n, target, flags, kind):
    funnel = share_funnel(count, n, overdispersed=kind)
    assert funnel.target == pytest.approx(target, nan_ok=True)
    assert funnel.flag == flags
    assert set(funnel.side) <= {0}


@pytest.mark.parametrize(
    ("n", "mean", "sd", "target", "flags"),
    [
        ([], [], 1.0, GAP, []),  # no unit
        ([9], [3.0], 1.0, 3.0, ["inside"]),  # a single unit
        ([0, 9], [GAP, 3.0], 1.0, 3.0, [None, "inside"]),  # a unit without answers
        ([9, 9], [3.0, 4.0], 0.0, 3.5, [None, None]),  # no spread within units
        ([9, 1], [3.0, 3.0], [1.0, GAP], 3.0, ["inside", None]),  # a spread not known
        ([9, 9], [3.1, 3.1], 1.0, 3.1, ["inside", "inside"]),  # all equal
    ],
)
@pytest.mark.parametrize("kind", ["none", "multiplicative", "additive"])
def test_degenerate_means(n, mean, sd, target, flags, kind):
    funnel = mean_funnel(n, mean, sd, overdispersed=kind, bounds=(1, 5))
    assert funnel.target == pytest.approx(target, nan_ok=True)
    assert funnel.flag == flags
    assert funnel.value.tolist() == pytest.approx(mean, nan_ok=True)


def test_limits_stay_within_their_bounds():
    funnel = mean_funnel([2, 2], [4.9, 4.8], 1.0, bounds=(1, 5))
    assert funnel.outer.upper.tolist() == [5, 5]
    found = share_limits([3, 0], 0.9, 0.998)
    assert found.upper.tolist() == pytest.approx([1, GAP], nan_ok=True)


@pytest.mark.parametrize(
    ("call", "message"),
    [
        (lambda: share_limits(10, 0.5, 95), r"level \(95\) must lie between 0 and 1"),
        (lambda: share_limits(10.5, 0.5, 0.95), "exact limits need whole numbers"),
        (lambda: share_limits(10, 0.5, 0.95, "wald"), r"method \('wald'\) must be one of 'exact'"),
        (lambda: share_funnel([5], [4]), "count must lie in 0 … n"),
        (lambda: share_funnel([5], [9], overdispersed="yes"), "must be one of 'none'"),
        (lambda: dispersion([1], [1], 0.5), r"winsorised \(0.5\) must lie in 0 … 0.5"),
    ],
)
def test_impossible_input_is_refused(call, message):
    with pytest.raises(ValueError, match=message):
        call()
