"""When is each counter open, and how many can it serve in a day?

Only in a sample whose size is `limited`. Who asks while the counter is closed comes when it is
open; who comes after as many as it can serve leaves again.
"""

from dataclasses import dataclass

import numpy as np

from etl.sample.seeding import generator

COUNTERS = ("in_person", "kiosk")  # the channels that close with the branch
HOUR = 3600
# Opens and closes, and how many branches keep these hours.
HOURS = ((7.5, 14.0, 0.55), (7.0, 13.5, 0.25), (8.0, 15.0, 0.15), (7.5, 13.0, 0.05))
CAPACITY = (1.5, 3.0)  # times the visits of a usual working day
FEWEST = 3
LEAVES = 0.6  # of those who come when the day's capacity is used up


@dataclass(frozen=True)
class Opening:
    """Arrays, one entry per branch; seconds after midnight."""

    opens: np.ndarray
    closes: np.ndarray
    capacity: np.ndarray

    @classmethod
    def drawn(cls, seed: int, codes: list[str], visits: np.ndarray) -> "Opening":
        """`visits`: how many a usual working day brings to the counter of each branch."""
        rng = [generator(seed, "opening", code) for code in codes]
        chances = [chance for *_, chance in HOURS]
        kept = [HOURS[each.choice(len(HOURS), p=chances)] for each in rng]
        room = np.array([each.uniform(*CAPACITY) for each in rng])
        return cls(
            np.array([round(opens * HOUR) for opens, *_ in kept]),
            np.array([round(closes * HOUR) for _, closes, _ in kept]),
            np.maximum(np.ceil(room * visits), FEWEST),
        )

    def inside(self, branch: np.ndarray, second: np.ndarray) -> np.ndarray:
        """The same moments, those outside the opening hours spread over them."""
        opens, closes = self.opens[branch], self.closes[branch]
        open_then = (opens <= second) & (second < closes)
        # The same fraction of the opening hours as of the day: no further random number is drawn.
        moved = opens + (second * 7919 % 86400) * (closes - opens) // 86400
        return np.where(open_then, second, moved)

    def turned_away(
        self, branch: np.ndarray, day: np.ndarray, rng: np.random.Generator
    ) -> np.ndarray:
        """Which visits end without having been served; entries are in order of time."""
        place = branch * (int(day.max(initial=0)) + 1) + day
        order = np.argsort(place, kind="stable")
        first = np.r_[True, np.diff(place[order]) != 0]
        count = np.arange(len(place))
        number = np.empty(len(place), dtype=int)
        number[order] = count - np.maximum.accumulate(np.where(first, count, 0))
        return (number >= self.capacity[branch]) & (rng.random(len(place)) < LEAVES)
