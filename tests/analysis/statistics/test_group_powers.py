"""Powers within groups: scipy's likelihood in one group, and groups that are left apart."""

import numpy as np
import pytest
from scipy.stats import yeojohnson, yeojohnson_llf

from analysis.statistics.group_powers import POWERS, log_likelihood, log_slope, powers

SKEWED = np.random.default_rng(1).exponential(size=400) - 1


@pytest.mark.parametrize("power", [-1, 0, 0.5, 1, 2, 3])
def test_likelihood_in_one_group_is_that_of_scipy(power):
    own = log_likelihood(SKEWED, power, np.zeros(400, int))
    assert own == pytest.approx(yeojohnson_llf(power, SKEWED))


@pytest.mark.parametrize("power", [-0.5, 0, 1.5, 2])
def test_slope_is_that_of_small_differences(power):
    step = 1e-6
    slopes = (yeojohnson(SKEWED + step, power) - yeojohnson(SKEWED - step, power)) / (2 * step)
    assert log_slope(SKEWED, power) == pytest.approx(np.log(slopes).sum(), rel=1e-4)


def test_the_power_is_that_within_groups():
    """Two normal groups of unequal size: together they are skewed, within they are not."""
    rng = np.random.default_rng(2)
    group = np.repeat([3, 8], [450, 150])  # any two numbers
    x = rng.normal(size=(600, 1)) + 4.0 * (group == 8)[:, None]
    x = (x - x.mean()) / x.std()
    together, within = powers(x, np.zeros(600, int)), powers(x, group)
    assert abs(within[0] - 1) <= 0.25 < abs(together[0] - 1)


def test_either_skewness_has_its_power():
    x = np.column_stack([SKEWED, -SKEWED])
    found = powers(x, np.zeros(400, int))
    assert found[0] < 1 < found[1] and set(found) <= set(POWERS)
