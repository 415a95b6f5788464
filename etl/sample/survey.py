"""One month's extracts of the survey: a row per respondent, and one per province and group.

The wave of the published study (1404-05 in Razavi Khorasan) has the study's 384 respondents,
whose means and standard deviations are the published ones to two decimals. The study does not tell
customer groups apart: this wave is one row, so that all its respondents weigh the same.
"""

import numpy as np
import polars as pl

from etl.sample import answers, comments, respondents
from etl.sample.months import ANCHOR, Days, Month
from etl.sample.provinces import Province
from etl.sample.questionnaire import INSTRUMENT
from etl.sample.seeding import generator
from etl.sample.sizes import HOME
from etl.sample.stories import Stories
from etl.sample.world import World

STUDY_N = 384
COVERED = 95_000  # insured people, pensioners and dependants of a branch


def tables(world: World, month: Month, told: bool) -> tuple[pl.DataFrame, pl.DataFrame]:
    """The respondents of the month and the wave's totals."""
    days, stories = Days(month, world.holidays), world.stories(month, told)
    parts = [_of_province(world, province, days, stories) for province in world.provinces]
    who, given, waves = zip(*parts, strict=True)
    found = {name: np.concatenate([part[name] for part in who]) for name in who[0]}
    columns = [*world.questionnaire.items, "overall"]
    levels = pl.DataFrame(np.concatenate(given), schema=columns).fill_nan(None).cast(pl.Int8)
    rows = [row for wave in waves for row in wave]
    sheets = _named(world, days, found).hstack(levels)
    sheets = sheets.with_columns(pl.Series("comment", found["comment"].tolist(), dtype=pl.String))
    return sheets, pl.DataFrame(rows, infer_schema_length=None)


def is_published(month: Month, province: Province) -> bool:
    return month == ANCHOR and province.code == HOME


def _of_province(
    world: World, province: Province, days: Days, stories: Stories
) -> tuple[dict, np.ndarray, list[dict]]:
    rng = generator(world.seed, "survey", days.month.name, province.code)
    invited, answered = _response(world, province, days.month, rng)
    who = respondents.drawn(world, province, days, stories, answered, rng)
    mood = respondents.mood(world, province, stories, who)
    given = _answers(world, province, days.month, mood, rng)
    wave = _wave(world, province, days.month, invited, who)
    told = comments.written(world, province.code, stories, who.channel, given[:, -1])
    return _columns(province, days.month, who) | {"comment": told}, given, wave


def _wave(
    world: World, province: Province, month: Month, invited: int, who: respondents.Respondents
) -> list[dict]:
    """The rows of the wave: one per customer group, or one for the published wave."""
    place = {"wave": month.name, "instrument": INSTRUMENT, "province": province.code}
    population, answered = _population(world, province, month), len(who.group)
    if is_published(month, province):
        counts = {"invited": invited, "answered": answered, "population": population}
        return [place | {"customer_group": None} | counts]
    by_group = np.bincount(who.group, minlength=len(world.groups))
    asked = _split(invited, by_group)
    customers = _split(population, _customers(world, province))
    return [
        place
        | {"customer_group": group, "invited": asked[each], "answered": int(by_group[each])}
        | {"population": customers[each]}
        for each, group in enumerate(world.groups)
    ]


def _customers(world: World, province: Province) -> np.ndarray:
    """The share of each customer group, which is not the same in all provinces."""
    usual = np.array([respondents.GROUPS.get(g, respondents.OTHER_GROUP) for g in world.groups])
    rng = generator(world.seed, "customers", province.code)
    return usual * np.exp(rng.normal(0, 0.25, len(usual)))


def _split(whole: int, shares: np.ndarray) -> list[int]:
    """Whole numbers in these shares that add up."""
    ends = np.round(np.cumsum(shares) / shares.sum() * whole).astype(int)
    return np.diff(ends, prepend=0).tolist()


def _response(
    world: World, province: Province, month: Month, rng: np.random.Generator
) -> tuple[int, int]:
    """How many were invited and how many of them answered."""
    if is_published(month, province):
        return round(STUDY_N / province.response), STUDY_N
    fewest, most = world.size.respondents
    largest = max(each.size for each in world.provinces)
    aim = fewest + 25 + (most - fewest - 60) * np.sqrt(province.size / largest)
    invited = round(aim / province.response)
    return invited, int(np.clip(rng.binomial(invited, province.response), fewest, most))


def _population(world: World, province: Province, month: Month) -> int:
    """Grows by a little more than one per cent a year, as the insured do."""
    start = generator(world.seed, "population", province.code).uniform(0.85, 1.15)
    growth = 1.001 ** (month.serial - ANCHOR.serial)
    return round(province.size * COVERED * start * growth)


def _answers(
    world: World, province: Province, month: Month, mood: np.ndarray, rng: np.random.Generator
) -> np.ndarray:
    """Respondents × (items and overall)."""
    asked = world.questionnaire
    scores = answers.opinions(int(asked.component.max()) + 1, len(mood), rng)
    agreement = answers.latent(asked, scores, mood[:, None], rng)
    total = answers.overall(scores, mood, rng)[:, None].astype(float)
    if is_published(month, province):
        return np.hstack([answers.ranked(agreement, asked.counts(len(mood))), total])
    items = answers.levels_of(agreement + _tilt(world, province), asked.below)
    return answers.with_gaps(np.hstack([items, total]), rng)


def _tilt(world: World, province: Province) -> np.ndarray:
    """What a province finds better or worse than others, per item; the study is of the home one."""
    rng = generator(world.seed, "items", province.code)
    return rng.normal(0, 0.08, len(world.questionnaire.items)) * (province.code != HOME)


def _columns(province: Province, month: Month, who: respondents.Respondents) -> dict:
    """The respondents of a province, an array per column."""
    start = f"r-{month.name}-{province.code.removeprefix('IR-')}-"
    return {
        "respondent": [f"{start}{number:04d}" for number in range(1, len(who.day) + 1)],
        "branch": np.array(province.branches.codes)[who.branch],
        "day": who.day,
        "channel": who.channel,
        "service": who.service,
        "group": who.group,
    }


def _named(world: World, days: Days, found: dict) -> pl.DataFrame:
    return pl.DataFrame(
        {
            "respondent": found["respondent"],
            "branch": found["branch"],
            "answered_on": pl.Series(days.dates).gather(found["day"]),
            "channel": pl.Series(world.channels).gather(found["channel"]),
            "service": pl.Series(world.services).gather(found["service"]),
            "customer_group": pl.Series(world.groups).gather(found["group"]),
        }
    )
