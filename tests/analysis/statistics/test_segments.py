"""Segments: planted groups are found again, and none where there are none.

Answers as `etl.sample` draws them: 42 items, four components, one opinion that all share. Planted
are three profiles that differ in the components, not in how content they are on the whole.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import multivariate_normal, rankdata
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from analysis.statistics import segments as module
from analysis.statistics.segments import segments
from etl.sample import answers
from etl.sample.questionnaire import Questionnaire

DATA = Path(__file__).parents[3] / "data"
ASKED = Questionnaire.read(
    DATA / "instruments" / "remote_services_42.toml", DATA / "studies" / "remote_services_42.csv"
)
SHARES = np.array([0.4, 0.3, 0.3])
# Profile × component, in deviations; over all respondents each component keeps its mean
SHIFTS = np.array([[0.9, 0.9, -0.9, 0.0], [-1.2, 0.0, 1.2, 1.1], [0.0, -1.2, 0.0, -1.1]])


def sheets(n, seed, planted):
    """Answers (n, 42), and the profile of each respondent."""
    rng = np.random.default_rng(seed)
    scores, profile = answers.opinions(4, n, rng), np.zeros(n, dtype=int)
    if planted:
        profile = rng.choice(3, n, p=SHARES)
        scores = np.sqrt(1 - SHARES @ SHIFTS**2) * scores + SHIFTS[profile]
    agreement = answers.latent(ASKED, scores, np.zeros((n, 1)), rng)
    return answers.levels_of(agreement, ASKED.below).astype(float), profile


def components(items):
    return np.column_stack([items[:, ASKED.component == c].mean(axis=1) for c in range(4)])


def test_planted_profiles_are_recovered_and_stable():
    items, profile = sheets(600, 1, planted=True)
    found = segments(components(items))
    assert found.found == 3
    assert adjusted_rand_score(profile, found.segment) > 0.9  # measured: 0.94
    assert found.stability > 0.85
    assert np.all(np.diff(np.bincount(found.segment)) <= 0)  # the largest first


@pytest.mark.parametrize("seed", [1, 2])
def test_shuffled_answers_have_no_segments(seed):
    """Each item permuted over the respondents: the same answers, and nothing that goes together."""
    items, _ = sheets(600, seed, planted=True)
    rng = np.random.default_rng(seed)
    shuffled = np.column_stack([rng.permutation(column) for column in items.T])
    found = segments(components(shuffled))
    assert (found.found, found.stability) == (1, None)


def test_more_or_less_content_is_no_segment():
    items, _ = sheets(600, 3, planted=False)
    assert segments(components(items)).found == 1


def test_a_scale_skewed_by_its_end_is_not_divided():
    """Exponential scores that go together: without ranks two segments would be found."""
    rng = np.random.default_rng(5)
    shared = rng.normal(size=(500, 1))
    skewed = np.exp(0.7 * (shared + 0.6 * rng.normal(size=(500, 3))))
    assert GaussianMixture(2, random_state=0).fit(skewed).bic(skewed) < GaussianMixture(1).fit(
        skewed
    ).bic(skewed)
    assert segments(skewed).found == 1


def test_the_same_answers_have_the_same_segments():
    items, _ = sheets(300, 4, planted=True)
    one, again = segments(components(items)), segments(components(items))
    assert one.bic == again.bic and np.array_equal(one.segment, again.segment)


@pytest.mark.parametrize(
    "scores", [np.zeros((100, 2)), np.random.default_rng(1).normal(size=(30, 2))]
)
def test_what_cannot_be_divided_is_refused(scores):
    with pytest.raises(ValueError, match="at least 40"):
        segments(scores)


def test_bic_is_that_of_its_formula():
    x = np.random.default_rng(2).normal(size=(200, 2))
    found = segments(x).bic[0]
    z = ndtri((rankdata(x, axis=0) - 0.5) / len(x))
    covariance = np.cov(z.T, bias=True) + module.FLOOR * np.eye(2)
    log_likelihood = multivariate_normal(z.mean(axis=0), covariance).logpdf(z).sum()
    assert found == pytest.approx(-2 * log_likelihood + 5 * np.log(200))
