"""Comparison: which branches or provinces differ by more than chance?

A funnel, and no league table: each unit's value against the average of all, with the limits that
chance leaves to a unit of its size (95 % and 99.8 %).
- units: the provinces of the selection; the branches, where it has only one province; or `by`
- where units differ by more than chance as a whole, limits are widened (additive overdispersion);
  `totals` says so: phi, and tau, the deviation between units beyond chance
- in place of a rank, the ranks that a unit may have, for all units at once with 95 % certainty
- fewer than 5 respondents are not shown, and count neither for limits nor for ranks
"""

import numpy as np
import polars as pl

from analysis import questionnaire
from analysis.answer import Answer, Note
from analysis.marts import Marts
from analysis.measure_sums import SUMS, answer_sums, log_counts, share_sums
from analysis.measures import COMPARED, FAVOURABLE, LOGGED, Measure, satisfaction
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError, check_groups, closest_codes
from analysis.statistics.funnel import Funnel, mean_funnel, share_funnel
from analysis.statistics.moments import from_sums
from analysis.statistics.rank_intervals import rank_intervals

FIGURES = ("n", *SUMS)
SIDE = {1: "above", -1: "below", 0: "at"}


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    measure: str = "satisfaction",
    target: float | None = None,
) -> Answer:
    """One row per unit; `target` takes the place of the average of all units."""
    by = check_groups(by)
    if measure not in COMPARED:
        known = closest_codes(measure, COMPARED)
        raise SelectionError("measure", measure, "is not compared", known)
    marts.check(selection)
    by = by or _units(marts, selection)
    if measure in LOGGED:
        asked_for, about, notes = LOGGED[measure], 0.0, []
        sums = share_sums(log_counts(marts, selection, by), by, (measure,))
        rows = sums.with_columns(suppressed=False, weak=False)
        source = provenance(marts, "requests", selection)
        n = int(rows["n"].sum())
    else:
        rows, asked_for, about, n, notes, source = _surveyed(marts, selection, by, measure)
    drawn, totals = _drawn(rows.sort(by, nulls_last=True), asked_for, about, target)
    return Answer(
        question="comparison",
        rows=[_row(row, by, place, drawn) for place, row in enumerate(drawn["rows"])],
        totals=totals | {"by": " ".join(by)},
        n=n,
        notes=notes + _said(totals),
        **source,
    )


def _units(marts, selection) -> tuple[str, ...]:
    chosen = marts.provinces_of(selection)
    alone = (chosen is not None and len(chosen) == 1) or bool(selection.branches)
    return ("branch",) if alone else ("province",)


def _surveyed(marts, selection, by, measure):
    """Sums per unit of satisfaction, or of 0/1: does the answer lie above the reference?"""
    asked = questionnaire.choose(marts, selection)
    satisfied = satisfaction(marts, asked)
    middle = satisfied.measure.reference or 0.0
    found, value, about = satisfied.measure, satisfied.value, middle
    if measure == FAVOURABLE.measure:
        found, about = FAVOURABLE, 0.0
        value = f"({value} > {float(middle)!r})::integer"
    sums = answer_sums(marts, asked.selection, by, satisfied.people, value, about)
    rows, n, remarks = marts.suppress(sums, FIGURES, asked.selection, by, satisfied.people)
    source = provenance(
        marts, satisfied.people.table, asked.selection, satisfied.people.condition,
        **satisfied.people.parameters,
    )  # fmt: skip
    notes = [note for note in asked.notes if note.code != "battery_chosen" or not satisfied.item]
    return rows, found, about, n, notes + remarks, source


def _drawn(rows: pl.DataFrame, measure: Measure, about, target) -> tuple[dict, dict]:
    """The funnel and the ranks of the units, and what is said of all of them."""
    n, weight, total, squares, kish = (
        rows[name].cast(pl.Float64).fill_null(0.0).to_numpy() for name in SUMS
    )
    # Answers of equal weight that would tell as much; without weights simply the answers.
    size = np.divide(weight**2, kish, out=np.zeros_like(n), where=kish > 0)
    if measure.is_share:
        funnel, se = _shares(size, np.divide(total, weight, out=0 * n, where=weight > 0), target)
    else:
        moments = from_sums(n, total, squares, weight)
        funnel, se = _means(size, moments.mean + about, moments.sd, measure, target)
    ranks = rank_intervals(funnel.value, se)
    widened = funnel.tau_squared > 0
    totals = {
        "measure": measure.measure,
        "title_fa": measure.title_fa,
        "title_en": measure.title_en,
        "better": measure.better,
        "target": _number(funnel.target),
        "target_given": target is not None,
        "units": int(np.count_nonzero(~np.isnan(funnel.value))),
        **{flag: funnel.flag.count(flag) for flag in ("inside", "between", "outside")},
        "phi": _number(funnel.phi),
        "tau": _number(np.sqrt(funnel.tau_squared)),
        "overdispersed": widened,
    }
    return {"rows": rows.to_dicts(), "funnel": funnel, "ranks": ranks, "size": size}, totals


def _shares(size, share, target) -> tuple[Funnel, np.ndarray]:
    """Exact limits where nothing is weighted; the standard error of Agresti & Coull (1998), which
    is not 0 where all or none succeeded."""
    whole = bool((size % 1 == 0).all())
    count = np.rint(share * size) if whole else share * size
    funnel = share_funnel(count, size, target, "exact" if whole else "normal")
    near = (count + 2) / (size + 4)
    return funnel, np.where(size > 0, np.sqrt(near * (1 - near) / (size + 4)), np.nan)


def _means(size, mean, sd, measure, target) -> tuple[Funnel, np.ndarray]:
    """The deviation within units is that of all units together: few answers know theirs badly."""
    df = np.where((size > 1) & ~np.isnan(sd), size - 1, 0.0)
    inside = np.sqrt(np.sum(df * np.nan_to_num(sd) ** 2) / df.sum()) if df.sum() else np.nan
    bounds = (measure.lowest, measure.highest)
    funnel = mean_funnel(size, mean, inside, target, bounds=bounds)
    return funnel, inside / np.sqrt(np.where(size > 0, size, np.nan))


def _row(row: dict, by, place: int, drawn: dict) -> dict:
    funnel, ranks = drawn["funnel"], drawn["ranks"]
    flag = funnel.flag[place]
    first, last = (_number(limit[place]) for limit in ranks)
    return {
        **{name: row[name] for name in by},
        "n": None if row["n"] is None else int(row["n"]),
        "n_effective": None if row["suppressed"] else _number(drawn["size"][place]),
        "value": _number(funnel.value[place]),
        "lower_95": _number(funnel.inner.lower[place]),
        "upper_95": _number(funnel.inner.upper[place]),
        "lower_998": _number(funnel.outer.lower[place]),
        "upper_998": _number(funnel.outer.upper[place]),
        "flag": flag,
        "side": None if flag is None else SIDE[int(funnel.side[place])],
        "z": _number(funnel.z[place]),
        "first_rank": None if first is None else int(first),
        "last_rank": None if last is None else int(last),
        "suppressed": row["suppressed"],
        "weak": row["weak"],
    }


def _said(totals) -> list[Note]:
    if not totals["overdispersed"]:
        return []
    text = (
        f"units differ by more than chance as a whole (phi {totals['phi']:.2f}, "
        f"tau {totals['tau']:.3g}): the limits are widened by that"
    )
    return [Note(text, "overdispersed", phi=totals["phi"], tau=totals["tau"])]


def _number(value) -> float | None:
    return float(value) if np.isfinite(value) else None
