"""Rank intervals against scipy's Tukey test, and their joint coverage."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.rank_intervals import rank_intervals

GAP = np.nan


def test_decisions_equal_tukey_hsd_of_scipy():
    chance = np.random.default_rng(7)
    samples = [chance.normal(mean, 1, 40) for mean in (3, 3.1, 3.2, 3.9, 4.0, 4.8)]
    means = np.array([sample.mean() for sample in samples])
    pooled = np.sqrt(np.mean([sample.var(ddof=1) for sample in samples]))
    differs = stats.tukey_hsd(*samples).pvalue < 0.05
    found = rank_intervals(means, np.full(6, pooled / np.sqrt(40)), df=6 * 39)
    above = means[None, :] > means[:, None]
    assert found.first.tolist() == (1 + (differs & above).sum(axis=1)).tolist()
    assert found.last.tolist() == (6 - (differs & ~above).sum(axis=1)).tolist()
    assert found.first.tolist() != [1] * 6  # the example is one in which something differs


@pytest.mark.parametrize("spacing", [0.0, 0.05, 0.3])  # ties, close together, far apart
def test_all_intervals_hold_together_in_at_least_95_of_100(spacing):
    chance = np.random.default_rng(11)
    truth, se = spacing * np.arange(12.0), np.linspace(0.1, 0.3, 12)
    # Units with equal truth may stand at any rank of their tie: all of it must be covered.
    best = 1 + (truth[None, :] > truth[:, None]).sum(axis=1)
    worst = 12 - (truth[None, :] < truth[:, None]).sum(axis=1)
    held = 0
    for estimate in chance.normal(truth, se, (400, 12)):
        found = rank_intervals(estimate, se)
        held += bool(((found.first <= best) & (found.last >= worst)).all())
    assert held / 400 >= 0.93  # two standard errors below 0.95


def test_lowest_first_turns_the_ranks_around():
    estimate, se = [3.0, 3.4, 4.0, 4.1], [0.1] * 4
    high, low = rank_intervals(estimate, se), rank_intervals(estimate, se, highest_first=False)
    assert low.first.tolist() == (5 - high.last).tolist()
    assert low.last.tolist() == (5 - high.first).tolist()


def test_clearly_different_units_have_one_rank_each():
    found = rank_intervals([1, 3, 2], [0.01] * 3)
    assert found.first.tolist() == found.last.tolist() == [3, 1, 2]


@pytest.mark.parametrize(
    ("estimate", "se", "first", "last"),
    [
        ([], [], [], []),  # no unit
        ([3.0], [0.1], [1], [1]),  # a single unit
        ([3.0, 3.0], [0.0, 0.0], [1, 1], [2, 2]),  # equal, known exactly
        ([3.0, 4.0], [0.0, 0.0], [2, 1], [2, 1]),  # different, known exactly
        ([3.0, GAP, 4.0], [0.01, 0.01, 0.01], [2, GAP, 1], [2, GAP, 1]),  # no estimate
        ([3.0, 3.5, 4.0], [0.01, GAP, 0.01], [2, GAP, 1], [2, GAP, 1]),  # spread not known
        ([GAP, GAP], [GAP, GAP], [GAP, GAP], [GAP, GAP]),  # all missing
    ],
)
def test_degenerate_units(estimate, se, first, last):
    found = rank_intervals(estimate, se)
    assert found.first.tolist() == pytest.approx(first, nan_ok=True)
    assert found.last.tolist() == pytest.approx(last, nan_ok=True)


def test_an_impossible_level_is_refused():
    with pytest.raises(ValueError, match="level \\(95\\) must lie between 0 and 1"):
        rank_intervals([3.0], [0.1], level=95)


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("se, last", [(0.1, [2, 2]), (0.0, [2, 1])])
def test_with_less_than_one_degree_of_freedom_only_what_is_exact_is_told_apart(se, last):
    found = rank_intervals([1.0, 9.0], [se, se], df=0.5)
    assert found.last.tolist() == last
    assert found.first.tolist() == [3 - last[1], 1]


def test_degrees_of_freedom_are_not_rounded():
    """Two units, as far apart as seven and a half degrees of freedom, and no less, tell them."""
    apart = stats.studentized_range.ppf(0.95, 2, 7.5) * 0.1
    told = [rank_intervals([0.0, apart * by], [0.1, 0.1], df=7.5).last[1] for by in (0.999, 1.001)]
    assert told == [2, 1]
