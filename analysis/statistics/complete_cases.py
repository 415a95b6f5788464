"""What are the mean and covariance of some items, over the respondents who answered all of them?

Each set of items has its own complete cases. Those without any gap are summed once, for every set;
only respondents with a gap are gone through again:

    mean        c + Σ d / n                       d = x − c
    covariance  Σ d d' / n − (Σ d / n)(Σ d / n)'

c are the answers of the first respondent without a gap: whole answers then have whole sums, and
an item that everybody answered alike has a variance of exactly 0.
Source: listwise deletion per set of items, as `psych::alpha` and lavaan do it.
"""

from collections.abc import Sequence

import numpy as np

from analysis.statistics.factor_model import Moments


class CompleteCases:
    """answers (n, p), NaN where there is none.

    >>> cases = CompleteCases([[1, 2, 3], [3, 6, 5], [5, 4, np.nan]])
    >>> [part.tolist() for part in cases.moments([0, 2])[1:]]
    [[2.0, 4.0], [[1.0, 1.0], [1.0, 1.0]]]
    >>> cases.moments([0, 1]).n
    3
    """

    def __init__(self, answers):
        answers = np.asarray(answers, dtype=float)
        gap = np.isnan(answers).any(axis=1)
        whole, self._partial = answers[~gap], answers[gap]
        self.n = len(whole)
        self._about = whole[0] if self.n else np.zeros(answers.shape[1])
        whole = whole - self._about
        self._total, self._cross = whole.sum(axis=0), whole.T @ whole

    def moments(self, places: Sequence[int] | None = None) -> Moments:
        """Of the items at these places (all: None), divided by n; NaN where n is 0."""
        places = np.arange(len(self._about)) if places is None else np.asarray(places, dtype=int)
        further = self._partial[:, places]
        further = further[~np.isnan(further).any(axis=1)] - self._about[places]
        n = self.n + len(further)
        with np.errstate(invalid="ignore"):
            mean = (self._total[places] + further.sum(axis=0)) / n if n else places * np.nan
            cross = self._cross[np.ix_(places, places)] + further.T @ further
            covariance = cross / n - np.outer(mean, mean) if n else cross * np.nan
        return Moments(n, mean + self._about[places], covariance)


def correlation(covariance) -> np.ndarray:
    """Correlations (p, p) from covariances; NaN of an item without spread, else 1 with itself.

    >>> correlation([[4.0, 1.0], [1.0, 1.0]]).tolist()
    [[1.0, 0.5], [0.5, 1.0]]
    """
    covariance = np.asarray(covariance, dtype=float)
    scale = np.sqrt(np.diag(covariance))
    with np.errstate(divide="ignore", invalid="ignore"):
        found = np.clip(covariance / scale[:, None] / scale, -1, 1)
    np.fill_diagonal(found, np.where(scale > 0, 1.0, np.nan))
    return found
