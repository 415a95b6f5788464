"""Comparison: which branches or provinces differ by more than chance?

A funnel, and no league table: each unit's value against the average of all, with the limits that
chance leaves to a unit of its size (95 % and 99.8 %).
- units: the provinces of the selection; the branches, where it has only one province; or `by`
- chance: answers (or requests) of a branch resemble each other, so that a province's count for
  less: n_effective = n / design effect (`unit_sizes`; `totals["deff"]` is the mean), with t in
  place of normal limits. Of a branch they count one by one, with exact binomial limits of shares
- where units differ by more than that as a whole, limits are widened (additive overdispersion);
  `totals` says so: phi, and tau, the deviation between units beyond chance
- in place of a rank, the ranks that a unit may have, for all units at once with 95 % certainty
- fewer than 5 respondents are not shown, and count neither for limits nor for ranks
"""

import polars as pl

from analysis import funnels, questionnaire
from analysis.answer import Answer, Note
from analysis.cluster_cells import REQUESTS, SHEETS, sampled_branches
from analysis.marts import Marts
from analysis.measure_sums import PLACE, SUMS, answer_sums, log_counts, share_sums
from analysis.measures import COMPARED, FAVOURABLE, LOGGED, MEAN, Measure, satisfaction
from analysis.one_factor import opened
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError, check_groups, closest_codes
from analysis.survey_estimates import SIMPLE, SURVEY, check_design
from analysis.unit_sizes import unit_sizes

FIGURES = ("n", *SUMS)


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    measure: str = "satisfaction",
    target: float | None = None,
    design: str = SURVEY,
    factor: str | None = None,
) -> Answer:
    """One row per unit; `target` takes the place of the average of all units.

    design: survey, or simple: answers drawn one by one; factor: the code of a factor of the
    questionnaire, whose mean is compared in place of the measure.
    """
    by = check_groups(by)
    if measure not in COMPARED:
        known = closest_codes(measure, COMPARED)
        raise SelectionError("measure", measure, "is not compared", known)
    check_design(design)
    marts.check(selection)
    by = by or _units(marts, selection)
    found, what = (_logged if measure in LOGGED else _surveyed), measure
    if factor is not None:
        found, what = _of_factor, factor
    rows, sums, people, asked_for, about, n, notes, source = found(marts, selection, by, what)
    _check_target(target, asked_for)
    rows = rows.sort(by, nulls_last=True)
    sampled = sampled_branches(marts, source["selection"], by, people)
    sizes = unit_sizes(rows, by, sums, sampled, design != SIMPLE)
    drawn, totals = funnels.drawn(rows, by, sizes, asked_for, about, target)
    return Answer(
        question="comparison",
        rows=drawn,
        totals=totals | {"by": " ".join(by), "design": design},
        n=n,
        notes=notes + _said(totals),
        **source,
    )


def _check_target(target, measure: Measure) -> None:
    if target is not None and not measure.lowest <= target <= measure.highest:
        reason = f"is not on the scale, which goes from {measure.lowest:g} to {measure.highest:g}"
        raise SelectionError("target", f"{target:g}", reason)


def _units(marts, selection) -> tuple[str, ...]:
    chosen = marts.provinces_of(selection)
    alone = (chosen is not None and len(chosen) == 1) or bool(selection.branches)
    return ("branch",) if alone else ("province",)


def _logged(marts, selection, by, measure):
    """Sums per unit of a share of requests."""
    keys = tuple(dict.fromkeys((*by, *PLACE)))
    sums = share_sums(log_counts(marts, selection, keys), keys, (measure,))
    rows = _added(sums, by).with_columns(suppressed=False, weak=False)
    source = provenance(marts, "requests", selection)
    return rows, sums, REQUESTS, LOGGED[measure], 0.0, int(rows["n"].sum()), [], source


def _surveyed(marts, selection, by, measure):
    """Sums per unit of satisfaction, or of 0/1: does the answer lie above the reference?"""
    asked = questionnaire.choose(marts, selection)
    satisfied = satisfaction(marts, asked)
    middle = satisfied.measure.reference or 0.0
    found, value, about = satisfied.measure, satisfied.value, middle
    if measure == FAVOURABLE.measure:
        found, about = FAVOURABLE, 0.0
        value = f"({value} > {float(middle)!r})::integer"
    sums = answer_sums(marts, asked.selection, (*by, *PLACE), satisfied.people, value, about)
    rows, n, remarks = marts.suppress(
        _added(sums, by), FIGURES, asked.selection, by, satisfied.people
    )
    source = provenance(
        marts, satisfied.people.table, asked.selection, satisfied.people.condition,
        **satisfied.people.parameters,
    )  # fmt: skip
    notes = [note for note in asked.notes if note.code != "battery_chosen" or not satisfied.item]
    return rows, sums, SHEETS, found, about, n, notes + remarks, source


def _of_factor(marts, selection, by, code):
    """Sums per unit of the answers to one factor, hidden as in the questions about factors."""
    chosen = opened(marts, questionnaire.choose(marts, selection), code)
    instrument, asked = chosen.asked.instrument, chosen.asked
    about = instrument["reference"] or 0.0
    names = {name: chosen.item[name] for name in ("title_fa", "title_en")}
    scale = {name: instrument[name] for name in ("lowest", "highest", "reference")}
    measure = Measure(code, **names, kind=MEAN, **{k: v for k, v in scale.items() if v is not None})
    sums = answer_sums(marts, asked.selection, (*by, *PLACE), chosen.people, "answer", about)
    rows = _added(sums, by).with_columns(item=pl.lit(code))
    rows, n, remarks = marts.suppress(
        rows, FIGURES, asked.selection, by, chosen.sheets, chosen.people
    )
    source = provenance(
        marts, chosen.people.table, asked.selection, chosen.people.condition,
        **chosen.people.parameters,
    )  # fmt: skip
    return rows.drop("item"), sums, SHEETS, measure, about, n, asked.notes + remarks, source


def _added(sums: pl.DataFrame, by) -> pl.DataFrame:
    return sums.group_by(by).agg(pl.col(FIGURES).sum())


def _said(totals) -> list[Note]:
    notes = []
    if totals["clustered"]:
        text = f"answers of a branch resemble each other: mean design effect {totals['deff']:.2f}"
        notes.append(Note(text, "clustered", deff=totals["deff"]))
    if totals["overdispersed"]:
        text = (
            f"units differ by more than chance as a whole (phi {totals['phi']:.2f}, "
            f"tau {totals['tau']:.3g}): the limits are widened by that"
        )
        notes.append(Note(text, "overdispersed", phi=totals["phi"], tau=totals["tau"]))
    return notes
