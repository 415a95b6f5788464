"""Which themes do many short texts share? Non-negative factors of weighted words, and how stable.

TF-IDF: in text d, word w counts tf(d, w) · (1 + ln((1 + D) / (1 + df_w))), rows scaled to length 1
(scikit-learn's smoothed form). NMF: X ≈ W · H, all entries ≥ 0, least squares by coordinate
descent from the singular vectors (NNDSVD with zeros filled by the mean), so that the same texts
give the same themes. The words of a theme are those that weigh most in its row of H.
How many: themes should come back when a part of the texts is left out (Greene et al.). With the
words of theme i of all texts and of theme j of a part taken as sets, the agreement of a number k of
themes is the mean Jaccard index of the best one-to-one match, averaged over the parts. Taken is
the largest k whose agreement is within NEAR of the best one: finer themes where they hold as well.
Below STABLE none is taken: what comes and goes with a fifth of the texts is chance.
Source: Lee, D. D. & Seung, H. S. (1999), Nature 401, 788–791 (NMF); Boutsidis, C. & Gallopoulos, E.
(2008), Pattern Recognition 41, 1350–1362 (NNDSVD); Greene, D., O'Callaghan, D. & Cunningham, P.
(2014), How many topics? Stability analysis for topic models, ECML PKDD, 498–513.
Reference implementation: scikit-learn, which does the work; the weights are recomputed in the test.
"""

import warnings
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

WORDS = 6  # of a theme, that are compared and shown
PARTS, SHARE = 4, 0.8
STABLE, NEAR = 0.6, 0.1
SEED = 20


class Topics(NamedTuple):
    """words: (k, ≤ WORDS) per theme, the heaviest first; theme: (texts,) the theme that weighs most
    in each, −1 where none does; agreement: {k: 0 … 1}, of every number that was tried."""

    words: list[list[str]]
    theme: np.ndarray
    agreement: dict[int, float]


def tf_idf(texts: list[str], fewest: int, most: float = 1.0, stop: frozenset = frozenset()):
    """The sparse matrix texts × words, and the words.

    texts: words with spaces between; fewest: texts that a word must stand in; most: share of the
    texts above which it tells nothing; stop: words that are left out.

    >>> weights, words = tf_idf(["queue long", "queue slow", "site slow"], fewest=2)
    >>> words.tolist(), weights.toarray().round(2).tolist()
    (['queue', 'slow'], [[1.0, 0.0], [0.71, 0.71], [0.0, 1.0]])
    """
    from sklearn.feature_extraction.text import TfidfVectorizer  # a second to import

    made = TfidfVectorizer(
        tokenizer=str.split, token_pattern=None, lowercase=False, min_df=fewest, max_df=most,
        stop_words=sorted(stop) or None,
    )  # fmt: skip
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            weights = made.fit_transform(texts)
    except ValueError:  # no word is left
        return None, np.array([], dtype=object)
    return weights, made.get_feature_names_out()


def topics(weights, words: np.ndarray, numbers: Sequence[int]) -> Topics:
    """The stablest themes; none where not even those are stable. weights, words: of `tf_idf`.

    >>> texts = ["queue long", "queue wait", "long wait", "site down", "site error"] * 5
    >>> found = topics(*tf_idf(texts, fewest=2), numbers=[2])
    >>> sorted(sorted(words[:3]) for words in found.words), found.agreement[2] >= STABLE
    ([['down', 'error', 'site'], ['long', 'queue', 'wait']], True)
    """
    whole = {k: _factors(weights, k) for k in numbers if k < min(weights.shape)}
    parts = _parts(weights)
    agreement = {k: _agreement(h, parts, k) for k, (_, h) in whole.items()}
    highest = max(agreement.values(), default=0.0)
    best = max((k for k in agreement if agreement[k] >= highest - NEAR), default=None)
    if highest < STABLE:
        return Topics([], np.full(weights.shape[0], -1), agreement)
    w, h = whole[best]
    strongest = np.where(w.max(axis=1) > 0, w.argmax(axis=1), -1)
    return Topics([[str(words[i]) for i in top] for top in _tops(h)], strongest, agreement)


def _factors(weights, k: int):
    from sklearn.decomposition import NMF
    from sklearn.exceptions import ConvergenceWarning

    made = NMF(n_components=k, init="nndsvda", random_state=SEED, max_iter=100, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)
        return made.fit_transform(weights), made.components_


def _parts(weights) -> list:
    """Random parts of the texts, the same ones each time."""
    chance = np.random.default_rng(SEED)
    size = int(weights.shape[0] * SHARE)
    return [weights[chance.permutation(weights.shape[0])[:size]] for _ in range(PARTS)]


def _agreement(whole: np.ndarray, parts: list, k: int) -> float:
    from scipy.optimize import linear_sum_assignment

    own, found = [set(top) for top in _tops(whole)], []
    for part in parts:
        theirs = [set(top) for top in _tops(_factors(part, k)[1])]
        jaccard = np.array([[len(a & b) / max(1, len(a | b)) for b in theirs] for a in own])
        found.append(jaccard[linear_sum_assignment(-jaccard)].mean())
    return float(np.mean(found))


def _tops(h: np.ndarray) -> list[list[int]]:
    """The heaviest words of each theme; equal weights in the order of the words."""
    order = np.argsort(-h, axis=1, kind="stable")[:, :WORDS]
    return [[int(i) for i in row if h[t, i] > 0] for t, row in enumerate(order)]
