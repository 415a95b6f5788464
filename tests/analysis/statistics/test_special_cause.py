"""The rules against the package they come from, a slow second way, and white noise."""

import numpy as np
import pytest

from analysis.statistics.process_control import Chart, xmr
from analysis.statistics.special_cause import RUN, special_causes

GAP = np.nan


def chart(size, baseline=None):
    """A chart with centre 0 and sigma 1, so that a value is its own z."""
    line = np.zeros(size)
    baseline = np.zeros(size, dtype=int) if baseline is None else np.asarray(baseline)
    return Chart(line, line - 3, line + 3, line + 1, line, baseline, baseline)


def fired(rule, values, baseline=None):
    causes = special_causes(values, chart(len(values), baseline))
    return getattr(causes, rule).tolist()


# As expected by NHSRplotthedots, tests/testthat/test-ptd_calculate_point_type.R.
@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([0.5] * 6, [0] * 6),  # six on one side
        ([0.5] * 6 + [-0.5], [0] * 7),  # six, then the other side
        ([0.5] * 8 + [-0.5], [1] * 8 + [0]),  # eight above
        ([-0.5] * 8 + [0.5], [-1] * 8 + [0]),  # eight below
        ([-0.5] + [0.5] * 8 + [-0.5], [0] + [1] * 8 + [0]),  # in between
        # Our own:
        ([0.5] * 3 + [0.0] + [0.5] * 3, [0] * 7),  # on the centre: on neither side
        ([0.5] * 3 + [GAP] + [0.5] * 4, [0] * 8),  # seven values, but not in a row
    ],
)
def test_shift(values, expected):
    assert fired("shift", values) == expected


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([1, 2, 3, 4, 5, 6], [0] * 6),  # five steps
        ([1, 2, 3, 3, 4, 5, 6], [0] * 7),  # equal neighbours
        ([1, 2, 3, 4, 5, 6, 7], [1] * 7),  # six steps up
        ([2, 1, 2, 3, 4, 5, 6, 7, 3], [0] + [1] * 7 + [0]),  # in between
        ([7, 6, 5, 4, 3, 2, 1], [-1] * 7),  # six steps down
        ([2, 7, 6, 5, 4, 3, 2, 1, 3], [0] + [-1] * 7 + [0]),  # in between
        # Our own:
        ([1, 2, 3, 4, 5, 6, 7, 6, 5, 4, 3, 2, 1], [1] * 6 + [-1] * 7),  # the turn has the later
        ([1, 2, 3, GAP, 4, 5, 6, 7], [0] * 8),  # not in a row
    ],
)
def test_trend(values, expected):
    assert fired("trend", np.divide(values, 10)) == expected


@pytest.mark.parametrize(
    ("near", "expected"),
    [
        ([1, 0, 1], [1, 0, 1]),  # two of three
        ([0, 1, 1], [0, 1, 1]),
        ([1, 1, 0], [1, 1, 0]),
        ([0, 0, 1, 0, 1, 0, 0], [0, 0, 1, 0, 1, 0, 0]),
        ([1, 0, 0, 1], [0, 0, 0, 0]),  # two of four
        ([1, 0, 0, 1, 1], [0, 0, 0, 1, 1]),
    ],
)
def test_two_of_three_near_a_limit(near, expected):
    values = np.where(near, 2.5, 0.5)
    assert fired("near_limit", values) == expected
    assert fired("near_limit", -values) == [-mark for mark in expected]


def test_near_a_limit_needs_three_on_one_side_and_none_outside_counts():
    assert fired("near_limit", [2.5, -0.5, 2.5]) == [0, 0, 0]
    assert fired("near_limit", [2.5, 3.5, 0.5]) == [0, 0, 0]
    assert fired("outside", [2.5, 3.5, -3.5]) == [0, 1, -1]


