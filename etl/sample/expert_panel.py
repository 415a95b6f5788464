"""What a panel of experts says of the questionnaire's factors: a row per expert and factor.

The study had its factors judged by experts and printed none of their judgements: these are
invented. The panel sits in the month of the published wave, and belongs to no province. Experts
agree to a degree: factors that load more are by a little thought more of. Of a few factors the
panel doubts whether they are essential; two experts leave a few judgements out.
"""

import numpy as np
import polars as pl

from etl.sample.months import ANCHOR, Month
from etl.sample.questionnaire import INSTRUMENT, Questionnaire
from etl.sample.seeding import generator

EXPERTS = 20  # as many as the study asked
CODES = "sample-"  # what tells on screen that they are invented
# Standard deviations: of what factors deserve beside their loading, of experts' mildness, of a
# single judgement.
DESERT, MILDNESS, OWN = 0.5, 0.35, 0.8
IMPORTANT = np.array([-2.4, -1.6, -0.7, 0.5])  # 2 … 5 from here on
RELEVANT = np.array([-2.6, -1.6, -0.2])  # 2 … 4
ESSENTIAL = np.array([-2.2, -1.2])  # useful, essential
CALLED = ("not_necessary", "useful", "essential")
LEFT_OUT, LEAVING = 0.1, 2  # of the judgements of this many experts


def table(asked: Questionnaire, month: Month, seed: int) -> pl.DataFrame | None:
    """The judgements of the panel of a month; None where none sat."""
    if month != ANCHOR:
        return None
    rng = generator(seed, "experts", month.name)
    deserved = _standard(asked.loading) * DESERT + rng.normal(0, DESERT, len(asked.items))
    held = deserved + rng.normal(0, MILDNESS, (EXPERTS, 1))
    essential, relevance, importance = (
        (held + rng.normal(0, OWN, held.shape))[..., None] >= steps
        for steps in (ESSENTIAL, RELEVANT, IMPORTANT)
    )
    rows = pl.DataFrame(
        {
            "panel": month.name,
            "instrument": INSTRUMENT,
            "expert": np.repeat(
                [f"{CODES}{n:02d}" for n in range(1, EXPERTS + 1)], len(asked.items)
            ),
            "item": asked.items * EXPERTS,
            "essential": [CALLED[level] for level in essential.sum(axis=2).ravel()],
            "relevance": 1 + relevance.sum(axis=2).ravel(),
            "importance": 1 + importance.sum(axis=2).ravel(),
        }
    )
    left_out = rng.random(held.shape) < LEFT_OUT * (np.arange(EXPERTS) < LEAVING)[:, None]
    return rows.filter(~left_out.ravel())


def _standard(values: np.ndarray) -> np.ndarray:
    return (values - values.mean()) / values.std()
