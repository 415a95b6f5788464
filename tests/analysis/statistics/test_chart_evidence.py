"""Evidence of a whole chart: what chance does not explain is told from what it does."""

import numpy as np
import pytest
from scipy.stats import binom, norm, t, ttest_ind

from analysis.statistics.chart_evidence import chart_evidence
from analysis.statistics.process_control import p_prime_chart, xmr

FAMILY = 160
STEADY = [5.0, 6, 5, 7, 6, 5, 6, 7, 5, 6, 6, 5]


def p_of(values, starts=()):
    return chart_evidence(values, xmr(values, starts))


def test_noise_seldom_seems_more_than_noise():
    """4,000 charts of 24 months of nothing: p ≤ 0.01 and p ≤ 0.001 about so often, at most."""
    rng = np.random.default_rng(20)
    p = np.array([p_of(rng.normal(size=24))[0] for _ in range(4_000)])
    assert (p <= 0.01).mean() <= 0.01
    # Three standard errors of such a share above what is promised.
    assert (p <= 0.001).mean() <= 0.001 + 3 * np.sqrt(0.001 / p.size)


def test_by_hand():
    """z = −1, 1, −1, 1, 3.5: the spike is 3.5 · sqrt(5/4), the step lies after the third or second;
    its t is that of scipy's two-sample test."""
    values = np.array([-1.0, 1, -1, 1, 3.5])
    chart = xmr(values)._replace(centre=np.zeros(5), sigma=np.ones(5))
    step = min(ttest_ind(values[:k], values[k:]).pvalue for k in (2, 3))
    spike = 2 * t.sf(3.5 * np.sqrt(5 / 4), 0.605 * 4)
    expected = 2 * min(5 * spike, 2 * step)
    assert chart_evidence(values, chart) == pytest.approx([min(1, expected)] * 5, rel=1e-12)


def test_an_outage_is_more_than_noise():
    p = p_of([*STEADY, *STEADY, 25.0])
    assert p[0] * FAMILY < 0.05
    assert np.all(p == p[0])


def test_a_new_level_is_more_than_noise_though_no_month_stands_out():
    values = np.array([*STEADY, *STEADY]) + np.repeat([0.0, 2.5], 12)
    assert p_of(values)[0] * FAMILY < 0.05


def test_baselines_are_judged_one_by_one():
    values = np.array([*STEADY, *STEADY]) + np.repeat([0.0, 10.0], 12)
    p = p_of(values, starts=[12])
    assert np.all(p == 1)  # the event explains the step
    p = p_of([*STEADY, *STEADY[:-1], 40.0], starts=[12])
    assert np.all(p[:12] == 1) and np.all(p[12:] < 0.001)


def test_shares_are_measured_by_their_own_size():
    rng = np.random.default_rng(5)
    n = np.tile([400, 4000], 12)
    count = rng.binomial(n, 0.8)
    assert p_of_shares(count, n) > 0.2
    count[7] = 0.7 * n[7]  # 16 standard errors of 4,000, half as many of 1,000
    assert p_of_shares(count, n) * FAMILY < 0.05


def p_of_shares(count, n):
    return chart_evidence(count / n, p_prime_chart(count, n), n)[0]


def test_a_share_is_as_far_off_as_its_binomial_tail():
    """Of 300 at 0.9, 240 lies 5.77 sigmas below; its mid-p tail, 1.6e-7, is that of 5.1."""
    n, centre = 300, 0.9
    tail = binom.cdf(239, n, centre) + binom.pmf(240, n, centre) / 2
    count = np.array([270.0] * 11 + [240])
    sigma = np.sqrt(centre * (1 - centre) / n)
    chart = p_prime_chart(count, np.full(12, n), screen=False)._replace(
        centre=np.full(12, centre), sigma=np.full(12, sigma)
    )
    # The others lie at the centre, 270, whose mid-p is not quite one half.
    spike = 2 * 12 * t.sf(-norm.ppf(tail) * np.sqrt(12 / 11), 0.605 * 11)
    found = chart_evidence(count / n, chart, np.full(12, n))[0]
    assert found == pytest.approx(2 * spike, rel=1e-6)
    assert found > 2 * 2 * 12 * t.sf((0.9 - 0.8) / sigma * np.sqrt(12 / 11), 0.605 * 11)


def test_shares_of_noise_seldom_seem_more_than_noise():
    """Skewed shares of 60 months: as often as promised, where the plain distance errs twice."""
    rng = np.random.default_rng(4)
    n = rng.poisson(300, (3000, 60))
    count = rng.binomial(n, 0.9)
    p = np.array([p_of_shares(k, m) for k, m in zip(count, n, strict=True)])
    assert (p <= 0.01).mean() <= 0.01 + 3 * np.sqrt(0.01 / p.size)


def test_degenerate_series():
    gap = np.nan
    assert np.isnan(p_of([])).all() and p_of([]).shape == (0,)
    assert np.isnan(p_of([1.0, 2.0, 3.0])).all()  # too few for two on either side
    assert np.isnan(p_of([gap] * 6)).all()
    assert np.all(p_of([2.0] * 8) == 1)  # no variation, and nothing leaves it
    assert np.all(p_of([2.0] * 8 + [3.0] * 8) == 0)  # a process that never varied but once
    with_gaps = p_of([*STEADY[:6], gap, *STEADY[6:], 25.0])
    assert not np.isnan(with_gaps).any()  # a gap belongs to its baseline
