"""Mean, standard error and design effect of every row of an answer, by the design of the survey.

Where clusters cannot be compared because there is but one to be known (a single branch was sampled,
or picked, or none is ever stated), respondents are taken as drawn one by one: se = sd/√n_kish,
which without weights is the study's. A note says for how many rows.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.answer import Note
from analysis.cluster_cells import cells_of, known_branches
from analysis.selection import SelectionError, closest_codes
from analysis.statistics.linearisation import pooled_singletons
from analysis.statistics.student import interval
from analysis.statistics.survey_design import Estimate, estimate, simple_random

SURVEY, SIMPLE = DESIGNS = ("survey", "simple")
FIGURES = ("weighted_mean", "weighted_sd", "se_design", "df_design", "deff", "n_effective")
INTERVAL = ("interval_low", "interval_high")


def check_design(design: str) -> None:
    """Raise `SelectionError` for a design that there is not."""
    if design not in DESIGNS:
        reason = f"is not one of {', '.join(DESIGNS)}"
        raise SelectionError("design", design, reason, closest_codes(design, DESIGNS))


def with_estimates(
    rows: pl.DataFrame,
    keys: Sequence[str],
    sums: pl.DataFrame,
    sampled: pl.DataFrame,
    reference: float | None,
    design: str = SURVEY,
) -> tuple[pl.DataFrame, list[Note]]:
    """`rows` with `FIGURES`, and what is to be said of their design.

    keys: the columns by which `sums` (of `cluster_cells`, about `reference`) belong to a row.
    """
    cells = cells_of(rows, keys, sums, sampled)
    if design == SIMPLE:
        found, notes = simple_random(cells, rows.height), []
    else:
        found, notes = _by_design(cells, sampled, rows.height, "branch" in keys)
    values = (found.mean + (reference or 0), *found[2:7])
    figures = zip(FIGURES, values, strict=True)
    return rows.with_columns(pl.Series(name, v).fill_nan(None) for name, v in figures), notes


def with_intervals(rows: pl.DataFrame) -> pl.DataFrame:
    """`rows` with the 95 % interval of each mean taken by itself, adjusted for nothing."""
    mean, se, df = (
        rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in ("weighted_mean", "se_design", "df_design")
    )
    limits = zip(INTERVAL, interval(mean, se, df), strict=True)
    return rows.with_columns(pl.Series(name, v).fill_nan(None) for name, v in limits)


def _by_design(cells, sampled, domains, by_branch) -> tuple[Estimate, list[Note]]:
    stratum = sampled["stratum"].to_numpy()
    known = known_branches(cells, sampled, domains)
    lone = (known < 2) | by_branch
    alone = np.bincount(stratum).max(initial=0) < 2
    found = estimate(cells, pooled_singletons(stratum) if alone else stratum, domains)
    simple = _one_by_one(simple_random(cells, domains))
    chosen = Estimate(*(np.where(lone, one, all_) for one, all_ in zip(simple, found, strict=True)))
    answered = found.n > 0
    unknown = answered & lone & (known == 0)
    pooled = answered & ~lone if alone else np.zeros(domains, bool)
    return chosen, [
        *_said("no_branches", unknown, "no branch is stated, so respondents count one by one"),
        *_said("one_branch", answered & lone & ~unknown,
               "one branch only, so respondents count one by one and stand for that branch"),
        *_said("one_branch_per_province", pooled,
               "one branch in every province, so all of them are one stratum"),
    ]  # fmt: skip


def _one_by_one(simple: Estimate) -> Estimate:
    """Simple random sampling with weights: what they cost by Kish's n, and nothing without them.

    Source: Kish, L. (1992), Journal of Official Statistics 8, 183–200.
    """
    loss = simple.n / simple.n_kish
    se, deff = simple.se * np.sqrt(loss), simple.deff * loss
    return simple._replace(se=se, deff=deff, n_effective=simple.n / deff)


def _said(code: str, concerned: np.ndarray, text: str) -> list[Note]:
    rows, of = int(concerned.sum()), concerned.size
    return [Note(f"{rows} of {of} rows: {text}", code, rows=rows, of=of)] if rows else []
