"""Do the 95 % intervals cover the truth in 95 % of repetitions?

2,000 samples of 30 branches in 6 provinces, of a population whose mean is known; branches are of
unequal size and differ among themselves, weights are unequal. Design-based intervals, by the
function that every answer uses (`analysis.statistics.survey_design`), beside naive ones that take
every answer as drawn by itself. Promise: 93 to 97 % are covered by design, fewer naively.

    python -m benchmarks.coverage [repetitions]                           a few seconds
"""

import sys

import numpy as np

from analysis.statistics.cluster_sums import added_up
from analysis.statistics.student import interval
from analysis.statistics.survey_design import estimate, simple_random

CLUSTERS, PROVINCES, ANSWERS = 30, 6, 20
# Standard deviations of provinces, of branches in them, of answers in a branch.
PROVINCE, BRANCH, ANSWER = 0.2, 0.3, 1.0
MEAN = 3.4
PROMISED = (0.93, 0.97)


def samples(rng: np.random.Generator, repetitions: int):
    """Cells of all repetitions, one domain each, and the stratum of each of the 30 clusters."""
    stratum = np.arange(CLUSTERS) % PROVINCES
    height = PROVINCE * np.linspace(-1, 1, PROVINCES)
    size = rng.poisson(ANSWERS, (repetitions, CLUSTERS)).clip(2)
    level = MEAN + height[stratum] + BRANCH * rng.normal(size=(repetitions, CLUSTERS))
    cell = np.repeat(np.arange(size.size), size.ravel())
    answer = level.ravel()[cell] + ANSWER * rng.normal(size=cell.size)
    weight = rng.choice([0.5, 1.0, 2.0], cell.size)
    domain, cluster = np.divmod(cell, CLUSTERS)
    sums = (weight, weight * answer, weight * answer**2, weight**2)
    return added_up(domain, cluster, np.ones(cell.size), *sums), stratum


def covered(estimated) -> float:
    low, high = interval(estimated.mean, estimated.se, estimated.df)
    return float(np.mean((low <= MEAN) & (high >= MEAN)))


def main(repetitions: int = 2000) -> tuple[float, float]:
    cells, stratum = samples(np.random.default_rng(1404), repetitions)
    by_design = covered(estimate(cells, stratum, repetitions))
    naive = covered(simple_random(cells, repetitions))
    print(f"{repetitions:,} repetitions of {CLUSTERS} clusters in {PROVINCES} strata")
    print(f"95 % intervals by the survey design cover {by_design:.1%} (promised: 93 to 97 %)")
    print(f"95 % intervals that ignore it cover {naive:.1%}")
    return by_design, naive


if __name__ == "__main__":
    share, without = main(*map(int, sys.argv[1:2]))
    sys.exit(not (PROMISED[0] <= share <= PROMISED[1] and without < share))
