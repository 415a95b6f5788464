"""Who answers the survey of a month: where, through which channel, about which service, when?"""

from dataclasses import dataclass

import numpy as np

from etl.sample.channels import CHANNELS
from etl.sample.months import Days
from etl.sample.provinces import Province
from etl.sample.requests import channel_shares
from etl.sample.seeding import choose
from etl.sample.stories import Stories
from etl.sample.world import World

GROUPS = {"insured": 0.5, "pensioner": 0.25, "employer": 0.12, "dependant": 0.13}
OTHER_GROUP = 0.1
LEAST_SHARE = 0.06  # of every channel and group: each occurs in each wave
PANEL_WEEK = (1.0, 1.0, 1.0, 1.0, 1.0, 0.7, 0.4)
GROUP_MOOD = {"insured": 0.0, "pensioner": 0.08, "employer": -0.1, "dependant": 0.03}


@dataclass(frozen=True)
class Respondents:
    """Arrays of positions, one entry per respondent; day 0 is the first of the month."""

    day: np.ndarray
    branch: np.ndarray
    channel: np.ndarray
    service: np.ndarray
    group: np.ndarray


def drawn(
    world: World,
    province: Province,
    days: Days,
    stories: Stories,
    count: int,
    rng: np.random.Generator,
) -> Respondents:
    """`count` respondents of a province, in the order in which they answered."""
    shares = np.array([GROUPS.get(group, OTHER_GROUP) for group in world.groups])
    group = _quota(shares, count, rng)
    channel = _quota(channel_shares(world, province, days, stories), count, rng)
    asked = world.service_weights[channel] * world.group_weights[:, group].T
    service = choose(rng, asked, np.arange(count))
    busy = days.busyness(PANEL_WEEK, 0.3)
    day = np.sort(rng.choice(len(busy), count, p=busy))
    branch = _branches(province, days, day, rng)
    return Respondents(day, branch, channel, service, group)


def _quota(shares: np.ndarray, count: int, rng: np.random.Generator) -> np.ndarray:
    """Positions whose counts follow the shares, none below the least share, in random order."""
    shares = np.maximum(shares / shares.sum(), LEAST_SHARE)
    ends = np.round(np.cumsum(shares / shares.sum()) * count).astype(int)
    return rng.permutation(np.repeat(np.arange(len(shares)), np.diff(ends, prepend=0)))


def _branches(
    province: Province, days: Days, day: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    branches, dates = province.branches, np.datetime64(days.month.first) + day
    there = (branches.opened <= dates[:, None]) & (dates[:, None] <= branches.closed)
    return choose(rng, branches.weight * there, np.arange(len(day)))


def mood(world: World, province: Province, stories: Stories, who: Respondents) -> np.ndarray:
    """How far above the study each respondent stands for where and who they are."""
    channels = np.array([CHANNELS[channel].mood for channel in world.channels])
    groups = np.array([GROUP_MOOD.get(group, 0.0) for group in world.groups])
    here = province.mood + stories.mood(province.code, province.phase)
    return here + province.branches.mood[who.branch] + channels[who.channel] + groups[who.group]
