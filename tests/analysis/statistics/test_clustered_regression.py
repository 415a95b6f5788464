"""Coefficients, errors and p against statsmodels, scipy and the definition; false alarms."""

import numpy as np
import pytest
import statsmodels.api as sm
from scipy import stats

from analysis.statistics.clustered_regression import regression

RANDOM = np.random.default_rng(5)
CLUSTER = np.array([f"b{n}" for n in RANDOM.integers(0, 25, 400)])
DESIGN = np.column_stack([np.ones(400), RANDOM.normal(size=400), 1e4 * RANDOM.normal(size=400)])
OUTCOME = DESIGN @ [1, 0.5, 1e-5] + RANDOM.normal(size=400)
WEIGHT = RANDOM.integers(1, 50, 400)
WEIGHTS = [None, WEIGHT, WEIGHT * 7.5]


@pytest.mark.parametrize("weight", WEIGHTS)
def test_with_a_cluster_per_row_it_is_hc2_of_statsmodels(weight):
    """Pustejovsky & Tipton (2018), section 2: CR2 is HC2 then."""
    model = sm.OLS(OUTCOME, DESIGN) if weight is None else sm.WLS(OUTCOME, DESIGN, weight)
    expected = model.fit(cov_type="HC2")
    found = regression(DESIGN, OUTCOME, np.arange(400), weight)
    assert found.estimate == pytest.approx(expected.params, rel=1e-9)
    assert found.se == pytest.approx(expected.bse, rel=1e-9)
    assert found.r_squared == pytest.approx(expected.rsquared, rel=1e-9)


def test_of_clusters_that_are_alike_it_is_welchs_test_of_their_means():
    """Clusters of one size, each wholly of one kind: means of clusters are compared."""
    kind, size = np.repeat([1, 0], [4, 9]), 6
    mean = RANDOM.normal(size=13)
    outcome = np.repeat(mean, size) + RANDOM.normal(size=13 * size)
    mean = outcome.reshape(13, size).mean(axis=1)
    welch = stats.ttest_ind(mean[:4], mean[4:], equal_var=False)
    design = np.column_stack([np.ones(13 * size), np.repeat(kind, size)])
    found = regression(design, outcome, np.repeat(np.arange(13), size))
    assert found.estimate[1] / found.se[1] == pytest.approx(welch.statistic, rel=1e-9)
    # Satterthwaite under equal variances, not Welch's own: Imbens & Kolesár (2016), section II.
    spread, own = 1 / 4 + 1 / 9, 1 / (4**2 * 3) + 1 / (9**2 * 8)
    assert found.df[1] == pytest.approx(spread**2 / own, rel=1e-9)
    assert found.p[1] == pytest.approx(2 * stats.t.sf(abs(welch.statistic), found.df[1]))


def test_the_degrees_of_freedom_that_were_published():
    """Imbens & Kolesár (2016), section II: 3 of 30 treated, each by itself, K_BM = 2.5."""
    design = np.column_stack([np.ones(30), np.repeat([1, 0], [3, 27])])
    found = regression(design, RANDOM.normal(size=30), np.arange(30))
    assert found.df[1].round(1) == 2.5


def by_definition(design, outcome, cluster, weight):
    """se and df of each column from the whole matrices of Bell & McCaffrey (2002)."""
    design, outcome = (np.sqrt(weight) * np.asarray(each).T for each in (design, outcome))
    design = design.T
    inverse = np.linalg.inv(design.T @ design)
    left = np.eye(len(design)) - design @ inverse @ design.T
    se, df = [], []
    for column in inverse:
        rows, variance = [], 0.0
        for each in np.unique(cluster):
            own = cluster == each
            values, vectors = np.linalg.eigh(left[np.ix_(own, own)])
            known = values > 1e-9  # Moore–Penrose
            root = vectors[:, known] / np.sqrt(values[known]) @ vectors[:, known].T
            g = root @ design[own] @ column
            rows.append(left[:, own] @ g)
            variance += (g @ (left @ outcome)[own]) ** 2
        between = np.array(rows) @ np.array(rows).T
        se.append(np.sqrt(variance))
        df.append(np.trace(between) ** 2 / (between**2).sum())
    return np.array(se), np.array(df)


@pytest.mark.parametrize("weight", WEIGHTS)
@pytest.mark.parametrize("further", [[], ["b3"]], ids=["plain", "an effect of one cluster"])
def test_it_is_that_of_the_definition(weight, further):
    effects = [name == CLUSTER for name in further]  # such a cluster is fitted by itself
    design = np.column_stack([DESIGN, *effects])
    found = regression(design, OUTCOME, CLUSTER, weight)
    se, df = by_definition(design, OUTCOME, CLUSTER, 1.0 if weight is None else weight)
    assert found.se == pytest.approx(se, rel=1e-6)
    assert found.df == pytest.approx(df, rel=1e-6)
    assert found.clusters == len(set(CLUSTER))


def test_clusters_that_the_design_fits_by_themselves_tell_of_no_error():
    design = np.column_stack([np.ones(6), np.repeat([0, 1], 3)])
    found = regression(design, OUTCOME[:6], np.repeat([0, 1], 3))
    assert np.isnan(found.se).all() and np.isnan(found.df).all() and np.isnan(found.p).all()


def test_few_clusters_do_not_raise_false_alarms():
    """12 branches of 3 provinces, 4 months, a measure that few branches have much of, and moods.

    Errors by cluster without correction (statsmodels) reject twice as often as they say.
    """
    random, histories = np.random.default_rng(1), 500
    branch = np.repeat(np.arange(12), 4)
    effects = np.column_stack([(branch // 4)[:, None] == np.arange(3),
                               np.tile(np.arange(4), 12)[:, None] == np.arange(1, 4)])  # fmt: skip
    corrected = plain = 0
    for _ in range(histories):
        measure = np.exp(random.normal(size=12))[branch] + 0.3 * random.normal(size=48)
        weight = random.integers(5, 60, 12)[branch]
        outcome = random.normal(size=12)[branch] + random.normal(size=48) / np.sqrt(weight / 20)
        design = np.column_stack([measure, effects])
        corrected += regression(design, outcome, branch, weight).p[0] < 0.05
        fit = sm.WLS(outcome, design, weight)
        by_branch = {"groups": branch}
        plain += fit.fit(cov_type="cluster", cov_kwds=by_branch, use_t=True).pvalues[0] < 0.05
    # Three errors of the simulation.
    assert corrected / histories < 0.05 + 3 * np.sqrt(0.05 * 0.95 / histories)
    assert plain / histories > 0.1


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
