"""How is each channel used: how much, when, how fast, and how often in vain?"""

from dataclasses import dataclass

import numpy as np

from etl.sample.months import ANCHOR, Month

OFFICE_WEEK = (1.25, 1.1, 1.0, 0.95, 0.9, 0.0, 0.0)
AGENT_WEEK = (1.2, 1.1, 1.0, 0.95, 0.9, 0.6, 0.0)
PHONE_WEEK = (1.25, 1.1, 1.0, 1.0, 0.95, 0.6, 0.3)
REMOTE_WEEK = (1.15, 1.08, 1.05, 1.0, 0.95, 0.75, 0.5)
# Weights of the hours 0 … 23.
OFFICE_HOURS = (0,) * 7 + (6, 10, 12, 12, 10, 8, 5, 2) + (0,) * 9
AGENT_HOURS = (0,) * 8 + (6, 10, 11, 10, 8, 5, 3, 3, 5, 6, 4) + (0,) * 5
PHONE_HOURS = (0,) * 7 + (4, 9, 11, 11, 10, 8, 6, 5, 5, 5, 5, 4, 3, 2) + (0,) * 3
REMOTE_HOURS = (2, 1, 1, 0.5, 0.5, 1, 2, 4, 6, 7, 7, 7, 6, 5, 5, 5, 6, 7, 8, 10, 12, 11, 8, 4)
SPAN = 24  # months after which growth has mostly run its course


@dataclass(frozen=True)
class Channel:
    """`share` in the anchor month, `growth` per month; `seconds` is the median of what is done
    at once, `pace` the factor on what is worked on for days; `mood` moves the survey's answers."""

    share: float
    growth: float
    week: tuple[float, ...]
    on_holidays: float
    hours: tuple[float, ...]
    failed: float
    abandoned: float
    seconds: float
    pace: float
    mood: float
    remote: bool

    def share_in(self, month: Month, growing: bool) -> float:
        """The weight of the channel in a month; growth slows down, as it does."""
        age = (month.serial - ANCHOR.serial) / SPAN if growing else 0.0
        return self.share * float(np.exp(self.growth * SPAN * np.tanh(age)))


CHANNELS = {
    "in_person": Channel(
        0.26, -0.018, OFFICE_WEEK, 0, OFFICE_HOURS, 0.035, 0.025, 2400, 1.10, 0.00, False
    ),
    "agent_office": Channel(
        0.14, -0.006, AGENT_WEEK, 0, AGENT_HOURS, 0.030, 0.020, 1500, 1.15, 0.02, False
    ),
    "web_portal": Channel(
        0.27, 0.000, REMOTE_WEEK, 0.5, REMOTE_HOURS, 0.055, 0.060, 240, 0.75, 0.05, True
    ),
    "mobile_app": Channel(
        0.18, 0.040, REMOTE_WEEK, 0.5, REMOTE_HOURS, 0.050, 0.050, 120, 0.70, 0.12, True
    ),
    "ussd": Channel(
        0.05, -0.010, REMOTE_WEEK, 0.5, REMOTE_HOURS, 0.075, 0.095, 45, 0.80, -0.10, True
    ),
    "call_centre": Channel(
        0.07, 0.000, PHONE_WEEK, 0.35, PHONE_HOURS, 0.045, 0.065, 480, 0.95, -0.15, True
    ),
    "kiosk": Channel(
        0.03, -0.004, OFFICE_WEEK, 0, OFFICE_HOURS, 0.050, 0.035, 180, 0.90, -0.03, False
    ),
}
