"""Who asked for which service, at which branch, through which channel, and when?"""

from dataclasses import dataclass, fields, replace

import numpy as np

from etl.sample.channels import CHANNELS
from etl.sample.months import Days
from etl.sample.opening import COUNTERS
from etl.sample.provinces import Province
from etl.sample.seeding import choose
from etl.sample.stories import Stories
from etl.sample.world import World


@dataclass(frozen=True)
class Requests:
    """Arrays, one entry per request; day 0 is the first of the month; codes are positions."""

    channel: np.ndarray
    day: np.ndarray
    second: np.ndarray
    branch: np.ndarray
    service: np.ndarray
    group: np.ndarray

    def taken(self, which: np.ndarray) -> "Requests":
        return replace(self, **{f.name: getattr(self, f.name)[which] for f in fields(self)})


def submitted(
    world: World, province: Province, days: Days, stories: Stories, rng: np.random.Generator
) -> Requests:
    """The requests of a province in a month, in order of time."""
    channel, day = _channels_and_days(world, province, days, stories, rng)
    second = _seconds(world, channel, rng)
    branch = choose(rng, _branch_weights(world, province, days), channel)
    service = choose(rng, world.service_weights, channel)
    group = choose(rng, world.group_weights, service)
    if province.opening:
        at_counter = np.isin(np.array(world.channels), COUNTERS)[channel]
        second = np.where(at_counter, province.opening.inside(branch, second), second)
    requests = Requests(channel, day, second, branch, service, group)
    first = np.datetime64(days.month.first)
    requests = requests.taken(province.branches.open_on(branch, first + day))
    return requests.taken(np.lexsort((requests.second, requests.day)))


def _channels_and_days(
    world: World, province: Province, days: Days, stories: Stories, rng: np.random.Generator
) -> tuple[np.ndarray, np.ndarray]:
    """A month's volume follows its working days; Nowruz only moves it within the month."""
    shares = channel_shares(world, province, days, stories)
    usual = province.per_day * days.working_days * shares[:, None]
    used = [CHANNELS[c] for c in world.channels]
    spread = np.array([days.busyness(each.week, each.on_holidays) for each in used])
    length, place = days.month.length, province.code
    spread *= np.array([stories.crowding(c, place, length) for c in world.channels])
    counts = rng.poisson(usual * spread)
    channel, day = np.indices(counts.shape)
    return np.repeat(channel.ravel(), counts.ravel()), np.repeat(day.ravel(), counts.ravel())


def channel_shares(world: World, province: Province, days: Days, stories: Stories) -> np.ndarray:
    """The share of each channel in the month's requests of the province."""
    growing = stories.runs("mobile_growth")
    weights = np.array(
        [
            CHANNELS[c].share_in(days.month, growing) * np.exp(_lean(c) * province.digital)
            for c in world.channels
        ]
    )
    return weights / weights.sum()


def _lean(channel: str) -> int:
    return 1 if CHANNELS[channel].remote else -1


def _branch_weights(world: World, province: Province, days: Days) -> np.ndarray:
    """Channels × branches; those open for a part of the month count in full: who asks there on
    a day before they opened is dropped."""
    branches = province.branches
    first = np.datetime64(days.month.first)
    there = (branches.opened < first + days.month.length) & (branches.closed >= first)
    lean = np.array([_lean(c) for c in world.channels])[:, None]
    return branches.weight * np.exp(lean * branches.digital) * there


def _seconds(world: World, channel: np.ndarray, rng: np.random.Generator) -> np.ndarray:
    hours = np.array([CHANNELS[c].hours for c in world.channels], dtype=float)
    return choose(rng, hours, channel) * 3600 + rng.integers(0, 3600, len(channel))
