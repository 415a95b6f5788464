"""When does which channel fail, where and how badly? Only in a sample whose size is `limited`.

Drawn per month from a stream of its own, so that a test can ask what was planted.
"""

from dataclasses import dataclass

import numpy as np

from etl.sample.months import Month
from etl.sample.seeding import generator

# Outages per month and channel, in the whole country and in one province.
NATIONAL = {"web_portal": 0.12, "mobile_app": 0.10, "ussd": 0.12, "call_centre": 0.10}
PROVINCIAL = {"in_person": 0.010, "agent_office": 0.012, "kiosk": 0.03, "call_centre": 0.006}
LASTS = (1, 2, 3, 4)  # days
LASTS_CHANCE = (0.45, 0.30, 0.15, 0.10)
LEFT = (0.03, 0.35)  # of the usual requests, at least and at most
FAILED = (0.3, 0.8)  # of those that come through


@dataclass(frozen=True)
class Outage:
    """`province` None: everywhere; `first` counts the days of the month from 0."""

    channel: str
    province: str | None
    first: int
    days: int
    left: float
    failed: float

    def hits(self, channel: str, province: str) -> bool:
        return self.channel == channel and self.province in (None, province)

    @property
    def span(self) -> slice:
        return slice(self.first, self.first + self.days)


def outages(seed: int, month: Month, provinces: list[str]) -> tuple[Outage, ...]:
    """The outages that begin in a month, those of the whole country first."""
    rng = generator(seed, "outages", month.name)
    places = [(channel, None, chance) for channel, chance in NATIONAL.items()]
    places += [(c, place, chance) for place in provinces for c, chance in PROVINCIAL.items()]
    struck = rng.random(len(places)) < [chance for _, _, chance in places]
    return tuple(
        Outage(
            channel,
            place,
            int(rng.integers(0, month.length)),
            int(rng.choice(LASTS, p=LASTS_CHANCE)),
            float(rng.uniform(*LEFT)),
            float(rng.uniform(*FAILED)),
        )
        for (channel, place, _), hit in zip(places, struck, strict=True)
        if hit
    )


def crowding(found: tuple[Outage, ...], channel: str, province: str, days: int) -> np.ndarray:
    """The factor on the requests of each day."""
    factor = np.ones(days)
    for outage in found:
        if outage.hits(channel, province):
            factor[outage.span] *= outage.left
    return factor


def failing(found: tuple[Outage, ...], channel: str, province: str, days: int) -> np.ndarray:
    """The chance that a request of each day fails because of an outage."""
    chance = np.zeros(days)
    for outage in found:
        if outage.hits(channel, province):
            chance[outage.span] = outage.failed
    return chance
