"""The codes behind the icons of variation and assurance."""

import numpy as np
import pytest

from analysis.statistics.process_control import xmr
from analysis.statistics.special_cause import SpecialCauses, special_causes
from analysis.statistics.variation import assurance, latest, variation

GAP = np.nan
STEADY = [3.0, 3.1, 2.9, 3.0, 3.1, 2.9, 3.0, 3.1, 2.9, 3.0, 3.1, 2.9]


def last_code(values, better):
    lines = xmr(values)
    return variation(values, lines, special_causes(values, lines), better)[latest(values)]


@pytest.mark.parametrize(
    ("value", "better", "code"),
    [
        (3.0, "higher", "common_cause"),
        (4.0, "higher", "special_improving"),
        (2.0, "higher", "special_concerning"),
        (4.0, "lower", "special_concerning"),
        (2.0, "lower", "special_improving"),
        (4.0, "neither", "special_neither"),
        (3.0, "neither", "common_cause"),
    ],
)
def test_the_latest_variation(value, better, code):
    assert last_code([*STEADY, value], better) == code
    assert last_code([*STEADY, value, GAP], better) == code  # the latest month that has a value


def test_the_place_of_the_process_speaks_before_its_movement():
    zero, down, up = np.array([0]), np.array([-1]), np.array([1])
    lines = xmr([1.0, 2.0])._replace(sigma=np.array([1.0]))
    trend_up_below = SpecialCauses(outside=zero, shift=down, near_limit=zero, trend=up)
    assert variation([1.0], lines, trend_up_below, "higher") == ["special_concerning"]
    only_trend = SpecialCauses(outside=zero, shift=zero, near_limit=zero, trend=up)
    assert variation([1.0], lines, only_trend, "higher") == ["special_improving"]


def test_nothing_is_said_without_a_value_or_limits():
    for values in ([], [3.0], [GAP, GAP]):
        lines = xmr(values)
        codes = variation(values, lines, special_causes(values, lines), "higher")
        assert codes == [None] * len(values)
    assert latest([]) is None
    assert latest([GAP, GAP]) is None


def test_values_all_equal_vary_by_common_cause():
    assert last_code([0.1] * 9, "higher") == "common_cause"


@pytest.mark.parametrize(
    ("target", "higher", "lower"),
    [
        (0.60, "consistently_hit", "consistently_missed"),  # below both limits
        (0.70, "consistently_hit", "hit_and_miss"),  # equal to the lower limit
        (0.75, "hit_and_miss", "hit_and_miss"),  # between
        (0.80, "hit_and_miss", "consistently_hit"),  # equal to the upper limit
        (0.90, "consistently_missed", "consistently_hit"),  # above both
        (GAP, None, None),  # no target
    ],
)
def test_assurance(target, higher, lower):
    assert assurance(0.70, 0.80, target, "higher") == higher
    assert assurance(0.70, 0.80, target, "lower") == lower


def test_there_is_no_assurance_without_limits_or_direction():
    assert assurance(GAP, GAP, 0.7, "higher") is None
    assert assurance(0.7, 0.8, 0.7, "neither") is None


def test_a_process_always_at_its_target_hits_it():
    assert assurance(1.0, 1.0, 1.0, "higher") == "consistently_hit"


def test_an_unknown_direction_is_refused():
    with pytest.raises(ValueError, match="better \\('up'\\) must be one of 'higher', 'lower'"):
        assurance(0.7, 0.8, 0.7, "up")
