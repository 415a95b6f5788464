"""Reliability: published values, intervals that hold the truth, scales without an answer."""

import numpy as np
import pytest

from analysis.statistics.factor_model import moments
from analysis.statistics.reliability import alpha, item_rest, omega
from tests.analysis.statistics.holzinger_swineford import ANSWERS

SCALES = [ANSWERS[:, 3 * number : 3 * number + 3] for number in range(3)]


def test_alpha_of_semtools():
    """semTools::reliability on Holzinger & Swineford's data."""
    found = [alpha(np.cov(answers.T), len(answers)).value for answers in SCALES]
    assert found == pytest.approx([0.626, 0.883, 0.688], abs=5e-4)


@pytest.mark.parametrize("rule", ["alpha", "omega"])
def test_intervals_hold_the_truth_as_often_as_they_say(rule):
    """500 samples of 100 from five parallel items: α = ω = 5 · 0.5 / (1 + 4 · 0.5)."""
    truth, random, held = 5 * 0.5 / 3, np.random.default_rng(11), 0
    for _ in range(500):
        answers = random.standard_normal((100, 1)) + random.standard_normal((100, 5))
        found = alpha(np.cov(answers.T), 100) if rule == "alpha" else omega(moments(answers))
        held += found.low <= truth <= found.high
    assert 0.925 <= held / 500 <= 0.975


def test_omega_equals_alpha_where_items_are_parallel():
    matrix = np.full((4, 4), 0.5) + 0.5 * np.eye(4)
    group = moments(ANSWERS[:, :4])._replace(covariance=matrix)
    assert omega(group).value == pytest.approx(alpha(matrix, group.n).value)


def test_item_rest_correlation_counted_from_answers():
    answers = SCALES[0]
    for item, found in enumerate(item_rest(np.cov(answers.T))):
        rest = np.delete(answers, item, axis=1).sum(axis=1)
        assert found == pytest.approx(np.corrcoef(answers[:, item], rest)[0, 1])


def test_scales_without_an_answer():
    constant = np.column_stack([SCALES[0], np.full(301, 2.0)])
    twice = np.column_stack([SCALES[0], SCALES[0][:, 0]])
    assert np.isnan(alpha([[1.0]], 100).value)
    assert np.isnan(alpha(np.zeros((3, 3)), 100).value)
    assert np.isnan(omega(moments(SCALES[0][:, :2])).value)
    assert np.isnan(omega(moments(constant)).value)
    assert np.isnan(omega(moments(twice)).value)
    assert np.isnan(item_rest(np.cov(constant.T))[3])
