"""Which client is behind each request, and who came back within a week?"""

from functools import lru_cache

import numpy as np
import polars as pl

from etl.sample.requests import Requests

WEEK = 7 * 86400
BACK_AFTER_FAILURE, BACK_ANYWAY = 0.35, 0.05
LETTER_FIRST = 6 * 16**3


def returning(requests: Requests, in_vain: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    """For each request the position of the earlier one that the same client made, or its own.

    Who failed comes back more often than who was served, and comes back to the same branch.
    """
    count = len(requests.day)
    time = requests.day * 86400 + requests.second
    order = np.lexsort((time, requests.branch))
    back = rng.integers(1, 6, count)
    earlier = order[np.maximum(np.arange(count) - back, 0)]
    chance = np.where(in_vain[earlier], BACK_AFTER_FAILURE, BACK_ANYWAY)
    same_week = (time[order] - time[earlier] < WEEK) & (time[order] > time[earlier])
    same_place = requests.branch[order] == requests.branch[earlier]
    comes_back = (rng.random(count) < chance) & same_week & same_place
    first = np.arange(count)
    first[order] = np.where(comes_back, earlier, order)
    return _followed(first)


def _followed(first: np.ndarray) -> np.ndarray:
    """Chains of returns lead to the request that began them."""
    while not np.array_equal(further := first[first], first):
        first = further
    return first


def pseudonyms(numbers: np.ndarray) -> pl.Series:
    """`c-` and twelve hexadecimal digits, of which every fourth is a letter.

    The letters are there so that no pseudonym can be taken for a national number of ten digits.
    """
    mixed, blocks = _mixed(numbers), pl.Series(_blocks())
    powers = [np.uint64(LETTER_FIRST**power) for power in range(3)]
    parts = [blocks.gather(mixed // power % np.uint64(LETTER_FIRST)) for power in powers]
    return "c-" + parts[0] + parts[1] + parts[2]


@lru_cache
def _blocks() -> list[str]:
    """a000 … ffff: what four hexadecimal digits can be when the first is a letter."""
    return [f"{0xA000 + number:04x}" for number in range(LETTER_FIRST)]


def _mixed(numbers: np.ndarray) -> np.ndarray:
    """SplitMix64: neighbouring numbers become unlike each other; no two become the same."""
    x = numbers + np.uint64(0x9E3779B97F4A7C15)
    x = (x ^ (x >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    x = (x ^ (x >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return x ^ (x >> np.uint64(31))
