"""Criteria of mixtures: those of their formulas, and comparable under a transformation."""

import numpy as np
import pytest
from scipy.stats import multivariate_normal, norm

from analysis.statistics import mixtures
from analysis.statistics.mixtures import count, fits, fitted


def test_bic_of_one_is_that_of_its_formula():
    x = np.random.default_rng(2).normal(size=(200, 2))
    covariance = np.cov(x.T, bias=True) + mixtures.FLOOR * np.eye(2)
    log_likelihood = multivariate_normal(x.mean(axis=0), covariance).logpdf(x).sum()
    one = fits(x)[0]
    assert one.bic == pytest.approx(-2 * log_likelihood + 5 * np.log(200))
    assert one.icl == one.bic  # nobody is in doubt where there is one


def test_icl_counts_the_doubt_about_each_respondent():
    """Two normal distributions of one score, tied: each probability by its density."""
    rng = np.random.default_rng(3)
    x = np.concatenate([rng.normal(0, 1, 200), rng.normal(4, 1, 100)])[:, None]
    model = fitted(x, 2, "tied")
    spread = np.sqrt(model.covariances_[0, 0])
    density = model.weights_ * norm(model.means_[:, 0], spread).pdf(x)
    certain = density.max(axis=1) / density.sum(axis=1)
    log_likelihood = np.log(density.sum(axis=1)).sum()
    two = mixtures._judged(model, x, 0.0)
    assert two.bic == pytest.approx(-2 * log_likelihood + 4 * np.log(300))
    assert two.icl == pytest.approx(two.bic - 2 * np.log(certain).sum())


def test_the_slope_makes_units_indifferent():
    """In tenths each density is a tenth of what it was; floor and seeds leave the rest as it is."""
    x = np.random.default_rng(4).normal(size=(300, 1))
    slope = 300 * np.log(10)
    assert fits(10 * x, slope)[0].bic == pytest.approx(fits(x)[0].bic, abs=0.5)


@pytest.mark.parametrize("content", [0.15, 0.7])
def test_scales_that_go_together_are_one(content):
    """Mixtures without correlations would stand in for the factor that all scales share."""
    rng = np.random.default_rng(5)
    x = np.sqrt(content) * rng.normal(size=(600, 1))
    x = x + np.sqrt(1 - content) * rng.normal(size=(600, 4))
    assert count(fits(x), "bic") == 1
