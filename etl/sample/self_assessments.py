"""How the provinces of the invented country judge themselves, in two rounds a year.

A province has a level of its own, which a little of its survey's mood goes into; the second round
of a year stands somewhat higher. A few statements are left unjudged, as some will be.
"""

import numpy as np
import polars as pl

from etl.sample.months import Month
from etl.sample.provinces import Province
from etl.sample.seeding import generator
from etl.sample.world import World

ROUNDS = ("05", "07")  # Mordad and Mehr: before and after the review of the half-year
LOWEST, HIGHEST = 0, 4
GAIN = 0.25  # from one round to the next
UNJUDGED = 0.004  # of the statements


def is_round(world: World, month: Month) -> bool:
    return bool(world.frameworks) and month.name[5:] in ROUNDS


def table(world: World, month: Month) -> pl.DataFrame:
    """One row per framework, province and statement; an empty score where nothing was judged."""
    rows = [
        {"round": month.name, "framework": framework, "province": province.code}
        | {"statement": statement, "score": score}
        for framework, statements in world.frameworks.items()
        for province in world.provinces
        for statement, score in zip(
            statements, _scores(world, month, province, framework, len(statements)), strict=True
        )
    ]
    return pl.DataFrame(rows, schema_overrides={"score": pl.Int8})


def _scores(world: World, month: Month, province: Province, framework: str, count: int) -> list:
    """A province's statements stay where they are from round to round, but for what it works on."""
    usual = generator(world.seed, "assessed", framework, province.code)
    level = 2.3 + 1.2 * province.mood + usual.normal(0, 0.5)
    # The first statements are the ground on which the others stand
    stand = level + np.linspace(0.9, -0.9, count) * 0.8 + usual.normal(0, 0.7, count)
    now = generator(world.seed, "assessed", month.name, framework, province.code)
    later = GAIN * ROUNDS.index(month.name[5:]) + now.normal(0, 0.25, count)
    scores = np.clip(np.rint(stand + later), LOWEST, HIGHEST).astype(int).tolist()
    unjudged = now.random(count) < UNJUDGED
    return [None if empty else score for score, empty in zip(scores, unjudged, strict=True)]
