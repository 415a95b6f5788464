"""Status by the survey's design: adjusted tests, intervals that agree, answers that would decide.

The family of adjustment is all rows of a group that may be shown, whatever a page picks of them.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.statistics import multiple
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE
from analysis.statistics.status import UNDETERMINED, effect_word, further_answers, status_evidence

STUDY, EVIDENCE = RULES = ("study", "evidence")
ALPHA = 0.05
# In this order, behind the figures of the study.
FIGURES = (
    "status", "weighted_mean", "se_design", "df_design", "t_design", "p_two_sided", "p_adjusted",
    "interval_low", "interval_high", "deff", "n_effective", "effect_word", "further_answers",
    "further_more",
)  # fmt: skip
NEEDED = (
    "n", "weighted_mean", "weighted_sd", "se_design", "df_design", "deff", "effect_size",
)  # fmt: skip


def with_status(
    rows: pl.DataFrame, by: Sequence[str], reference: float | None, rule: str, adjust: str
) -> pl.DataFrame:
    """`rows` of `survey_estimates` with `FIGURES`; n and the study's figures are there already."""
    reference = float("nan") if reference is None else reference
    numbers = {name: _numbers(rows, name) for name in NEEDED}
    family = _families(rows, by, numbers, reference, adjust)
    distance = numbers["weighted_mean"] - reference
    found = status_evidence(family.p_adjusted, distance, ALPHA)
    more = _further(numbers, distance, family, found == UNDETERMINED)
    values = {
        "t_design": family.t,
        "p_two_sided": family.p,
        "p_adjusted": family.p_adjusted,
        "interval_low": family.ci_low,
        "interval_high": family.ci_high,
        "further_answers": np.where(np.isinf(more), np.nan, more),
    }
    words = {"effect_word": effect_word(numbers["effect_size"]).tolist()}
    words["status"] = found.tolist() if rule == EVIDENCE else rows["status_study"]
    rows = rows.with_columns(
        *(pl.Series(name, value).fill_nan(None) for name, value in values.items()),
        *(pl.Series(name, value, dtype=pl.String) for name, value in words.items()),
        further_more=pl.Series(np.isinf(more)),
    ).with_columns(pl.col("further_answers").cast(pl.Int64))
    own = [name for name in rows.columns if name not in (*FIGURES, "weighted_sd")]
    place = own.index("status_study") + 1
    return rows.select(*own[:place], *FIGURES, *own[place:])


def counts(rows: pl.DataFrame) -> dict:
    """Of the rows: how many have which status, by the rule asked for and by the study's."""
    status, study = (rows[name] for name in ("status", "status_study"))
    return {
        **{name: int((status == name).sum()) for name in (FAVOURABLE, UNFAVOURABLE, UNDETERMINED)},
        **{f"{name}_study": int((study == name).sum()) for name in (FAVOURABLE, UNFAVOURABLE)},
    }


def _families(rows, by, numbers, reference, adjust) -> multiple.Family:
    """All rows of a group are one family: each a line of a table as wide as the largest."""
    groups = [np.arange(rows.height)]
    if by:
        indexed = rows.select(by).with_row_index("row").group_by(by).agg("row")
        groups = [group.to_numpy() for group in indexed["row"]]
    table = np.full((len(groups), max(map(len, groups), default=0)), -1)
    for line, group in zip(table, groups, strict=True):
        line[: group.size] = group
    inside = table >= 0
    mean, se, df = (
        np.where(inside, numbers[name][table], np.nan)
        for name in ("weighted_mean", "se_design", "df_design")
    )
    found = multiple.judged_together(mean, se, df, reference, adjust, ALPHA)
    own = np.argsort(table[inside])
    return multiple.Family(*(values[inside][own] for values in found))


def _further(numbers, distance, family, undetermined) -> np.ndarray:
    """Answers that would decide what is undetermined; infinite: too many; NaN: no number would."""
    sd = numbers["weighted_sd"]
    d = distance / np.where(sd > 0, sd, np.nan)
    inputs = (numbers["n"], d, 1 - family.level, numbers["deff"], numbers["df_design"])
    more = np.full(d.shape, np.nan)
    more[undetermined] = further_answers(*(values[undetermined] for values in inputs))
    return more


def _numbers(rows: pl.DataFrame, name: str) -> np.ndarray:
    return rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
