"""How a factor is judged: the study's test beside the survey's, and the status by either rule.

Shared by the questions whose rows are tested against a reference (items, scales). The family of
adjustment is all rows of a group that may be shown, whatever a page picks of them.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis import survey_estimates
from analysis.answer import Note
from analysis.cluster_cells import added, sampled_branches, sums_by_branch
from analysis.level_sums import SUMS, moments_of
from analysis.marts import Marts, People
from analysis.questionnaire import Questionnaire
from analysis.selection import SelectionError, closest_codes
from analysis.statistics import multiple
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE, one_sample, status_study
from analysis.statistics.status import (
    UNDETERMINED,
    effect_word,
    further_answers,
    status_evidence,
)
from analysis.survey_estimates import check_design, with_estimates

STUDY, EVIDENCE = RULES = ("study", "evidence")
TEST = ("se", "t", "df", "p", "ci_low", "ci_high", "effect_size")
STUDIED = ("n", "mean", "sd", *TEST, "status_study")
# In this order behind those of the study.
JUDGED = (
    "status", "weighted_mean", "se_design", "df_design", "t_design", "p_two_sided", "p_adjusted",
    "interval_low", "interval_high", "deff", "n_effective", "effect_word", "further_answers",
    "further_more",
)  # fmt: skip
ALPHA = 0.05


class Way(NamedTuple):
    """How to judge; target: in place of the questionnaire's reference, None for that itself."""

    rule: str
    adjust: str
    target: float | None
    design: str

    def checked(self, instrument: dict) -> "Way":
        """Itself; `SelectionError` for what cannot be asked for."""
        check_design(self.design)
        known = {"rule": RULES, "adjust": multiple.METHODS}
        for name, values in known.items():
            value = getattr(self, name)
            if value not in values:
                reason = f"is not one of {', '.join(values)}"
                raise SelectionError(name, str(value), reason, closest_codes(str(value), values))
        low, high = instrument["lowest"], instrument["highest"]
        if self.target is not None and low is not None and not low <= self.target <= high:
            reason = f"is not on the scale, which goes from {low:g} to {high:g}"
            raise SelectionError("target", f"{self.target:g}", reason)
        return self

    def reference(self, instrument: dict) -> float | None:
        return instrument["reference"] if self.target is None else self.target


def judged(
    marts: Marts,
    asked: Questionnaire,
    factors: pl.DataFrame,
    by: Sequence[str],
    people: People,
    answers: People,
    value: str,
    way: Way,
) -> tuple[pl.DataFrame, int | None, list[Note]]:
    """Each of `factors` (by their column item) in each group of `by`, tested and judged.

    answers: where the factors' values are counted, in the column `value`; people: who answered.
    Also returns the respondents in all (see `Marts.suppress`) and the remarks.
    """
    reference = way.reference(asked.instrument)
    keys = ("item", *by)
    sums = sums_by_branch(marts, answers, value, asked.selection, keys, reference)
    rows = _tested(_groups(factors, sums, by), added(sums, keys), keys, reference)
    sampled = sampled_branches(marts, asked.selection, by)
    rows, notes = with_estimates(rows, keys, sums, sampled, reference, way.design)
    # Judged after suppression: what may not be shown has no p and no part in the family.
    figures = (*STUDIED, *survey_estimates.FIGURES)
    rows, n, remarks = marts.suppress(rows, figures, asked.selection, by, people, answers)
    return _with_status(rows, by, reference, way), n, remarks + notes


def counts(rows: pl.DataFrame) -> dict:
    """Of the rows: how many have which status, by the rule asked for and by the study's."""
    status, study = (rows[name] for name in ("status", "status_study"))
    return {
        **{name: int((status == name).sum()) for name in (FAVOURABLE, UNFAVOURABLE, UNDETERMINED)},
        **{f"{name}_study": int((study == name).sum()) for name in (FAVOURABLE, UNFAVOURABLE)},
    }


def _groups(factors, sums, by) -> pl.DataFrame:
    """Every factor in every group that has answers."""
    return factors.join(sums.select(by).unique(), how="cross") if by else factors


def _tested(rows, sums, keys, reference) -> pl.DataFrame:
    """With n, mean, deviation and the study's test: unweighted, simple random, one-sided."""
    rows = rows.join(sums, on=keys, how="left", nulls_equal=True)
    rows = rows.with_columns(pl.col(SUMS).fill_null(0))
    n, mean, sd = moments_of(rows, reference)
    test = one_sample(n, mean, sd, reference if reference is not None else float("nan"))
    return rows.drop("total", "squares").with_columns(
        pl.Series("mean", mean).fill_nan(None),
        pl.Series("sd", sd).fill_nan(None),
        *(pl.Series(name, getattr(test, name)).fill_nan(None) for name in TEST),
        pl.Series("status_study", status_study(test.p).tolist(), dtype=pl.String),
    )


def _with_status(rows: pl.DataFrame, by, reference, way: Way) -> pl.DataFrame:
    """With the test of the survey's design, its status and how many answers would decide it."""
    reference = float("nan") if reference is None else reference
    mean, sd, se, df, deff = (
        _numbers(rows, name)
        for name in ("weighted_mean", "weighted_sd", "se_design", "df_design", "deff")
    )
    family = _families(rows, by, mean, se, df, reference, way.adjust)
    found = status_evidence(family.p_adjusted, mean - reference, ALPHA)
    d = (mean - reference) / np.where(sd > 0, sd, np.nan)
    more = np.full(rows.height, np.nan)
    open_ = found == UNDETERMINED
    n = _numbers(rows, "n")
    level = 1 - family.level
    more[open_] = further_answers(n[open_], d[open_], level[open_], deff[open_], df[open_])
    values = dict(zip(("t_design", "p_two_sided", "p_adjusted"), family[:3], strict=True))
    values |= {"interval_low": family.ci_low, "interval_high": family.ci_high}
    status = found.tolist() if way.rule == EVIDENCE else rows["status_study"]
    words = effect_word(_numbers(rows, "effect_size")).tolist()
    rows = rows.with_columns(
        *(pl.Series(name, value).fill_nan(None) for name, value in values.items()),
        pl.Series("status", status, dtype=pl.String),
        pl.Series("effect_word", words, dtype=pl.String),
        pl.Series("further_answers", np.where(np.isinf(more), np.nan, more))
        .fill_nan(None).cast(pl.Int64),
        pl.Series("further_more", np.isinf(more)),
    )  # fmt: skip
    own = [name for name in rows.columns if name not in (*JUDGED, "weighted_sd")]
    place = own.index("status_study") + 1
    return rows.select(*own[:place], *JUDGED, *own[place:])


def _families(rows, by, mean, se, df, reference, adjust) -> multiple.Family:
    """All rows of a group are one family."""
    groups = [np.arange(rows.height)]
    if by:
        indexed = rows.select(by).with_row_index("row").group_by(by).agg("row")
        groups = [group.to_numpy() for group in indexed["row"]]
    whole = multiple.Family(*(np.full(rows.height, np.nan) for _ in multiple.Family._fields))
    for group in groups:
        part = multiple.judged_together(mean[group], se[group], df[group], reference, adjust, ALPHA)
        for values, own in zip(whole, part, strict=True):
            values[group] = own
    return whole


def _numbers(rows: pl.DataFrame, name: str) -> np.ndarray:
    return rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy().copy()
