"""How did each request end, how long did it take, and when was it due?"""

import numpy as np

from etl.sample.channels import CHANNELS
from etl.sample.months import Days
from etl.sample.provinces import Province
from etl.sample.requests import Requests
from etl.sample.stories import Stories
from etl.sample.world import World

STATUSES = ["completed", "failed", "abandoned", "pending"]
COMPLETED, FAILED, ABANDONED, PENDING = range(4)
DAY, OPENS, CLOSES = 86400, 7 * 3600 + 1800, 15 * 3600
EXPORTED_AFTER = 8  # days worked after the month: what is not completed by then is pending
USUAL_PART = 0.48  # of the promised days, at the median
AT_ONCE_SPREAD, WORKED_SPREAD = 0.9, 0.68  # of the logarithms of the durations


def statuses(
    world: World,
    province: Province,
    requests: Requests,
    stories: Stories,
    rng: np.random.Generator,
) -> np.ndarray:
    """Failed, abandoned or (as far as is known before its duration) completed."""
    used = [CHANNELS[c] for c in world.channels]
    trouble = province.trouble * province.branches.trouble[requests.branch]
    trouble *= np.array([kind.trouble for kind in world.kinds])[requests.service]
    days = int(requests.day.max()) + 1
    failing = np.array([stories.failing(c, province.code, days) for c in world.channels])
    failed = np.array([c.failed for c in used])[requests.channel] * trouble
    failed = np.maximum(failed, failing[requests.channel, requests.day])
    abandoned = np.array([c.abandoned for c in used])[requests.channel] * trouble
    drawn = rng.random(len(trouble))
    return np.select([drawn < failed, drawn < failed + abandoned], [FAILED, ABANDONED], COMPLETED)


def finished(
    world: World, province: Province, requests: Requests, days: Days, rng: np.random.Generator
) -> np.ndarray:
    """When the work on each request ends: seconds since the month began."""
    used = [CHANNELS[c] for c in world.channels]
    slowness = province.pace * province.branches.pace[requests.branch]
    drawn = rng.normal(size=len(slowness))
    seconds = np.array([c.seconds for c in used])[requests.channel]
    at_once = np.ceil(seconds * slowness * np.exp(AT_ONCE_SPREAD * drawn)).astype(int)
    promised = np.array([kind.days for kind in world.kinds])[requests.service]
    pace = np.array([c.pace for c in used])[requests.channel]
    worked = promised * USUAL_PART * pace * slowness * np.exp(WORKED_SPREAD * drawn)
    begin = requests.day * DAY + requests.second
    needs_no_work = np.array([kind.at_once for kind in world.kinds])[requests.service]
    return np.where(needs_no_work, begin + at_once, _worked_until(requests, worked, days))


def _worked_until(requests: Requests, worked: np.ndarray, days: Days) -> np.ndarray:
    """The end of so many days' work, which rests while offices are closed."""
    begin = requests.day * DAY + requests.second
    opened = np.clip((requests.second - OPENS) / (CLOSES - OPENS), 0, 1)
    clock = days.worked_before[requests.day] + opened * days.worked[requests.day] + worked
    clock = np.minimum(clock, len(days.worked_days) - 1)
    number = clock.astype(int)
    second = OPENS + ((clock - number) * (CLOSES - OPENS)).astype(int)
    return np.maximum(days.worked_days[number] * DAY + second, begin + 1)


def due(world: World, requests: Requests, days: Days) -> np.ndarray:
    """When each request is due, at the close of a day worked; −1 where nothing is promised."""
    promised = np.array([kind.days for kind in world.kinds])[requests.service]
    last = days.worked_days[days.worked_before[requests.day] + promised]
    return np.where(promised > 0, last * DAY + CLOSES, -1)


def pending(status: np.ndarray, end: np.ndarray, days: Days) -> np.ndarray:
    """The statuses as the extract shows them, exported some days after the month."""
    after = days.worked_before[days.month.length] + EXPORTED_AFTER
    late = end > days.worked_days[after] * DAY
    return np.where((status == COMPLETED) & late, PENDING, status)
