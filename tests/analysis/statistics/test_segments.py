"""Segments: planted groups are found again, and none where there are none.

Answers as `etl.sample` draws them: 42 items, four components, one opinion that all share. Planted
are three profiles that differ in the components, not in how content they are on the whole.
"""

from pathlib import Path

import numpy as np
import pytest
from scipy.special import ndtri
from scipy.stats import rankdata
from sklearn.metrics import adjusted_rand_score
from sklearn.mixture import GaussianMixture

from analysis.statistics import segments as module
from analysis.statistics.segments import segments
from benchmarks import segments as benchmark
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


@pytest.mark.parametrize("constant", [3, 3.3])  # the deviation of the latter is 5e-14, not 0
def test_a_score_that_all_share_divides_nobody(constant):
    x = np.random.default_rng(1).normal(size=(1000, 2))
    x[:, 1] = constant
    with pytest.raises(ValueError, match="none of them constant"):
        segments(x)


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
    """Exponential scores that go together: a mixture of them as they are would find two."""
    rng = np.random.default_rng(5)
    shared = rng.normal(size=(500, 1))
    skewed = np.exp(0.7 * (shared + 0.6 * rng.normal(size=(500, 3))))
    assert GaussianMixture(2, random_state=0).fit(skewed).bic(skewed) < GaussianMixture(1).fit(
        skewed
    ).bic(skewed)
    assert segments(skewed).found == 1


def test_a_heap_of_highest_scores_is_no_segment():
    """Two answers on each scale, a third of them at its end: normal scores of ranks gave six."""
    x = one_population(4, np.random.default_rng(3), (2, 1.8, 0.75))
    assert np.mean(x == 5) > 0.25
    ranks = ndtri((rankdata(x, axis=0) - 0.5) / len(x))
    as_they_are = [GaussianMixture(k, random_state=0).fit(ranks).bic(ranks) for k in (1, 2)]
    assert as_they_are[1] < as_they_are[0]
    assert segments(x).found == 1


def one_population(scales, rng, asked):
    return benchmark.seen(benchmark.opinions(600, scales, 0.4, rng), "answers", asked, rng)


@pytest.mark.parametrize(
    ("kind", "k", "apart", "least"),
    [
        ("normal", 2, 5, 0.95),  # measured: 0.98; by ranks alone, groups far apart are divided
        ("normal", 4, 4, 0.8),  # 0.89
        ("skewed", 3, 5, 0.9),  # 0.98; without powers a skewed group is several
        ("6 answers", 3, 5, 0.9),  # 0.96
    ],
)
def test_groups_of_other_layouts_are_recovered(kind, k, apart, least):
    shares, rng = np.array(benchmark.SHARES[k][1]), np.random.default_rng(k)
    x, group, _ = benchmark.planted(kind, 600, 4, k, apart, shares, rng)
    found = segments(x)
    assert found.found == k and found.stability > module.STABLE
    assert adjusted_rand_score(group, found.segment) > least


def test_groups_that_differ_on_one_scale_alone_are_seen_by_scores():
    """By ranks they are one normal distribution; they do not overlap."""
    rng = np.random.default_rng(4)
    group = np.repeat([0, 1], [400, 200])
    x = rng.normal(size=(600, 2)) + np.outer(group, [6, 0])
    found = segments(x)
    assert np.argmin(found.by_ranks) == 0 and found.found == 2
    assert adjusted_rand_score(group, found.segment) > 0.95


def test_whoever_has_the_same_scores_is_in_the_same_segment():
    rng = np.random.default_rng(6)
    x, *_ = benchmark.planted("normal", 600, 2, 2, 5, np.array([0.5, 0.5]), rng)
    x = np.round(x)
    found = segments(x)
    assert found.found == 2
    _, place = np.unique(x, axis=0, return_inverse=True)
    for alike in range(place.max() + 1):
        assert len(np.unique(found.segment[place.ravel() == alike])) == 1


def test_a_scale_that_repeats_another_adds_no_segment():
    x = benchmark.opinions(300, 2, 0.4, np.random.default_rng(8))
    assert segments(np.column_stack([x, x[:, 0]])).found == 1


def test_the_same_answers_have_the_same_segments():
    items, _ = sheets(300, 4, planted=True)
    one, again = segments(components(items)), segments(components(items))
    assert one.by_scores == again.by_scores and np.array_equal(one.segment, again.segment)


@pytest.mark.parametrize(
    "scores", [np.zeros((100, 2)), np.random.default_rng(1).normal(size=(30, 2))]
)
def test_what_cannot_be_divided_is_refused(scores):
    with pytest.raises(ValueError, match="at least 40"):
        segments(scores)
