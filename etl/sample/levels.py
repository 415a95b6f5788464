"""How many answers of each level give a mean and a standard deviation that are known?"""

import itertools
from functools import lru_cache

import numpy as np

LEVELS = np.arange(1, 6)


@lru_cache
def shares(mean: float, sd: float) -> tuple[float, ...]:
    """The shares of answers 1…5 with this mean and (population) deviation, and no other opinion.

    Maximum entropy: p ∝ exp(a k + b k²), the discrete normal, single-peaked while b < 0; a and b
    by Newton's method. Source: Kemp, "Characterizations of a discrete normal distribution",
    Journal of Statistical Planning and Inference 63 (1997) 223–229.
    """
    powers = np.vstack([LEVELS - mean, (LEVELS - mean) ** 2])
    target = np.array([0.0, sd**2])
    slopes = np.array([0.0, -0.5 / sd**2])
    for _ in range(200):
        p = np.exp(slopes @ powers)
        p /= p.sum()
        missing = target - powers @ p
        if np.abs(missing).max() < 1e-12:
            return tuple(p.tolist())
        centred = powers - (powers @ p)[:, None]
        step = np.linalg.solve((centred * p) @ centred.T, missing)
        slopes += step * min(1.0, 1.0 / np.abs(step).max())
    raise ValueError(f"no answers 1…5 have mean {mean} and standard deviation {sd}")


@lru_cache
def counts(mean: float, sd: float, n: int) -> tuple[int, ...]:
    """The counts nearest the discrete normal whose mean and deviation (n − 1) round to these.

    >>> counts(3.85, 0.37, 384)
    (0, 0, 60, 322, 2)
    """
    wanted = np.array(shares(mean, sd * np.sqrt((n - 1) / n))) * n
    start = np.floor(wanted).astype(int)
    steps = np.array(list(itertools.product(range(-2, 4), repeat=5)))
    tried = start + steps[steps.sum(axis=1) == n - start.sum()]
    tried = tried[(tried >= 0).all(axis=1)]
    means = tried @ LEVELS / n
    sds = np.sqrt((tried @ LEVELS**2 - n * means**2) / (n - 1))
    # A margin inside the rounding band: nobody's way of summing then rounds to the other side.
    fits = (np.abs(means - mean) < 0.004) & (np.abs(sds - sd) < 0.004)
    if not fits.any():
        raise ValueError(f"{n} answers 1…5 cannot have mean {mean} and standard deviation {sd}")
    distance = ((tried - wanted) ** 2).sum(axis=1) + 1e6 * (means - mean) ** 2
    return tuple(tried[fits][np.argmin(distance[fits])].tolist())
