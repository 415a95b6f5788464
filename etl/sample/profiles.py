"""Profiles of respondents in the survey of the website: invented, so that segments can be found.

Nobody is asked for a profile; it shows in what is perceived, and some customer groups have it more:
- no_help: the website works well, but nobody helps where something goes wrong. Employers above all.
- even: everything is about as on average.
- by_people: the website is neither quick nor trusted, yet people answer and put things right.
  Pensioners above all.
With the shares of the sample's groups the offsets of each dimension average to zero, so that its
planted mean stays.
"""

from collections.abc import Iterable, Sequence

import numpy as np

from etl.sample.respondents import GROUPS
from etl.sample.seeding import choose, generator

PROFILES = ("no_help", "even", "by_people")
# How often each profile is met in a customer group
SHARES = {
    "insured": (0.25, 0.55, 0.20),
    "pensioner": (0.10, 0.40, 0.50),
    "employer": (0.75, 0.20, 0.05),
    "dependant": (0.25, 0.55, 0.20),
}
# Among all respondents
OVERALL = np.array(list(GROUPS.values())) @ np.array([SHARES[group] for group in GROUPS])
# How far from the dimension's mean the first and the last profile perceive it, in points of 1 … 5.
# Between them lies the largest profile: answers keep a single peak, as real ones do.
APART = {
    "efficiency": (0.7, -0.9),
    "fulfilment": (0.6, -1.0),
    "reliability": (0.6, -1.0),
    "privacy": (0.3, -0.7),
    "responsiveness": (-1.1, 0.9),
    "compensation": (-0.9, 0.8),
    "contact": (-1.0, 0.5),
}
NONE = (0.0, 0.0)  # a dimension that the organisation added


def planted(seed: int, month: str, province: str, groups: Sequence[str]) -> np.ndarray:
    """The profile of each respondent of a month and province, as a position in `PROFILES`."""
    rng = generator(seed, "profiles", month, province)
    weights = np.array([SHARES.get(group, OVERALL) for group in groups])
    return choose(rng, weights, np.arange(len(groups)))


def offsets(dimensions: Iterable[str | None]) -> np.ndarray:
    """Profiles × dimensions: points above the mean; by the weights `OVERALL` they sum to zero."""
    first, last = np.array([APART.get(one, NONE) for one in dimensions]).T
    return np.array([first, -(OVERALL[0] * first + OVERALL[2] * last) / OVERALL[1], last])
