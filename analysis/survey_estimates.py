"""Mean, standard error and design effect of every row of an answer, by the design of the survey.

Where clusters cannot be compared because there is but one to be known (a single branch was sampled,
or picked, or none is ever stated), respondents are taken as drawn one by one: se = sd/√n_kish,
which without weights is the study's. A note says for how many rows.
Where populations are known (`finite_population`), the error is that of a finite population: of the
branches that did not take part, and of the customers who were not asked in those that did.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis.answer import Note
from analysis.cluster_cells import (
    cells_of,
    known_branches,
    placed,
    pooled_strata,
    sampled_branches,
    squares_of,
)
from analysis.finite_population import with_shares
from analysis.marts import Marts
from analysis.selection import Selection, check_one_of
from analysis.statistics.cluster_sums import Cells, positive
from analysis.statistics.second_stage import sampled_shares, within_clusters
from analysis.statistics.student import interval
from analysis.statistics.survey_design import Estimate, estimate, simple_random

SURVEY, SIMPLE = DESIGNS = ("survey", "simple")
FIGURES = ("weighted_mean", "weighted_sd", "se_design", "df_design", "deff", "n_effective")
INTERVAL = ("interval_low", "interval_high")


def check_design(design: str) -> None:
    """Raise `SelectionError` for a design that there is not."""
    check_one_of("design", design, DESIGNS)


def sample_of(marts: Marts, selection: Selection, by: Sequence[str], design: str) -> pl.DataFrame:
    """The sampled branches of `cluster_cells`, with what is known of their populations.

    Answers drawn one by one are drawn as in the study: from a population without end.
    """
    sampled = sampled_branches(marts, selection, by)
    return sampled if design == SIMPLE else with_shares(marts, selection, sampled)


def with_estimates(
    rows: pl.DataFrame,
    keys: Sequence[str],
    sums: pl.DataFrame,
    sampled: pl.DataFrame,
    reference: float | None,
    design: str = SURVEY,
) -> tuple[pl.DataFrame, list[Note]]:
    """`rows` with `FIGURES`, and what is to be said of their design.

    keys: the columns by which `sums` (of `measure_sums`, about `reference`) belong to a row;
    sampled: from `sample_of`.
    """
    own = placed(rows, keys, sums, sampled)
    cells = cells_of(own)
    if design == SIMPLE:
        found, notes = simple_random(cells, rows.height), []
    else:
        found, notes = _by_design(cells, own, sampled, rows.height, "branch" in keys)
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


class _Finite(NamedTuple):
    """What populations that are known make of the errors; the defaults: nothing.

    population: (strata,) branches, NaN unknown; within: (domains,) variance within branches; left:
    (domains,) share of the customers that was not asked, where respondents count one by one.
    """

    population: np.ndarray | None = None
    within: np.ndarray | float = 0.0
    left: np.ndarray | float = 1.0


def _finite(cells, own, sampled, strata, domains) -> _Finite:
    """strata: of the clusters, as they count: perhaps several provinces made one."""
    if "branches_asked" not in sampled.columns or not sampled["branches_asked"].count():
        return _Finite()
    branches, customers, sheets = (
        sampled[name].fill_null(float("nan")).to_numpy()
        for name in ("branches_asked", "customers_asked", "sheets")
    )
    # A stratum of n clusters, each of which stands for 1/share of them, has their sum.
    population = np.bincount(strata, 1 / branches)
    population = np.maximum(population, np.bincount(strata))  # rounding must not go below
    shares = sampled_shares(strata, population)
    within = within_clusters(cells, squares_of(own), domains, shares, sheets, sheets / customers)
    asked = np.nan_to_num(customers)[cells.cluster]
    n = np.bincount(cells.domain, cells.n, domains)
    left = 1 - np.bincount(cells.domain, asked * cells.n, domains) / np.where(n > 0, n, 1)
    return _Finite(population, within, left)


def _by_design(cells, own, sampled, domains, by_branch) -> tuple[Estimate, list[Note]]:
    known = known_branches(cells, sampled, domains)
    lone = (known < 2) | by_branch
    strata, alone = pooled_strata(sampled)
    finite = _finite(cells, own, sampled, strata, domains)
    found = estimate(cells, strata, domains, finite.population, within=finite.within)
    simple = one_by_one(cells, domains, finite.left)
    chosen = Estimate(*(np.where(lone, one, all_) for one, all_ in zip(simple, found, strict=True)))
    answered = found.n > 0
    unknown = answered & lone & (known == 0)
    pooled = answered & ~lone & (np.bincount(cells.domain, alone[cells.cluster], domains) > 0)
    return chosen, [
        *_said("no_branches", unknown, "no branch is stated, so respondents count one by one"),
        *_said("one_branch", answered & lone & ~unknown,
               "one branch only, so respondents count one by one and stand for that branch"),
        *_said("one_branch_per_province", pooled,
               "one branch in every province, so all of them are one stratum"),
    ]  # fmt: skip


def one_by_one(cells: Cells, domains: int, left=1.0) -> Estimate:
    """Simple random sampling with weights: what they cost by Kish's n, and nothing without them.

    left: (domains,) share of the population that was not asked.
    Source: Kish, L. (1992), Journal of Official Statistics 8, 183–200.
    """
    simple = simple_random(cells, domains)
    loss = simple.n / simple.n_kish * left
    se, deff = simple.se * np.sqrt(loss), simple.deff * loss
    return simple._replace(se=se, deff=deff, n_effective=simple.n / positive(deff))


def _said(code: str, concerned: np.ndarray, text: str) -> list[Note]:
    rows, of = int(concerned.sum()), concerned.size
    return [Note(f"{rows} of {of} rows: {text}", code, rows=rows, of=of)] if rows else []
