"""Invariance: lavaan's two schools, groups made to differ, and a single group."""

import numpy as np
import pytest

from analysis.statistics.factor_model import moments
from analysis.statistics.invariance import comparable, steps
from tests.analysis.statistics.holzinger_swineford import ANSWERS, FACTOR_OF, SCHOOLS


def test_two_schools_as_in_lavaan():
    """lavaan's tutorial: p of the differences 0.2244 and 4.435e-07; CFI .923 .921 .882,
    RMSEA .097 .093 .107."""
    found = steps([moments(answers) for answers in SCHOOLS], FACTOR_OF)
    assert [step.indices.cfi for step in found] == pytest.approx([0.923, 0.921, 0.882], abs=6e-4)
    assert [step.indices.rmsea for step in found] == pytest.approx([0.097, 0.093, 0.107], abs=6e-4)
    assert found[1].p_difference == pytest.approx(0.2244, abs=5e-4)
    assert found[2].p_difference == pytest.approx(4.435e-07, rel=1e-3)
    assert comparable(found) == "metric"


def groups(shift=0.0, loading=0.7):
    """Two groups of 2,000; the second answers item 1 `shift` higher and with another loading."""
    random = np.random.default_rng(3)
    loadings = np.full((2, 6), 0.7)
    loadings[1, 0] = loading
    made = []
    for g in range(2):
        answers = random.standard_normal((2000, 1)) @ loadings[[g]]
        answers = answers + random.standard_normal((2000, 6)) * 0.7
        answers[:, 0] += shift * g
        made.append(moments(answers))
    return made


@pytest.mark.parametrize(
    ("made", "level"),
    [
        (groups(), "scalar"),
        (groups(shift=1.0), "metric"),
        (groups(loading=-0.2), "configural"),
    ],
    ids=["same", "another intercept", "another loading"],
)
def test_what_differs_is_found(made, level):
    assert comparable(steps(made, [0] * 6)) == level


def test_another_level_of_the_factor_is_no_difference_of_the_questions():
    """All items higher by the same factor is what means may show."""
    made = groups()
    made[1] = made[1]._replace(mean=made[1].mean + 0.7)
    assert comparable(steps(made, [0] * 6)) == "scalar"


def test_one_group_is_no_comparison():
    with pytest.raises(ValueError, match="two groups"):
        steps([moments(ANSWERS)], FACTOR_OF)


def test_indices_that_jump_by_chance_are_no_difference():
    """With four items and 200 answers RMSEA alone calls two samples of one population different."""
    random = np.random.default_rng(8)
    made = []
    for n in (400, 200):
        answers = random.standard_normal((n, 1)) + 0.8 * random.standard_normal((n, 4))
        made.append(moments(answers))
    found = steps(made, [0] * 4)
    assert max(step.rmsea_change or 0 for step in found) > 0.015
    assert comparable(found) == "scalar"
