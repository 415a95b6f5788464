"""Expectation and perception: where does the service fall short of what customers expect?"""

from dataclasses import replace

import streamlit as st

from pages.parts import (
    asking,
    charts,
    compared,
    dumbbells,
    filters,
    gap_figures,
    interval_rows,
    kano,
    notices,
    numbers,
    page,
    priority_tables,
    quadrants,
    tables,
    words,
)
from pages.parts.status import STATUSES

NAME = "gaps"
DESIGNS = ("survey", "simple")  # the usual one first
MOST_NAMED = 2


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    values = {
        "during": numbers.during(answer.period["from"], answer.period["to"]),
        "place": scope.words[0],
        "short": numbers.number(totals["falls_short"]),
        "exceeds": numbers.number(totals["exceeds"]),
        "count": numbers.number(totals["items"]),
        "items": words.listed(say("named", name=words.title(row)) for row in short[:MOST_NAMED]),
    }
    if not short:
        return say("answer_none" if not totals["exceeds"] else "answer_exceeds", **values)
    return say("answer", **values)


def headline():
    of_items = say("of_items", items=numbers.number(totals["items"]))
    cards = [
        card(code, totals[code], of_items, STATUSES[gap_figures.MARKS[code]].symbol)
        for code in ("falls_short", "exceeds")
    ]
    for code in ("unweighted", "weighted"):
        if totals[code] is not None:
            of = say(f"headline_note.{code}_{totals['dimension']}")
            written = numbers.change(totals[code])
            cards.append(page.Headline(code, say(f"headline.{code}"), written, totals[code], of))
    period = numbers.period(answer.period["from"], answer.period["to"])
    cards.append(card("n", answer.n, say("headline_note.n", period=period)))
    page.headline(cards)


def card(measure, value, note, sign=""):
    label = f"{sign} {say(f'headline.{measure}')}".strip()
    return page.Headline(measure, label, numbers.number(value), value, note)


def both_sides():
    """Expectation and perception of every item, by dimension."""
    drawn = gap_figures.in_order(items)
    found = extremes("finding")
    page.finding(found)
    if all(row["gap"] is None for row in items):
        page.foot(answer, counted="pairs")
        return
    dumbbells.legend(say("expectation"), gap_figures.marks(drawn), words.say("interval_95"))
    dumbbells.show(
        [gap_figures.dumbbell(row) for row in drawn], found, gap_figures.group_notes(drawn)
    )
    page.foot(answer, counted="pairs", how="gap_sides")
    page.notes(answer)
    tables.show(gap_figures.columns(items), drawn, say("items_caption"), "gaps_items")


def extremes(key):
    """The widest and the narrowest gap, or that of the only item."""
    known = [row for row in gap_figures.widest_first(items) if row["gap"] is not None]
    if not known:
        return say("finding_hidden")
    first, last = known[0], known[-1]
    return say(
        key,
        widest=words.title(first),
        wide=numbers.change(first["gap"]),
        narrowest=words.title(last),
        narrow=numbers.change(last["gap"]),
    )


def gap_section():
    """The gaps themselves, the widest first, against zero."""
    counts = {code: numbers.number(totals[code]) for code in gap_figures.MARKS}
    found = say("gaps_finding", **counts)
    page.finding(found)
    ordered = [row for row in gap_figures.widest_first(items) if row["gap"] is not None]
    interval_rows.legend(gap_figures.marks(ordered), say("interval"), say("line"))
    drawn = [gap_figures.gap_row(row, "gap") for row in ordered]
    interval_rows.show(drawn, gap_figures.ticks(ordered), 0, found)
    page.foot(answer, counted="pairs", how="gap_tests")


def dimension_section():
    """The same of each dimension, and what weighing does to their mean."""
    of = [row for row in answer.rows if row["kind"] == totals["dimension"]]
    known = [row for row in gap_figures.widest_first(of) if row["gap"] is not None]
    if not known:
        return
    key = "dimensions_finding" if totals["weighted"] is None else "dimensions_finding_weighted"
    found = say(
        key,
        widest=words.title(known[0]),
        gap=numbers.change(known[0]["gap"]),
        unweighted=numbers.change(totals["unweighted"]),
        weighted=numbers.change(totals["weighted"]),
    )
    page.finding(found)
    ordered = gap_figures.widest_first(of)
    interval_rows.legend(gap_figures.marks(ordered), say("interval"), say("line"))
    drawn = [gap_figures.gap_row(row, "dimension_gap", code=False) for row in ordered]
    interval_rows.show(drawn, gap_figures.ticks(ordered), 0, found)
    page.foot(answer, counted="pairs", how="gap_dimensions")
    scales = [row for row in answer.rows if row["kind"] != "item"]
    columns = gap_figures.columns(scales, items=False)
    tables.show(columns, scales, say("dimensions_caption"), "gaps_dimensions")


def quadrant_section():
    """Stated importance against the battery of performance, where the questionnaire asks both."""
    selection = replace(scope.selection, battery=totals["performance"])
    told = asking.ask(scope, "priorities", selection, importance="stated", design=design)
    if told.totals["median_importance"] is None:
        return
    lines = {
        "reference": numbers.plain(told.totals["reference"]),
        "median": numbers.mean(told.totals["median_importance"]),
    }
    counts = {code: numbers.number(told.totals[code]) for code in quadrants.QUADRANTS}
    found = words.say("priorities.finding", **counts)
    page.finding(found)
    quadrants.legend(told.rows, told.totals)
    charts.show(quadrants.figure(told.rows, told.totals), found, "gaps_quadrants")
    page.foot(told, note=words.say("priorities.lines", **lines), how="gap_quadrants")
    caption = say("quadrants_caption")
    tables.show(priority_tables.factors(True), told.rows, caption, "gaps_quadrants")


chosen = filters.chosen()
scope = compared.scope_of(chosen)
if scope is None:
    page.title(NAME, chosen)
    notices.notice("nothing_compared")
    st.stop()
usual = asking.ask(scope, NAME)
page.title(NAME, scope, usual)
compared.say_another(chosen, scope)
if usual.totals["problem"]:  # its features were asked as Kano pairs alone
    kano.section(scope, DESIGNS[0])
    st.stop()
page.stop_if_empty(scope, usual)

# What is chosen below the sentence decides what it says.
top = st.container()
design = page.view("design", {code: say(f"designs.{code}") for code in DESIGNS}, say("design"))
answer = asking.ask(scope, NAME, design=design)
totals = answer.totals
titles = scope.choices.scales.get(totals["instrument"], {})
items = gap_figures.named([row for row in answer.rows if row["kind"] == "item"], titles)
short = [row for row in gap_figures.widest_first(items) if row["verdict"] == "falls_short"]
hidden = sum(row["gap"] is None for row in items)
with top:
    page.say(answer_sentence())
    headline()

both_sides()
if totals["items"] > hidden:
    gap_section()
    dimension_section()
    if totals["performance"]:
        quadrant_section()
kano.section(scope, design)
page.method(NAME, ("method", "method_design", "method_few"))
