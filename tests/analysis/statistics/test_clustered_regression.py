"""Coefficients, errors and p against statsmodels, weighted and not; where it says nothing."""

import numpy as np
import pytest
import statsmodels.api as sm

from analysis.statistics.clustered_regression import regression

RANDOM = np.random.default_rng(5)
CLUSTER = np.array([f"b{n}" for n in RANDOM.integers(0, 25, 400)])
DESIGN = np.column_stack([np.ones(400), RANDOM.normal(size=400), 1e4 * RANDOM.normal(size=400)])
OUTCOME = DESIGN @ [1, 0.5, 1e-5] + RANDOM.normal(size=400)
WEIGHT = RANDOM.integers(1, 50, 400)


@pytest.mark.parametrize("weight", [None, WEIGHT, WEIGHT * 7.5])
def test_it_is_that_of_statsmodels(weight):
    groups = np.unique(CLUSTER, return_inverse=True)[1]
    model = sm.OLS(OUTCOME, DESIGN) if weight is None else sm.WLS(OUTCOME, DESIGN, weight)
    expected = model.fit(cov_type="cluster", cov_kwds={"groups": groups}, use_t=True)
    found = regression(DESIGN, OUTCOME, CLUSTER, weight)
    assert found.estimate == pytest.approx(expected.params, rel=1e-9)
    assert found.se == pytest.approx(expected.bse, rel=1e-9)
    assert found.p == pytest.approx(expected.pvalues, rel=1e-8)
    assert found.r_squared == pytest.approx(expected.rsquared, rel=1e-9)
    assert found.df == len(set(CLUSTER)) - 1


def test_one_cluster_has_no_errors():
    found = regression(DESIGN, OUTCOME, np.zeros(400))
    assert (
        np.isfinite(found.estimate).all() and np.isnan(found.se).all() and np.isnan(found.p).all()
    )


def test_as_many_columns_as_rows_have_no_errors():
    assert np.isnan(regression(DESIGN[:3], OUTCOME[:3], CLUSTER[:3]).se).all()


@pytest.mark.parametrize("column", [np.full(400, 3.0), 2 * DESIGN[:, 1], np.zeros(400)])
def test_a_column_that_follows_from_the_others_is_refused(column):
    with pytest.raises(ValueError, match="follows from the others"):
        regression(np.column_stack([DESIGN, column]), OUTCOME, CLUSTER)
