"""Factor models: lavaan's published χ², another program's estimates, and what cannot be fit."""

import numpy as np
import pytest
import semopy

from analysis.statistics import factor_model
from analysis.statistics.factor_model import LOADING, Moments, fit, moments
from analysis.statistics.factor_slopes import chi_square_of
from tests.analysis.statistics.holzinger_swineford import ANSWERS, FACTOR_OF, SCHOOLS

MODEL = "visual =~ x1 + x2 + x3\ntextual =~ x4 + x5 + x6\nspeed =~ x7 + x8 + x9"


def test_chi_square_of_lavaan():
    """lavaan's tutorial, "A CFA example": 85.306 on 24 df."""
    fitted = fit([moments(ANSWERS)], FACTOR_OF)
    assert fitted.chi_square == pytest.approx(85.306, abs=5e-4)
    assert fitted.df == 24
    assert fitted.converged and fitted.admissible


@pytest.mark.parametrize(
    ("equal", "chi_square", "df"),
    [
        ((), 115.851, 48),
        (("loadings",), 124.044, 54),
        (("loadings", "intercepts"), 164.103, 60),
    ],
)
def test_chi_square_of_two_schools(equal, chi_square, df):
    """lavaan's tutorial, "Measurement invariance"."""
    fitted = fit([moments(answers) for answers in SCHOOLS], FACTOR_OF, equal)
    assert fitted.chi_square == pytest.approx(chi_square, abs=5e-4)
    assert fitted.df == df


def test_estimates_of_another_program():
    """semopy fixes the first loading of each factor; the products of loadings do not care."""
    other = semopy.Model(MODEL)
    other.fit(semopy.examples.holzinger39.get_data())
    sigma = np.asarray(other.calc_sigma()[0])
    order = [other.vars["observed"].index(f"x{number}") for number in range(1, 10)]
    ours = fit([moments(ANSWERS)], FACTOR_OF).implied[0]
    assert ours == pytest.approx(sigma[np.ix_(order, order)], abs=2e-3)


def test_standard_errors_are_those_of_repeated_samples():
    """500 samples of 400 from a known model: the mean error is the deviation of the estimates."""
    true = np.array([0.5, 0.6, 0.7, 0.8])
    random = np.random.default_rng(7)
    found, errors = [], []
    for _ in range(500):
        common = random.standard_normal((400, 1))
        own = random.standard_normal((400, 4)) * np.sqrt(1 - true**2)
        fitted = fit([moments(common * true + own)], [0] * 4)
        found.append(fitted.loadings[0, :, 0])
        errors.append(np.sqrt(np.diag(fitted.variance)[:4]))
        assert [place[0][0] for place in fitted.places[:4]] == [LOADING] * 4
    assert np.std(found, axis=0) == pytest.approx(np.mean(errors, axis=0), rel=0.1)
    assert np.mean(found, axis=0) == pytest.approx(true, abs=0.01)


def test_a_factor_with_one_item_has_no_residual():
    fitted = fit([moments(ANSWERS[:, :4])], [0, 0, 0, 1])
    assert fitted.residuals[0, 3] == 0
    assert fitted.loadings[0, 3, 1] ** 2 == pytest.approx(ANSWERS[:, 3].var())


@pytest.mark.parametrize(
    "answers",
    [
        np.column_stack([ANSWERS[:, :3], np.full(301, 3.0)]),
        np.column_stack([ANSWERS[:, :3], ANSWERS[:, 0]]),
        ANSWERS[:4, :4],
    ],
    ids=["a constant item", "an item twice", "as many respondents as items"],
)
def test_what_cannot_be_fit_is_refused(answers):
    with pytest.raises(ValueError, match="positive definite"):
        fit([moments(answers)], [0, 0, 0, 0])


def test_a_model_that_is_impossible_is_called_so():
    """A Heywood case: the correlations ask one item for more than all of its variance."""
    matrix = np.array([[1, 0.9, 0.6], [0.9, 1, 0.5], [0.6, 0.5, 1]])
    fitted = fit([Moments(100, np.zeros(3), matrix)], [0, 0, 0])
    assert not fitted.admissible
    assert fitted.residuals.min() < 0


def test_rounding_of_a_huge_misfit_does_not_stop_the_steps(monkeypatch):
    """Near its least value χ² of millions of respondents changes by less than it is rounded by:
    steps were halved to nothing, again and again, in thousands of evaluations."""
    counted = []

    def counting(groups, state):
        counted.append(1)
        return chi_square_of(groups, state)

    monkeypatch.setattr(factor_model, "chi_square_of", counting)
    for seed in (1, 2, 3):
        chance = np.random.default_rng(seed)
        loadings = np.zeros((42, 5))
        loadings[np.arange(42), np.arange(42) % 5] = chance.uniform(0.2, 0.7, 42)
        factors = np.full((5, 5), 0.3) + 0.7 * np.eye(5)
        covariance = loadings @ factors @ loadings.T + np.diag(chance.uniform(0.2, 1.5, 42))
        assert fit([Moments(1e8, np.zeros(42), covariance)], [0] * 42).converged
    assert len(counted) < 3 * 100
