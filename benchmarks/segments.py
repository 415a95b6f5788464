"""How often are segments found where there are none, and planted ones found as they are?

One population, of respondents who are more or less content throughout: normal scores, the same
skewed, means of answers 1 … 5 of which up to half are the highest, and answers of which each was
shuffled over the respondents. Promise: of each design at most 5 % are said to have segments.

Planted are 2, 3 or 4 groups, of equal or unequal size, whose means lie `APART` standard deviations
of a scale from the nearest other, in any direction; being content goes through all scales within
them. Scores are normal, skewed, means of six answers on each scale, or of four that often are the
highest. Printed: how many samples have the right number, more, fewer or none, and the mean adjusted
Rand index with the planted groups, beside that of who knows means, covariance and shares.

Either counts what the page would say: segments that are not stable are none.

    python -m benchmarks.segments [samples]       about an hour for 40 samples of each design
"""

import itertools
import sys
import time

import numpy as np
from scipy.stats import multivariate_normal
from sklearn.metrics import adjusted_rand_score

from analysis.statistics.segments import STABLE, segments

APART = (1.5, 2, 3, 4, 5)
ALONE = (
    (2, 600),
    (4, 600),
    (7, 600),
    (2, 2000),
    (4, 2000),
)  # scales and respondents of one population
SHARES = {
    2: ((0.5, 0.5), (0.75, 0.25)),
    3: ((1 / 3, 1 / 3, 1 / 3), (0.5, 0.35, 0.15)),
    4: ((0.25, 0.25, 0.25, 0.25), (0.4, 0.3, 0.18, 0.12)),
}
# Answers on each scale, how far the mean lies above the middle, and loading of an answer
ONE_POPULATION = {
    "normal": None,
    "skewed": None,
    "2 answers": (2, 0.0, 0.75),
    "2 answers, high": (2, 1.0, 0.75),
    "2 answers, at the end": (2, 1.8, 0.75),
    "5 answers, high": (5, 1.0, 0.75),
    "5 answers, at the end": (5, 1.8, 0.75),
    "10 answers, at the end": (10, 1.8, 0.75),
    "5 answers, low": (5, -1.3, 0.75),
    "5 answers, shuffled": (5, 0.5, 0.75),
}
PLANTED = {
    "normal": None,
    "skewed": None,
    "6 answers": (6, 0.3, 0.85),
    "4 answers, at the end": (4, 1.2, 0.85),
}
CONTENT = (0.15, 0.4, 0.7)  # part of a scale's variance within groups that all scales share
PROMISED = 0.05


def means(k: int, scales: int, apart: float, rng: np.random.Generator) -> np.ndarray:
    """Groups × scales: in any direction, the nearest two `apart`, the others not much more."""
    tried = [rng.normal(size=(k, scales)) for _ in range(200 if k > 2 else 1)]
    distances = [np.linalg.norm(one[:, None] - one, axis=2)[np.triu_indices(k, 1)] for one in tried]
    best = max(range(len(tried)), key=lambda i: distances[i].min() / distances[i].max())
    return tried[best] * apart / distances[best].min()


def opinions(n: int, scales: int, content: float, rng: np.random.Generator) -> np.ndarray:
    general, own = rng.normal(size=(n, 1)), rng.normal(size=(n, scales))
    return np.sqrt(content) * general + np.sqrt(1 - content) * own


def answered(x, asked, rng: np.random.Generator, shuffled: bool = False) -> np.ndarray:
    """Means of answers 1 … 5 to the questions of each scale of x (n, scales)."""
    questions, above, loading = asked
    means = []
    for scale in (x / x.std(axis=0)).T:
        noise = np.sqrt(1 - loading**2) * rng.normal(size=(len(x), questions))
        cuts = np.array([-1.5, -0.5, 0.5, 1.5]) - above + rng.normal(0, 0.3, (questions, 1))
        answers = 1 + ((loading * scale[:, None] + noise)[:, :, None] > cuts).sum(axis=2)
        means.append((rng.permuted(answers, axis=0) if shuffled else answers).mean(axis=1))
    return np.column_stack(means)


def seen(x, kind: str, asked, rng: np.random.Generator) -> np.ndarray:
    if asked:
        return answered(x, asked, rng, "shuffled" in kind)
    return np.exp(0.35 * x) if kind == "skewed" else x


def planted(kind, n, scales, k, apart, shares, rng):
    """Scores (n, scales), the groups (n,), and how well who knows all would tell the groups."""
    content = rng.choice(CONTENT)
    group, centre = rng.choice(k, n, p=shares), means(k, scales, apart, rng)
    x = opinions(n, scales, content, rng) + centre[group]
    covariance = content + (1 - content) * np.eye(scales)
    density = [
        s * multivariate_normal(m, covariance).pdf(x) for s, m in zip(shares, centre, strict=True)
    ]
    told = adjusted_rand_score(group, np.argmax(density, axis=0))
    return seen(x - shares @ centre, kind, PLANTED[kind], rng), group, told


def said(scores) -> tuple[int, np.ndarray]:
    """How many segments the page would tell, and who is in which."""
    found = segments(scores)
    if found.found == 1 or found.stability < STABLE:
        return 1, np.zeros(len(scores), int)
    return found.found, found.segment


def false_alarms(samples: int) -> float:
    """The largest share of a design; prints all."""
    worst = 0.0
    print(f"One population, {samples} samples each: said to have segments")
    for (scales, n), kind in itertools.product(ALONE, ONE_POPULATION):
        wrong = 0
        for seed in range(samples):
            rng = np.random.default_rng([seed, scales, n])
            shuffled = "shuffled" in kind
            x = opinions(n, scales, CONTENT[seed % len(CONTENT)], rng)
            x += 3 * rng.integers(2, size=(n, 1)) * shuffled  # groups that shuffling undoes
            wrong += said(seen(x, kind, ONE_POPULATION[kind], rng))[0] > 1
        worst = max(worst, wrong / samples)
        print(f"{kind:24} {scales} scales {n:5} respondents {wrong / samples:6.1%}", flush=True)
    return worst


def recovery(samples: int) -> None:
    print("Planted, all numbers and sizes of groups: right, more, fewer, none; ARI, best ARI")
    for scales, apart, kind in itertools.product((4, 2), APART[::-1], PLANTED):
        rows = []
        for k, n, number in itertools.product(SHARES, (300, 1000), range(max(1, samples // 40))):
            for place, shares in enumerate(SHARES[k]):
                rng = np.random.default_rng([number, k, n, place, scales, int(10 * apart)])
                x, group, told = planted(kind, n, scales, k, apart, np.array(shares), rng)
                count, segment = said(x)
                rows.append((count - k, count == 1, adjusted_rand_score(group, segment), told))
        more, none, ari, told = np.array(rows).T
        print(
            f"{kind:24} {apart:3} apart, {scales} scales: {np.mean(more == 0):4.0%}"
            f" {np.mean(more > 0):4.0%} {np.mean((more < 0) & (none == 0)):4.0%}"
            f" {np.mean(none):4.0%}  {ari.mean():.2f} {told.mean():.2f}",
            flush=True,
        )


def main(samples: int = 40) -> float:
    start = time.process_time()
    recovery(samples)
    worst = false_alarms(samples)
    print(f"Most false alarms of a design: {worst:.1%}; promised: at most {PROMISED:.0%}")
    print(f"{time.process_time() - start:.0f} s of CPU")
    return worst


if __name__ == "__main__":
    sys.exit(main(*map(int, sys.argv[1:2])) > PROMISED)
