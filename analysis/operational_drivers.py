"""Operational drivers: which measures of the service go with satisfaction, branch by month?

One row per measure of `branch_months`: a regression of the mean satisfaction of a branch and month
on the measure, weighted by respondents, with an effect of each month and of each province: branches
are compared with others of their province in the same month.
- effect: points of satisfaction that go with one standard deviation (sd) more of the measure; of
  times the logarithm is taken. Errors by branch (CR2, Satterthwaite); p_adjusted over all measures,
  and the limits agree
- direction: up or down where p_adjusted is below 0.05, else unclear
- joint: the effect with all measures in one regression; vif: their likeness there
`problem` of a row: not_counted (by this filter, or in this version), no_spread, too_few (cells
below 30, or branches below 10). Cells of fewer than 5 respondents are left out.
Association, not effect: what makes a branch fast may make its customers content for other reasons.
"""

import numpy as np
import polars as pl

from analysis import branch_months, questionnaire
from analysis.answer import Answer, Note
from analysis.both_sources import provenance_of_both
from analysis.branch_months import MEASURES
from analysis.marts import Marts
from analysis.measures import satisfaction
from analysis.selection import Selection, SelectionError, check_one_of
from analysis.statistics import collinearity
from analysis.statistics.clustered_regression import regression
from analysis.statistics.multiple import METHODS, judged_together

FEWEST_CELLS, FEWEST_BRANCHES = 30, 10
UP, DOWN, UNCLEAR = DIRECTIONS = ("up", "down", "unclear")
FITTED = ("effect", "low", "high", "p", "p_adjusted")


def ask(marts: Marts, selection: Selection, by: tuple[str, ...] = (), adjust: str = "bh") -> Answer:
    """One row per measure, the surest first. No groups."""
    if by:
        raise SelectionError("by", by[0], "is not taken: cells are branches by month already")
    check_one_of("adjust", adjust, METHODS)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    satisfied = satisfaction(marts, asked)
    counted = pl.DataFrame({"n": [0]})
    _, n, notes = marts.suppress(counted, ("n",), asked.selection, (), satisfied.people)
    cells = branch_months.cells(marts, asked.selection, satisfied)
    cells = cells.clear() if n is None else cells
    rows = judged(cells, adjust)
    joint = _together(cells, [row["measure"] for row in rows if row["problem"] is None])
    told = [row["direction"] for row in rows]
    return Answer(
        question="operational_drivers",
        rows=sorted((row | joint[row["measure"]] for row in rows), key=_surest),
        totals={
            "instrument": asked.instrument["instrument"],
            "satisfaction": satisfied.item or "total",
            "cells": cells.height,
            "branches": cells["branch"].n_unique(),
            "months": cells["month"].n_unique(),
            "adjust": adjust,
            **{name: told.count(name) for name in DIRECTIONS},
        },
        n=n,
        notes=[*asked.notes, *notes, *_notes(rows)],
        **provenance_of_both(marts, asked.selection, satisfied.people),
    )


def judged(cells: pl.DataFrame, adjust: str = "bh") -> list[dict]:
    """One row per measure, all measures one family; cells: as of `branch_months`."""
    return _judged([_alone(cells, measure) for measure in MEASURES], adjust)


def _alone(cells, measure) -> dict:
    """What the measure says by itself: cells, mean and sd of it, and its slope with its error."""
    known = cells.filter(pl.col(measure).is_not_null() & pl.col(measure).is_finite())
    row = {"measure": measure, "cells": known.height, "branches": known["branch"].n_unique()}
    row |= dict.fromkeys(("mean", "sd", "estimate", "se", "df", "problem"))
    if cells.height and not known.height:
        return row | {"problem": "not_counted"}
    if row["cells"] < FEWEST_CELLS or row["branches"] < FEWEST_BRANCHES:
        return row | {"problem": "too_few"}
    values, weight = known[measure].to_numpy(), known["n"].to_numpy()
    mean = float(np.average(values, weights=weight))
    sd = float(np.sqrt(np.average((values - mean) ** 2, weights=weight)))
    if sd < 1e-12:
        return row | {"problem": "no_spread"}
    fit = _fit(known, ((values - mean) / sd)[:, None])
    # What varies, varies with month and province only, or in no branch beyond its own effects.
    if fit is None or not np.isfinite(fit.se[0]):
        return row | {"problem": "no_spread"}
    about = {"mean": mean, "sd": sd, "df": float(fit.df[0])}
    return row | about | {"estimate": float(fit.estimate[0]), "se": float(fit.se[0])}


def _fit(cells, predictors):
    """The regression with its predictors first; None where one follows from month and province."""
    effects = [np.ones(cells.height)]
    for column in ("month", "province"):
        place = cells[column].fill_null("").rank("dense").to_numpy()
        effects += [(place == each).astype(float) for each in range(2, int(place.max()) + 1)]
    effects = np.column_stack(effects)
    # A province with a month of its own makes two effects one: the rank tells how many there are.
    basis = np.linalg.svd(effects, full_matrices=False)[0][:, : np.linalg.matrix_rank(effects)]
    design = np.column_stack([predictors, basis * np.sqrt(cells.height)])
    try:
        return regression(
            design, cells["satisfaction"].to_numpy(), cells["branch"].to_numpy(), cells["n"]
        )
    except ValueError:
        return None


def _judged(rows, adjust) -> list[dict]:
    """The rows with FITTED and direction, all measures one family."""
    estimate, se, df = (
        np.array([np.nan if row[name] is None else row[name] for row in rows], dtype=float)
        for name in ("estimate", "se", "df")
    )
    family = judged_together(estimate, se, df, 0.0, adjust)
    columns = (estimate, family.ci_low, family.ci_high, family.p, family.p_adjusted)
    told = []
    for row, *values in zip(rows, *columns, strict=True):
        fitted = dict(zip(FITTED, map(_plain, values), strict=True))
        kept = {name: v for name, v in row.items() if name not in ("estimate", "se", "df")}
        told.append(kept | fitted | {"direction": _direction(fitted)})
    return told


def _direction(fitted) -> str:
    if fitted["p_adjusted"] is None or fitted["p_adjusted"] >= 0.05:
        return UNCLEAR
    return UP if fitted["effect"] > 0 else DOWN


def _together(cells, measures) -> dict[str, dict]:
    """Measure → joint and vif, of the cells that have all of the measures."""
    nothing = {measure: {"joint": None, "vif": None} for measure in MEASURES}
    known = cells.drop_nulls(measures) if measures else cells.clear()
    if len(measures) < 2 or known.height < max(FEWEST_CELLS, 5 * len(measures)):
        return nothing
    values, weight = known.select(measures).to_numpy(), known["n"].to_numpy()
    mean = np.average(values, axis=0, weights=weight)
    sd = np.sqrt(np.average((values - mean) ** 2, axis=0, weights=weight))
    fit = _fit(known, (values - mean) / np.where(sd > 0, sd, 1))
    if fit is None:
        return nothing
    vif = collinearity.inflation(np.cov(values.T, aweights=weight))
    return nothing | {
        measure: {"joint": _plain(fit.estimate[place]), "vif": _plain(vif[place])}
        for place, measure in enumerate(measures)
    }


def _plain(value):
    return float(value) if np.isfinite(value) else None


def _surest(row):
    p = row["p_adjusted"]
    return (p is None, p or 0, list(MEASURES).index(row["measure"]))


def _notes(rows) -> list[Note]:
    if all(row["problem"] for row in rows):
        text = "too few branches and months: at least 30 cells of 10 branches are needed"
        return [Note(text, "operational_too_few")]
    return []
