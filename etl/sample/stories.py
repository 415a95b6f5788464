"""What happened in the invented country, month by month, that a reader of the pages should find?"""

from dataclasses import dataclass

import numpy as np

from etl.sample.months import ANCHOR, Month
from etl.sample.outages import Outage, crowding, failing


@dataclass(frozen=True)
class Story:
    """`first` and `last` month (None: it goes on), `where` it shows, `what` is to be seen."""

    name: str
    first: str
    last: str | None
    where: dict[str, str]
    what: str

    def runs(self, month: Month) -> bool:
        return self.first <= month.name <= (self.last or month.name)


STORIES = (
    Story(
        "outage", "1404-08", "1404-08", {"channel": "web_portal"},
        "The portal is down from the 10th to the 17th: a fifth of the usual requests come through, "
        "most of them fail, and the call centre is asked twice as often.",
    ),
    Story(
        "silent_branch", "1404-10", None, {"branch": "B0918"},
        "A branch of Razavi Khorasan sends no more requests, though it is not closed.",
    ),
    Story(
        "satisfaction_rise", "1404-11", None, {"province": "IR-29"},
        "South Khorasan's respondents are more satisfied, by a third of a deviation, and stay so.",
    ),
    Story(
        "mobile_growth", "1402-08", None, {"channel": "mobile_app"},
        "The mobile app takes requests from the counters, month after month.",
    ),
    Story(
        "drift", "1402-08", None, {"province": "every"},
        "The answers of each province rise and fall slowly, by less than a twentieth of a "
        "deviation.",
    ),
)  # fmt: skip
OUTAGE_DAYS = slice(9, 17)  # counted from 0
PORTAL_LEFT, CALLS_MORE, PORTAL_FAILED = 0.2, 2.0, 0.7
RISE = 0.35
DRIFT = 0.02


@dataclass(frozen=True)
class Stories:
    """The stories that are told in one month; none when they are not planted."""

    told: bool
    month: Month
    outages: tuple[Outage, ...] = ()

    def runs(self, name: str) -> bool:
        return self.told and any(s.name == name and s.runs(self.month) for s in STORIES)

    def crowding(self, channel: str, province: str, days: int) -> np.ndarray:
        """The factor on the requests of each day."""
        factor = crowding(self.outages, channel, province, days)
        if self.runs("outage") and channel in ("web_portal", "call_centre"):
            factor[OUTAGE_DAYS] *= PORTAL_LEFT if channel == "web_portal" else CALLS_MORE
        return factor

    def failing(self, channel: str, province: str, days: int) -> np.ndarray:
        """The chance that a request of each day fails for a reason of that day."""
        chance = failing(self.outages, channel, province, days)
        if self.runs("outage") and channel == "web_portal":
            chance[OUTAGE_DAYS] = PORTAL_FAILED
        return chance

    def silent(self) -> str | None:
        """The branch whose requests do not arrive."""
        story = next(s for s in STORIES if s.name == "silent_branch")
        return story.where["branch"] if self.runs(story.name) else None

    def mood(self, province: str, phase: float) -> float:
        """How far the answers of a province stand above its usual ones, in deviations."""
        mood = 0.0
        if self.runs("drift"):
            # Zero in the published month, so that the months around it join it without a step.
            age = 2 * np.pi * (self.month.serial - ANCHOR.serial) / 30
            mood += DRIFT * float(np.sin(age + phase) - np.sin(phase))
        if self.runs("satisfaction_rise") and province == "IR-29":
            mood += RISE
        return mood
