"""Raking against tables worked by hand, and against what the totals demand."""

import numpy as np
import pytest

from analysis.statistics.raking import EmptyCells, rake

# Respondents of a 2 × 2 table: 4, 1 / 2, 3.
ROW = np.repeat([0, 0, 1, 1], [4, 1, 2, 3])
COLUMN = np.repeat([0, 1, 0, 1], [4, 1, 2, 3])


def table(weights):
    return np.bincount(2 * ROW + COLUMN, weights, 4)


def test_one_cycle_by_hand():
    # Rows to 60 and 40: 48, 12 / 16, 24. Columns to 50 and 50: × 50/64 and × 50/36.
    raked = rake(np.ones(10), [ROW, COLUMN], [[60, 40], [50, 50]], most=1)
    assert table(raked.weights) == pytest.approx([37.5, 50 / 3, 12.5, 100 / 3], rel=1e-12)
    assert not raked.converged
    assert raked.gap == pytest.approx((40 - 37.5 / 3 - 100 / 3) / -40, rel=1e-9)


def test_the_fixed_point_by_hand():
    # Raking keeps the odds ratio, 4·3 / (1·2) = 6: x(x − 10) = 6(60 − x)(50 − x).
    root = (650 - np.sqrt(650**2 - 4 * 5 * 18000)) / 10
    raked = rake(np.ones(10), [ROW, COLUMN], [[60, 40], [50, 50]])
    assert raked.converged
    assert table(raked.weights) == pytest.approx([root, 60 - root, 50 - root, root - 10], rel=1e-7)


def province_and_group(size=3000, seed=7):
    chance = np.random.default_rng(seed)
    province, group = chance.integers(0, 31, size), chance.choice(4, size, p=[0.5, 0.3, 0.15, 0.05])
    whole = 1e6
    totals = [whole * chance.dirichlet(np.full(31, 20)), whole * np.array([0.4, 0.35, 0.15, 0.1])]
    return chance.uniform(0.5, 2, size), [province, group], totals


def test_margins_are_met_and_the_report_is_true():
    weights, margins, totals = province_and_group()
    raked = rake(weights, margins, totals)
    assert raked.converged
    assert raked.trimmed == 0
    for margin, total in zip(margins, totals, strict=True):
        assert np.bincount(margin, raked.weights) == pytest.approx(total, rel=1e-8)
    w = raked.weights
    assert raked.deff == pytest.approx(1 + w.var() / w.mean() ** 2, rel=1e-12)  # Kish: 1 + cv²


def test_within_a_cell_base_weights_keep_their_ratio():
    weights, margins, totals = province_and_group()
    ratio = rake(weights, margins, totals).weights / weights
    cell = margins[0] * 4 + margins[1]
    assert all(np.ptp(ratio[cell == one]) < 1e-9 * ratio.max() for one in np.unique(cell))


def test_the_unit_of_the_base_weights_does_not_matter():
    weights, margins, totals = province_and_group()
    once, again = (rake(unit * weights, margins, totals).weights for unit in (1, 1e-4))
    assert again == pytest.approx(once, rel=1e-9)


def test_bounds_hold_while_margins_are_met():
    weights, margins, totals = province_and_group()
    base = weights * 1e6 / weights.sum()
    free = rake(weights, margins, totals).weights / base
    raked = rake(weights, margins, totals, bounds=(0.5, 0.98 * free.max()))
    assert raked.converged
    assert raked.trimmed > 0
    assert raked.weights / base == pytest.approx(
        np.clip(raked.weights / base, 0.5, 0.98 * free.max())
    )


def test_bounds_that_cannot_be_met_are_told():
    raked = rake(np.ones(10), [ROW, COLUMN], [[90, 10], [50, 50]], bounds=(0.8, 1.25), most=50)
    assert not raked.converged
    assert raked.iterations == 50
    assert raked.gap > 0.1
    assert (raked.weights >= 8 - 1e-9).all()
    assert (raked.weights <= 12.5 + 1e-9).all()
    assert raked.trimmed == 6  # all but the cell of 4: the total of its column holds it back


def test_weights_that_fit_already_are_left_alone():
    raked = rake([1, 1], [[0, 1]], [[5, 5]], bounds=(0.5, 2))
    assert (raked.weights.tolist(), raked.iterations, raked.trimmed) == ([5, 5], 0, 0)
    assert (raked.converged, raked.gap, raked.deff) == (True, 0, 1)


def test_crosswise_gaps_can_make_totals_unreachable():
    # All of row 0 is in column 0: its 60 cannot be less than what column 0 holds in all.
    raked = rake(np.ones(3), [[0, 0, 1], [0, 0, 1]], [[60, 40], [30, 70]])
    assert not raked.converged


def test_categories_without_respondents_are_listed():
    with pytest.raises(
        EmptyCells, match="no weight to raise in margin/category 0/2, 1/0"
    ) as caught:
        rake([1, 1], [[0, 1], [1, 1]], [[1, 1, 2], [1, 3]])
    assert caught.value.cells == [(0, 2), (1, 0)]


@pytest.mark.parametrize(
    ("weights", "margins", "totals", "bounds", "message"),
    [
        ([1, 1], [[0, 1], [0, 1]], [[5, 5], [5, 6]], None, "totals of the margins disagree"),
        ([1, 1], [[0, 1]], [[10, 0]], None, "margin 0: a category of respondents has no total"),
        ([1, 1], [[0, 2]], [[5, 5]], None, "margin 0: a category of respondents has no total"),
        ([1, -1], [[0, 1]], [[5, 5]], None, "must not be negative, and not all zero"),
        ([0, 0], [[0, 1]], [[5, 5]], None, "must not be negative, and not all zero"),
        ([], [[]], [[5, 5]], None, "must not be negative, and not all zero"),  # nobody
        ([1, 1], [[0, 1]], [[5, 5]], (1.2, 3), "bounds \\(1.2, 3\\) must lie around 1"),
    ],
)
def test_what_cannot_be_is_refused(weights, margins, totals, bounds, message):
    with pytest.raises(ValueError, match=message):
        rake(weights, margins, totals, bounds)
