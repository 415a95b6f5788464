"""Break marks and the constant panel against a slow second way."""

import numpy as np
import pytest

from analysis.statistics.series import breaks, constant_panel


def slowly(present):
    """Marks unit by unit, over the months that have any data."""
    observed = [month for month in range(present.shape[1]) if present[:, month].any()]
    marks = np.zeros((3, *present.shape), dtype=bool)
    for unit, row in enumerate(present):
        months = [place for place, month in enumerate(observed) if row[month]]
        if not months:
            continue
        if months[0] > 0:
            marks[0, unit, observed[months[0]]] = True
        if months[-1] + 1 < len(observed):
            marks[1, unit, observed[months[-1] + 1]] = True
        for place in range(months[0], months[-1]):
            marks[2, unit, observed[place]] = place not in months
    return marks


@pytest.mark.parametrize("seed", range(50))
def test_marks_equal_a_slow_second_way(seed):
    chance = np.random.default_rng(seed)
    present = chance.random((8, 12)) < chance.uniform(0.2, 0.95)
    present[:, chance.random(12) < 0.2] = False  # months without any data
    for found, expected in zip(breaks(present), slowly(present), strict=True):
        assert found.tolist() == expected.tolist()
    observed = present.any(axis=0)
    expected = [bool(observed.any()) and all(row[observed]) for row in present]
    assert constant_panel(present).tolist() == expected


def test_a_branch_that_opens_one_that_closes_and_one_that_falls_silent():
    marks = breaks(
        [
            [1, 1, 1, 1, 1, 1],  # always
            [0, 0, 1, 1, 1, 1],  # opens in the third month
            [1, 1, 1, 1, 0, 0],  # gone from the fifth
            [1, 0, 1, 1, 1, 1],  # silent in the second
        ]
    )
    assert np.argwhere(marks.appears).tolist() == [[1, 2]]
    assert np.argwhere(marks.vanishes).tolist() == [[2, 4]]
    assert np.argwhere(marks.silent).tolist() == [[3, 1]]


@pytest.mark.parametrize(
    ("present", "panel"),
    [
        (np.zeros((0, 3)), []),  # no unit
        (np.zeros((2, 0)), [False, False]),  # no month
        (np.zeros((2, 3)), [False, False]),  # nothing at all
        ([[1]], [True]),  # one unit in one month
        ([[1, 0, 1]], [True]),  # a single unit: its gap is a month without data
        ([[1, 1], [0, 0]], [True, False]),  # a unit that is never there
    ],
)
def test_degenerate_tables_have_no_breaks(present, panel):
    assert not any(mark.any() for mark in breaks(present))
    assert [mark.shape for mark in breaks(present)] == [np.shape(present)] * 3
    assert constant_panel(present).tolist() == panel


def test_a_list_of_units_is_no_table():
    with pytest.raises(ValueError, match="present has 1 dimensions; it must be units × months"):
        breaks([1, 0, 1])
