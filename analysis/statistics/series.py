"""Breaks in a series: where do branches or services appear or vanish, and which are there always?

A share over all services "falls" when new services with low shares join; a break mark says so, and
the constant panel, the units present in every month, shows the change without them. From a table of
presence, units × months:

    appears    the first month of a unit, if the table begins earlier
    vanishes   the first month after its last, if the table goes on
    silent     a month without it in between: a gap to be asked about, not a break

Months without any unit are months without data: they break nothing and are not required of the
constant panel.
Source: nothing is estimated here, the definitions are these; the constant panel is the matched
sample of official statistics (ILO et al. 2020, Consumer Price Index Manual: matched models).
"""

from typing import NamedTuple

import numpy as np


class Breaks(NamedTuple):
    """Boolean arrays (units, months); a month is marked at which something changes."""

    appears: np.ndarray
    vanishes: np.ndarray
    silent: np.ndarray


def breaks(present) -> Breaks:
    """Where units appear, vanish and are silent, from presence (units, months).

    A unit that is never present appears nowhere. No units or no months: empty arrays.

    >>> marks = breaks([[1, 1, 1, 1], [0, 1, 0, 1], [1, 1, 0, 0]])
    >>> [array.any(axis=0).nonzero()[0].tolist() for array in marks]
    [[1], [2], [2]]
    """
    present = _presence(present)
    observed = present.any(axis=0)
    told = present[:, observed]
    begun = np.maximum.accumulate(told, axis=1)
    lasting = np.maximum.accumulate(told[:, ::-1], axis=1)[:, ::-1]  # seen then or later
    marks = np.zeros((3, *present.shape), dtype=bool)
    marks[0][:, observed] = _step(begun) > 0
    marks[1][:, observed] = _step(lasting) < 0
    marks[2][:, observed] = begun & lasting & ~told
    return Breaks(*marks)


def constant_panel(present) -> np.ndarray:
    """Which units are present in every month that has data, (units,) of booleans.

    No month with data: no unit is.

    >>> constant_panel([[1, 0, 1, 1], [0, 0, 1, 1]])      # the second month has no data
    array([ True, False])
    """
    present = _presence(present)
    observed = present.any(axis=0)
    return present[:, observed].all(axis=1) & observed.any()


def _presence(present) -> np.ndarray:
    present = np.asarray(present, dtype=bool)
    if present.ndim != 2:
        raise ValueError(f"present has {present.ndim} dimensions; it must be units × months")
    return present


def _step(marked) -> np.ndarray:
    """Change against the month before; the first month of the table changes nothing."""
    return np.diff(marked.astype(int), axis=1, prepend=marked[:, :1].astype(int))