def test_no_rule_crosses_the_start_of_a_baseline():
    split = [0] * 4 + [1] * 4
    assert fired("shift", [0.5] * 8, split) == [0] * 8
    assert fired("trend", np.arange(8) / 10, split) == [0] * 8
    assert fired("near_limit", [2.5, 2.5, 0.5], [0, 1, 1]) == [0] * 3


def slowly(values, lines):
    """The four rules by their definition, pattern by pattern."""
    size = len(values)
    marks = {rule: np.zeros(size, dtype=int) for rule in ("outside", "shift", "near", "trend")}
    for length in range(1, size + 1):
        for first in range(size - length + 1):
            at = np.arange(first, first + length)
            x, z = values[at], (values[at] - lines.centre[at]) / lines.sigma[at]
            if np.isnan(x).any() or len(set(lines.baseline[at])) > 1:
                continue
            for sign in (1, -1):
                if length == 1 and sign * z[0] > 3:
                    marks["outside"][at] = sign
                if length == RUN and (sign * z > 0).all():
                    marks["shift"][at] = sign
                if length == RUN and (sign * np.diff(x) > 0).all():
                    marks["trend"][at] = sign
                close = (sign * z > 2) & (sign * z <= 3)
                if length == 3 and (sign * z > 0).all() and close.sum() >= 2:
                    marks["near"][at[close]] = sign
    return list(marks.values())


@pytest.mark.parametrize("seed", range(60))
def test_all_rules_equal_a_slow_second_way(seed):
    chance = np.random.default_rng(seed)
    values = np.cumsum(chance.normal(size=40)) / 2 + chance.normal(size=40) / 2
    values[chance.random(40) < 0.05] = GAP
    lines = xmr(values, starts=[15], screen=bool(seed % 2))
    causes = special_causes(values, lines)
    for found, expected in zip(causes, slowly(values, lines), strict=True):
        assert found.tolist() == expected.tolist()


def test_a_real_rise_is_found_and_only_there():
    chance = np.random.default_rng(3)
    values = chance.normal(3.4, 0.03, 24)
    values[20:] += 0.3
    causes = special_causes(values, xmr(values))
    assert np.flatnonzero(np.any(causes, axis=0)).tolist() == [20, 21, 22, 23]
    assert causes.outside[20:].tolist() == [1, 1, 1, 1]


def test_an_outage_is_found_and_the_months_around_it_are_not_called_special():
    chance = np.random.default_rng(1)
    values = chance.normal(3.5, 0.05, 24)
    values[10] -= 1
    causes = special_causes(values, xmr(values))
    assert np.flatnonzero(np.any(causes, axis=0)).tolist() == [10]


# What to expect where nothing changes: about one series of 24 months in six has a mark somewhere,
# one in sixty at the latest month. The rules are not adjusted for the number of series.
@pytest.mark.parametrize(
    ("screen", "somewhere", "at_the_latest"),
    [(False, (0.11, 0.18), (0.004, 0.022)), (True, (0.14, 0.22), (0.008, 0.028))],
)
def test_false_alarms_on_white_noise(screen, somewhere, at_the_latest):
    chance = np.random.default_rng(5)
    marked = []
    for values in chance.normal(size=(1000, 24)):
        marked.append(np.any(special_causes(values, xmr(values, screen=screen)), axis=0))
    assert somewhere[0] < np.mean(np.any(marked, axis=1)) < somewhere[1]
    assert at_the_latest[0] < np.mean(np.array(marked)[:, -1]) < at_the_latest[1]


@pytest.mark.parametrize(
    "values",
    [
        [],  # no month
        [3.0],  # one point
        [3.0, 4.0],  # two
        [GAP] * 9,  # all missing
        [0.1] * 9,  # all equal: on the centre, whatever its last digit
        [3.0, GAP, 4.0],  # no neighbours, no limits
    ],
)
def test_degenerate_series_have_no_special_cause(values):
    causes = special_causes(values, xmr(values))
    assert [rule.tolist() for rule in causes] == [[0] * len(values)] * 4
