"""Exploratory analysis: R's factanal on its own example, statsmodels, planted factors, chance."""

import numpy as np
import pytest
from statsmodels.multivariate.factor import Factor

from analysis.statistics.exploratory import explore, parallel_analysis, rotate
from tests.analysis.statistics.holzinger_swineford import ANSWERS

# R's `ability.cov`: six tests of 112 persons (Smith & Stanley 1983): general, picture, blocks,
# maze, reading, vocab
ABILITY = np.array(
    [
        [24.641, 5.991, 33.520, 6.023, 20.755, 29.701],
        [5.991, 6.700, 18.137, 1.782, 4.936, 7.204],
        [33.520, 18.137, 149.831, 19.424, 31.430, 50.753],
        [6.023, 1.782, 19.424, 12.711, 4.757, 9.075],
        [20.755, 4.936, 31.430, 4.757, 52.604, 66.762],
        [29.701, 7.204, 50.753, 9.075, 66.762, 135.292],
    ]
)
CORRELATION = ABILITY / np.sqrt(np.outer(np.diag(ABILITY), np.diag(ABILITY)))


def test_maximum_likelihood_of_factanal():
    """`factanal(factors = 2, covmat = ability.cov)` as R's manual prints it."""
    found = explore(CORRELATION, 112, 2, "ml", "varimax")
    assert found.uniqueness == pytest.approx([0.455, 0.589, 0.218, 0.769, 0.052, 0.334], abs=1e-3)
    reading, spatial = (
        [0.499, 0.156, 0.206, 0.109, 0.956, 0.785],
        [
            0.543,
            0.622,
            0.860,
            0.468,
            0.182,
            0.225,
        ],
    )
    assert found.loadings[:, 0] == pytest.approx(reading, abs=5e-3)
    assert found.loadings[:, 1] == pytest.approx(spatial, abs=5e-3)
    assert (found.chi_square, found.df) == (pytest.approx(6.11, abs=5e-3), 4)
    assert found.p == pytest.approx(0.191, abs=5e-4)


def test_promax_of_factanal():
    """The same with rotation = "promax"; loadings below 0.1 are blank in R's print."""
    found = explore(CORRELATION, 112, 2, "ml", "promax").loadings
    assert found[[0, 4, 5], 0] == pytest.approx([0.364, 1.023, 0.811], abs=2e-3)
    assert found[[0, 1, 2, 3], 1] == pytest.approx([0.470, 0.671, 0.932, 0.508], abs=2e-3)
    assert np.abs(found[[1, 2, 3], 0]).max() < 0.1
    assert np.abs(found[[4, 5], 1]).max() < 0.1


@pytest.mark.parametrize("extraction", ["ml", "principal_axis"])
def test_extraction_is_that_of_statsmodels(extraction):
    correlation = np.corrcoef(ANSWERS.T)
    method = {"ml": "ml", "principal_axis": "pa"}[extraction]
    other = Factor(corr=correlation, n_factor=3, method=method, nobs=301).fit().loadings
    found = explore(correlation, 301, 3, extraction, "none").loadings
    # From other starting values it stops a few millionths away
    assert found @ found.T == pytest.approx(other @ other.T, abs=1e-5)


def test_the_same_answers_give_the_same_figures():
    first, again = (explore(np.corrcoef(ANSWERS.T), 301, 3, "ml").loadings for _ in range(2))
    assert (first == again).all()


@pytest.mark.parametrize("rotation", ["varimax", "promax", "oblimin"])
def test_a_rotation_explains_the_same(rotation):
    plain = explore(np.corrcoef(ANSWERS.T), 301, 3, "ml", "none").loadings
    rotated, correlations = rotate(plain, rotation)
    assert rotated @ correlations @ rotated.T == pytest.approx(plain @ plain.T, abs=1e-8)
    assert np.diag(correlations) == pytest.approx(np.ones(3))


@pytest.mark.parametrize("rotation", ["varimax", "promax", "oblimin"])
def test_three_known_abilities_are_found(rotation):
    found = explore(np.corrcoef(ANSWERS.T), 301, 3, "ml", rotation).loadings
    strongest = np.abs(found).argmax(axis=1)
    assert len(set(strongest[[0, 1, 2]])) == len(set(strongest[3:6])) == 1
    assert len({strongest[0], strongest[3], strongest[7]}) == 3


def test_parallel_analysis_finds_what_was_planted_and_nothing_in_noise():
    random = np.random.default_rng(2)
    noise = random.standard_normal((300, 12))
    planted = noise + np.repeat(random.standard_normal((300, 3)), 4, axis=1)
    assert parallel_analysis(np.corrcoef(planted.T), 300).factors == 3
    drawn = (np.corrcoef(random.standard_normal((300, 12)).T) for _ in range(40))
    assert sum(parallel_analysis(one, 300, draws=100).factors > 0 for one in drawn) <= 6


def test_chance_is_that_of_normal_answers():
    """The eigenvalues of chance against those of answers drawn row by row."""
    random = np.random.default_rng(4)
    drawn = [
        np.linalg.eigvalsh(np.corrcoef(random.standard_normal((100, 5)).T))[::-1]
        for _ in range(2000)
    ]
    found = parallel_analysis(np.eye(5), 100, draws=2000).chance
    assert found == pytest.approx(np.quantile(drawn, 0.95, axis=0), abs=0.015)


def test_too_many_factors_and_too_few_respondents_are_refused():
    with pytest.raises(ValueError, match="4 factors"):
        explore(CORRELATION, 112, 4)
    with pytest.raises(ValueError, match="too few"):
        parallel_analysis(CORRELATION, 6)
