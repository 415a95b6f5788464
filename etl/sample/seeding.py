"""Why does the same month come out the same, however many months are asked for?

Each part of the sample (a kind, a month, a province) draws from a stream of its own, named by
what it is and not by when it was drawn.
"""

from zlib import crc32

import numpy as np


def generator(seed: int, *names: str) -> np.random.Generator:
    """The stream of random numbers that belongs to these names under this seed."""
    # crc32 and not hash(): Python salts the hash of a string anew in every process.
    words = [seed, *(crc32(name.encode()) for name in names)]
    return np.random.Generator(np.random.PCG64(np.random.SeedSequence(words)))


def choose(rng: np.random.Generator, weights: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """For each entry of `rows` a column, drawn with the weights of that row of the table.

    All draws are one search in the rows' cumulative shares laid end to end, because a loop over
    the rows is what makes a generator slow.
    """
    shares = weights / weights.sum(axis=1, keepdims=True)
    ends = np.cumsum(shares, axis=1)
    ends[:, -1] = 1.0
    ladder = (ends + np.arange(len(weights))[:, None]).ravel()
    found = np.searchsorted(ladder, rows + rng.random(len(rows)), side="right")
    return np.minimum(found - rows * weights.shape[1], weights.shape[1] - 1)
