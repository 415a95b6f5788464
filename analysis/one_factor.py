"""One factor: how is it answered, since when, and in which channels and groups?

A factor is an item of a questionnaire. Without `by` the rows are its levels: how many gave each
answer, with their share of all (weighted). With `by` they are groups, each with its mean and the
two 95 % intervals of `satisfaction_trends`, taken by itself and adjusted for nothing: whether the
factor is favourable is a question of all factors together (`factor_status`).
- levels are shown all or none: with n, mean and deviation beside them, a level of 1 … 4 answers
  would follow from the others
- `totals["actions"]`: what can be done about it (`data/actions.toml`)
- `totals["since"]`, by month: since when every month has lain on one side of the reference, also
  before the first month asked for
"""

from dataclasses import replace
from typing import NamedTuple

import polars as pl

from analysis import actions, finite_population, questionnaire
from analysis.answer import Answer, Note
from analysis.factor_since import last_side
from analysis.factor_status import PUBLISHED
from analysis.group_means import FIGURES, GroupMeans
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.questionnaire import Questionnaire
from analysis.selection import Selection, SelectionError, check_groups, closest_codes
from analysis.survey_estimates import SURVEY, check_design

# A scale with more levels than this is no list of answers.
MOST_LEVELS = 11


class Factor(NamedTuple):
    """One factor of the questionnaire asked: what it is, and who answered it."""

    asked: Questionnaire
    item: dict
    people: People
    sheets: People


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    factor: str | None = None,
    target: float | None = None,
    design: str = SURVEY,
) -> Answer:
    """One row per level of the answers to `factor` (its code), or per group of `by`.

    factor: None for the first of the questionnaire; target: in place of its reference; design:
    survey or simple.
    """
    by = check_groups(by)
    marts.check(selection)
    check_design(design)
    chosen = opened(marts, questionnaire.choose(marts, selection), factor)
    about = chosen.asked.instrument["reference"] if target is None else target
    means = _means(marts, chosen, about, by, design)
    overall, n, notes = means.shown(())
    figures = overall.to_dicts()[0] if overall.height else dict.fromkeys(FIGURES) | {"n": 0}
    if by:
        rows, n, notes = means.shown(by)
    else:
        rows, remarks = _levels(marts, chosen, figures["n"] is not None)
        notes = notes + remarks
    rows = rows.sort(by or ("answer",), nulls_last=True)
    finite, said = finite_population.told(means.sampled(by))
    moved = {"change": None, "since": None, "finite_population": finite}
    if by == ("month",):
        moved["change"] = means.change(rows)
        moved["since"] = _since(_every_month(marts, chosen, about, design), about)
    return Answer(
        question="one_factor",
        rows=rows.to_dicts(),
        totals=_totals(marts, chosen, about) | figures | moved,
        n=None if n is None else figures["n"],
        notes=chosen.asked.notes + notes + said,
        **_source(marts, chosen),
    )


def _source(marts, chosen: Factor) -> dict:
    people, selection = chosen.people, chosen.asked.selection
    return provenance(marts, people.table, selection, people.condition, **people.parameters)


def opened(marts: Marts, asked: Questionnaire, code: str | None) -> Factor:
    """The factor by its code; `SelectionError` where the questionnaire has none of that code."""
    items = marts.query(
        """select item, position, subscale, component, title_fa, title_en
           from items where instrument = $instrument and not overall order by position""",
        instrument=asked.instrument["instrument"],
    ).to_dicts()
    known = {item["item"]: item for item in items}
    if code is None and known:
        code = items[0]["item"]
        text = f"factor {code}, the first of the questionnaire, as none was asked for"
        note = Note(text, "factor_chosen", factor=code)
        asked = replace(asked, notes=[*asked.notes, note])
    if code not in known:
        reason = f"is not a factor of {asked.instrument['instrument']}"
        raise SelectionError("factor", code, reason, closest_codes(code or "", known))
    battery = {"battery": asked.battery}
    one = People(
        "answers", "respondents", "battery = $battery and item = $item", battery | {"item": code}
    )
    sheets = People("respondents", "answered", "battery = $battery", battery)
    return Factor(asked, known[code], one, sheets)


