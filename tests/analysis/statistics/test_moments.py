"""Means and deviations from sums against numpy and scipy on raw vectors."""

import numpy as np
import pytest
from scipy import stats

from analysis.statistics.moments import from_levels, from_sums

CHANCE = np.random.default_rng(7)
ANSWERS = CHANCE.integers(1, 6, 500).astype(float)
WEIGHTS = CHANCE.uniform(0.2, 3.0, 500)
LEVELS = np.arange(1, 6)


def counted(values):
    return np.array([values[level == ANSWERS].sum() for level in LEVELS])


def test_unweighted_equals_numpy():
    moments = from_sums(500, ANSWERS.sum(), (ANSWERS**2).sum())
    assert moments.mean == pytest.approx(ANSWERS.mean(), rel=1e-12)
    assert moments.sd == pytest.approx(ANSWERS.std(ddof=1), rel=1e-10)


def test_levels_equal_raw_answers():
    moments = from_levels(LEVELS, counted(np.ones(500)))
    assert moments.n == 500
    assert moments.mean == pytest.approx(ANSWERS.mean(), rel=1e-12)
    assert moments.sd == pytest.approx(stats.tstd(ANSWERS), rel=1e-10)


def test_weighted_equals_the_definition_on_raw_answers():
    moments = from_levels(LEVELS, counted(np.ones(500)), counted(WEIGHTS))
    mean = np.average(ANSWERS, weights=WEIGHTS)
    scaled = WEIGHTS / WEIGHTS.mean()
    assert moments.mean == pytest.approx(mean, rel=1e-12)
    assert moments.sd == pytest.approx(
        np.sqrt((scaled * (ANSWERS - mean) ** 2).sum() / 499), rel=1e-10
    )


@pytest.mark.parametrize("unit", [1e-3, 1, 1e6])
def test_the_unit_of_the_weights_does_not_matter(unit):
    counts, weights = counted(np.ones(500)), counted(WEIGHTS)
    assert from_levels(LEVELS, counts, unit * weights).sd == pytest.approx(
        from_levels(LEVELS, counts, weights).sd, rel=1e-10
    )


def test_equal_weights_are_no_weights():
    counts = counted(np.ones(500))
    assert from_levels(LEVELS, counts, 7 * counts).sd == pytest.approx(
        from_levels(LEVELS, counts).sd, rel=1e-12
    )


def test_rows_of_counts_are_groups():
    moments = from_levels([1, 2, 3], [[1, 0, 1], [0, 3, 0]])
    assert moments.mean.tolist() == [2, 2]
    assert moments.sd.tolist() == [np.sqrt(2), 0]


@pytest.mark.parametrize(
    ("n", "total", "squares", "weight", "mean", "sd"),
    [
        (0, 0, 0, None, np.nan, np.nan),  # no answer
        (1, 4, 16, None, 4, np.nan),  # one answer: no spread is known
        (3, 12, 48, None, 4, 0),  # all equal
        (3, 0, 0, 0, np.nan, np.nan),  # all weights zero
    ],
)
def test_degenerate_groups(n, total, squares, weight, mean, sd):
    moments = from_sums(n, total, squares, weight)
    assert moments.mean == pytest.approx(mean, nan_ok=True)
    assert moments.sd == pytest.approx(sd, nan_ok=True)


def test_counts_must_match_the_levels():
    with pytest.raises(ValueError, match="counts has 2 levels, levels has 3"):
        from_levels([1, 2, 3], [1, 2])
