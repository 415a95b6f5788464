"""Spearman's rho as scipy has it; its interval by a second way, and over many samples."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.rank_correlation import rank_correlation

CHANCE = np.random.default_rng(31)


@pytest.mark.parametrize(
    ("x", "y"),
    [
        (CHANCE.normal(size=31), CHANCE.normal(size=31)),
        (CHANCE.integers(0, 4, 40), CHANCE.integers(0, 6, 40)),  # ties
        (np.arange(12.0), np.arange(12.0)[::-1]),  # as opposed as can be
    ],
)
def test_rho_is_that_of_scipy(x, y):
    assert rank_correlation(x, y).rho == pytest.approx(stats.spearmanr(x, y).statistic, abs=1e-12)


def test_the_interval_is_that_of_the_formula():
    """rho 0.5, n 28: z 0.549306, var (1 + 0.125) / 25 = 0.045, half width 1.959964 · 0.212132."""
    chosen = next(
        found
        for seed in range(10_000)
        if abs((found := _drawn(seed)).rho - 0.5) < 0.0008  # rho of 28 pairs comes in steps
    )
    z, half = np.arctanh(chosen.rho), 1.959964 * np.sqrt((1 + chosen.rho**2 / 2) / 25)
    assert (chosen.low, chosen.high) == pytest.approx((np.tanh(z - half), np.tanh(z + half)))
    assert (chosen.low, chosen.high) == pytest.approx((0.1325, 0.7476), abs=0.002)


def _drawn(seed):
    rng = np.random.default_rng(seed)
    x = rng.normal(size=28)
    return rank_correlation(x, 0.55 * x + 0.83 * rng.normal(size=28))


def test_the_interval_covers_as_often_as_it_says():
    """31 provinces, a normal pair of correlation 0.5: its Spearman is 6/π · asin(0.25)."""
    rng, truth, draws = np.random.default_rng(7), 6 / np.pi * np.arcsin(0.25), 1500
    pairs = rng.multivariate_normal([0, 0], [[1, 0.5], [0.5, 1]], size=(draws, 31))
    found = [rank_correlation(pair[:, 0], pair[:, 1]) for pair in pairs]
    covered = np.mean([one.low <= truth <= one.high for one in found])
    assert covered == pytest.approx(0.95, abs=0.015)


@pytest.mark.parametrize(
    ("x", "y", "n"),
    [
        (range(9), range(9), 9),  # too few
        ([*range(10), np.nan], [*range(9), np.nan, 3], 9),  # too few that are known
        ([1] * 12, range(12), 12),  # nothing to rank by
    ],
)
def test_what_cannot_be_told_is_nan(x, y, n):
    found = rank_correlation(x, y)
    assert np.isnan([found.rho, found.low, found.high]).all() and found.n == n