def _means(marts, chosen, about, by, design) -> GroupMeans:
    return GroupMeans(
        marts, chosen.asked.selection, chosen.people, "answer", about, by, design, chosen.sheets
    )


def _levels(marts, chosen, shown: bool) -> tuple[pl.DataFrame, list[Note]]:
    """answer, n and share of every level of the scale; none of them where one may not be shown."""
    selection = chosen.asked.selection
    counted = marts.query(
        f"""select answer, sum(respondents)::bigint as n, sum(weight) as weight
            from {chosen.people.table} where {chosen.people.condition} group by all""",
        selection,
        **chosen.people.parameters,
    )
    rows = _all_levels(chosen.asked.instrument, counted)
    rows = rows.with_columns(share=pl.col("weight") / pl.col("weight").sum()).drop("weight")
    rows, _, _ = marts.suppress(rows, ("n", "share"), selection, ("answer",), chosen.people)
    if shown and not rows["suppressed"].any():
        return rows, []
    hidden = rows.with_columns(
        n=pl.lit(None, pl.Int64),
        share=pl.lit(None, pl.Float64),
        suppressed=pl.lit(True),
        weak=False,
    )
    text = "no level of the answers is shown: one of them holds fewer than 5"
    return hidden, [Note(text, "levels_suppressed")] if shown and rows.height else []


def _all_levels(instrument, counted: pl.DataFrame) -> pl.DataFrame:
    """Also the levels that nobody chose, where the scale is a short row of whole numbers."""
    low, high = instrument["lowest"], instrument["highest"]
    if not counted.height or None in (low, high) or high - low >= MOST_LEVELS:
        return counted
    steps = [float(low) + step for step in range(int(high - low) + 1)]
    every = pl.DataFrame({"answer": sorted({*steps, *counted["answer"]})})
    return every.join(counted, on="answer", how="left").with_columns(
        pl.col("n").fill_null(0), pl.col("weight").fill_null(0.0)
    )


def _every_month(marts, chosen, about, design) -> list[dict]:
    """The months up to the last one asked for, from the first with data on."""
    every = replace(chosen.asked.selection, first_month=None)
    chosen = chosen._replace(asked=replace(chosen.asked, selection=every))
    rows, _, _ = _means(marts, chosen, about, ("month",), design).shown(("month",))
    return rows.sort("month", nulls_last=True).to_dicts()


def _since(rows: list[dict], about: float | None) -> dict | None:
    """side, month and months: the last months on one side of the reference without a break.

    A month without a value that may be shown neither breaks the row nor counts for it. at_least:
    the row reaches back to the first month that there is.
    """
    told = [
        {"month": row["month"], "mean": row["weighted_mean"]}
        for row in rows
        if row["month"] and row["weighted_mean"] is not None
    ]
    return last_side(told, about)


def _totals(marts, chosen: Factor, about) -> dict:
    instrument = chosen.asked.instrument
    return {
        "instrument": instrument["instrument"],
        "battery": chosen.asked.battery,
        "study": instrument["study"],
        **chosen.item,
        "reference": about,
        **{name: instrument[name] for name in ("lowest", "highest")},
        "actions": _actions(marts, chosen),
        **_published(marts, chosen),
    }


def _actions(marts, chosen) -> list[dict]:
    known = actions.known(marts, chosen.asked.instrument["instrument"])
    return [action for action in known if chosen.item["item"] in action["factors"]]


def _published(marts, chosen) -> dict:
    rows = marts.query(
        f"""select {", ".join(PUBLISHED)} from study_items
            where study = $study and item = $item""",
        study=chosen.asked.instrument["study"],
        item=chosen.item["item"],
    ).to_dicts()
    found = rows[0] if rows else dict.fromkeys(PUBLISHED)
    return {f"published_{name}": value for name, value in found.items()}
