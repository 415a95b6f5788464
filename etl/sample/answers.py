"""What does each respondent answer, given the province, branch, channel and group?

Four components that share one general opinion: a respondent who is content with one is, by a
little, content with the others.
"""

import numpy as np
from scipy.special import ndtri

from etl.sample.questionnaire import Questionnaire

GENERAL = 0.25  # the part of a component's variance that all components share
# Overall satisfaction follows each component by its own weight, in the order of the instrument.
WEIGHTS = np.array([0.45, 0.30, 0.20, 0.15])
OVERALL_NOISE = 0.75
OVERALL_BELOW = np.array([0.05, 0.18, 0.50, 0.87])  # shares of overall answers below 2, 3, 4, 5
MISSING = 0.015


def opinions(components: int, count: int, rng: np.random.Generator) -> np.ndarray:
    """Respondents × components: correlated standard normal scores."""
    general = rng.normal(size=(count, 1))
    own = rng.normal(size=(count, components))
    return np.sqrt(GENERAL) * general + np.sqrt(1 - GENERAL) * own


def latent(
    questionnaire: Questionnaire, scores: np.ndarray, mood: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Respondents × items: how strongly each agrees; `mood` is added, in standard deviations."""
    loading = questionnaire.loading
    noise = rng.normal(size=(len(scores), len(loading)))
    agreement = scores[:, questionnaire.component] * loading + noise * np.sqrt(1 - loading**2)
    return agreement + mood


def levels_of(agreement: np.ndarray, below: np.ndarray) -> np.ndarray:
    """Answers 1…5: as many of the item's thresholds as the agreement exceeds, and one.

    below: (items, 4), or (respondents, items, 4) where respondents are of several kinds.
    """
    return 1 + (agreement[:, :, None] > ndtri(below)).sum(axis=2)


def overall(scores: np.ndarray, mood: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The answer to the overall item, which follows the components and the mood."""
    weights = WEIGHTS[np.arange(scores.shape[1]) % len(WEIGHTS)]
    wanted = scores @ weights + OVERALL_NOISE * rng.normal(size=len(scores))
    # The general opinion makes the components' scores correlate: variance of their sum.
    shared = (1 - GENERAL) * (weights**2).sum() + GENERAL * weights.sum() ** 2
    agreement = wanted / np.sqrt(shared + OVERALL_NOISE**2) + mood
    return levels_of(agreement[:, None], OVERALL_BELOW[None])[:, 0]


def with_gaps(answers: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """The same with a few left out (NaN)."""
    return np.where(rng.random(answers.shape) < MISSING, np.nan, answers)


def ranked(agreement: np.ndarray, counts: list[tuple[int, ...]]) -> np.ndarray:
    """Answers with exactly these counts per item: who agrees least gets the lowest.

    So the means and deviations are those wanted, and the correlations those of the agreement.
    """
    answers = np.empty(agreement.shape)
    order = np.argsort(agreement, axis=0, kind="stable")
    for item, wanted in enumerate(counts):
        answers[order[:, item], item] = np.repeat(np.arange(1, 6), wanted)
    return answers
