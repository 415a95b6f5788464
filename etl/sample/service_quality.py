"""A survey of the service quality of websites: expectation, perception and importance, invented.

Every third month, in the three Khorasans, some hundred visitors of the website. What is planted:
how far the perception of each dimension lies from its expectation, on average, and profiles of
respondents who perceive otherwise in kind (`etl.sample.profiles`).
"""

import tomllib
from pathlib import Path
from typing import NamedTuple

import numpy as np
import polars as pl

from etl.sample import answers, profiles, respondents
from etl.sample.levels import shares
from etl.sample.months import Days, Month
from etl.sample.provinces import Province
from etl.sample.seeding import generator
from etl.sample.sizes import HOME
from etl.sample.stories import Stories
from etl.sample.world import World

INSTRUMENT = "e_service_quality"
CHANNEL = "web_portal"
COUNTS = {HOME: 200, "IR-28": 80, "IR-29": 80}


class Planted(NamedTuple):
    """Means of a dimension's items: what is expected, how far perception is from it, importance."""

    expected: float
    gap: float
    importance: float


PLANTED = {
    "efficiency": Planted(4.2, -0.5, 4.1),
    "fulfilment": Planted(4.4, -0.9, 4.6),
    "reliability": Planted(4.3, -0.4, 4.4),
    "privacy": Planted(4.5, -0.05, 4.5),
    "responsiveness": Planted(4.2, -1.2, 4.2),
    "compensation": Planted(3.9, -1.6, 3.6),
    "contact": Planted(3.8, -0.8, 3.7),
}
OTHER = Planted(4.0, -0.5, 4.0)  # a dimension that the organisation added
BEYOND = {"CT3": 1.2}  # chat is more than was hoped for: above its dimension by so much
# Of perception within a profile; over all of them the answers differ by about 1
SD = {"expectation": 0.7, "perception": 0.85, "importance": 0.75}
BOUNDS = (1.4, 4.75)  # of the mean of answers 1 … 5 that differ by so much
# The part of an answer's variance that a respondent's answers share: in perception, profiles apart
SHARED = {"expectation": 0.35, "perception": 0.25, "importance": 0.35}
OVERALL_BELOW = np.array([0.07, 0.22, 0.55, 0.88])


def asked(instruments: Path) -> dict | None:
    """The questionnaire; None where the data folder has none of that name."""
    file = instruments / f"{INSTRUMENT}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else None


def table(world: World, month: Month, told: bool, toml: dict | None) -> pl.DataFrame | None:
    """The respondents of the month; None in months and places without such a survey."""
    there = [province for province in world.provinces if province.code in COUNTS]
    if toml is None or not there or CHANNEL not in world.channels or month.number % 3 != 2:
        return None
    days, stories = Days(month, world.holidays), world.stories(month, told)
    return pl.concat([_of_province(world, one, days, stories, toml) for one in there])


def _of_province(
    world: World, province: Province, days: Days, stories: Stories, toml: dict
) -> pl.DataFrame:
    rng = generator(world.seed, INSTRUMENT, days.month.name, province.code)
    count = COUNTS[province.code]
    who = respondents.drawn(world, province, days, stories, count, rng)
    start = f"q-{days.month.name}-{province.code.removeprefix('IR-')}-"
    groups = [world.groups[group] for group in who.group]
    profile = profiles.planted(world.seed, days.month.name, province.code, groups)
    return pl.DataFrame(
        {
            "respondent": [f"{start}{number:04d}" for number in range(1, count + 1)],
            "branch": np.array(province.branches.codes)[who.branch],
            "answered_on": pl.Series(days.dates).gather(who.day),
            "channel": [CHANNEL] * count,
            "service": pl.Series(world.services).gather(who.service),
            "customer_group": groups,
        }
    ).hstack(_answers(province, who, profile, toml, rng))


def _answers(
    province: Province, who, profile: np.ndarray, toml: dict, rng: np.random.Generator
) -> pl.DataFrame:
    """Who expects much finds much important; only perception knows of branch and profile."""
    count = len(who.branch)
    wish, content = rng.normal(size=(2, count, 1))
    mood = province.mood + province.branches.mood[who.branch][:, None]
    shared = {"expectation": wish, "importance": wish, "perception": content + mood}
    found = {}
    for battery, opinion in shared.items():
        noise = rng.normal(size=(count, len(toml["items"])))
        agreement = np.sqrt(SHARED[battery]) * opinion + np.sqrt(1 - SHARED[battery]) * noise
        below = _below(toml["items"], battery)[profile]
        given = answers.with_gaps(answers.levels_of(agreement, below).astype(float), rng)
        names = [f"{item['item']}.{battery}" for item in toml["items"]]
        found |= dict(zip(names, given.T, strict=True))
    noise = rng.normal(size=(count, 1))
    level = _offsets(toml["items"]).mean(axis=1)[profile][:, None]
    overall = answers.levels_of(0.7 * (content + mood + level) + 0.7 * noise, OVERALL_BELOW[None])
    found |= {item["item"]: overall[:, 0] for item in toml.get("overall", [])[:1]}
    return pl.DataFrame(found).fill_nan(None).cast(pl.Int8)


def _below(items: list[dict], battery: str) -> np.ndarray:
    """Profiles × items × 4: the shares of answers below 2, 3, 4 and 5."""
    means = np.array([_mean(item, battery) for item in items])
    apart = _offsets(items) if battery == "perception" else np.zeros((len(profiles.PROFILES), 1))
    means = np.clip(means + apart, *BOUNDS)
    return np.array([[np.cumsum(shares(m, SD[battery]))[:-1] for m in one] for one in means])


def _offsets(items: list[dict]) -> np.ndarray:
    return profiles.offsets(item.get("subscale") for item in items)


def _mean(item: dict, battery: str) -> float:
    planted = PLANTED.get(item.get("subscale"), OTHER)
    if battery == "importance":
        return planted.importance
    more = planted.gap + BEYOND.get(item["item"], 0.0) if battery == "perception" else 0.0
    return planted.expected + more
