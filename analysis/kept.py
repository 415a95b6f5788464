"""Which results of queries are worth keeping? Those asked last, of one version, up to a size.

A version never changes, so a kept result is as good as a new one. The questions of one page ask
much of the same: months, loads, branches, sums that two figures share.
"""

import threading
from collections import OrderedDict
from collections.abc import Callable, Hashable

import polars as pl

# Bytes; the largest: sums of 42 factors in 5 customer groups of 700 branches
LARGEST, ALTOGETHER = 20_000_000, 128_000_000


class Kept:
    """Results by key, at most ALTOGETHER bytes; one larger than LARGEST is not kept."""

    def __init__(self, altogether: int = ALTOGETHER, largest: int = LARGEST):
        self._altogether, self._largest, self._size = altogether, largest, 0
        self._results: OrderedDict[Hashable, pl.DataFrame] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: Hashable, ask: Callable[[], pl.DataFrame]) -> pl.DataFrame:
        """The result of that key, asked for where it is not kept; a copy that shares its data."""
        with self._lock:
            if key in self._results:
                self._results.move_to_end(key)
                return self._results[key].clone()
        found = ask()  # outside the lock: two may ask the same at once, and get the same
        size = found.estimated_size()
        if size <= self._largest:
            with self._lock:
                self._put(key, found, size)
        return found.clone()

    def _put(self, key, found, size):
        replaced = self._results.pop(key, None)
        self._size += size - (replaced.estimated_size() if replaced is not None else 0)
        self._results[key] = found
        while self._size > self._altogether:
            _, oldest = self._results.popitem(last=False)
            self._size -= oldest.estimated_size()
