"""Priorities and solutions: what should be done first, and what can be done about it?"""

import streamlit as st

from analysis.priorities import is_urgent
from pages.parts import (
    action_list,
    actions_taken,
    asking,
    charts,
    drivers,
    filters,
    numbers,
    operational_drivers,
    page,
    priority_tables,
    quadrants,
    tables,
    targets,
    words,
)
from pages.parts.status import STATUSES

NAME = "priorities"
EVIDENCE = "evidence"
RULES = (EVIDENCE, "study")  # the usual one first
MOST_NAMED = 3


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def answer_sentence():
    values = {
        "during": numbers.during(answer.period["from"], answer.period["to"]),
        "place": scope.words[0],
        "unfavourable": numbers.number(totals["unfavourable"]),
        "count": numbers.number(len(urgent)),
        "items": words.listed(say("named", name=words.title(row)) for row in urgent[:MOST_NAMED]),
    }
    if not totals["unfavourable"]:
        return say("answer_none", **values)
    if not totals["importance"]:
        return say("answer_unweighted", **values)
    return say("answer" if urgent else "answer_unimportant", **values)


def headline():
    cards = []
    if totals["importance"]:
        key = "urgent" if totals["median_importance"] else "urgent_zero"
        note = say(f"headline_note.{key}", median=numbers.mean(totals["median_importance"]))
        cards.append(card("urgent", len(urgent), note, STATUSES["unfavourable"].symbol))
    of_items = say("headline_note.unfavourable", items=numbers.number(totals["items"]))
    cards.append(card("unfavourable", totals["unfavourable"], of_items))
    if widest:
        written = numbers.mean(widest["gap"])
        cards.append(page.Headline("gap", say("headline.gap"), written, widest["gap"],
                                   words.title(widest)))  # fmt: skip
    in_effect = [entry for entry in totals["taken"] if not entry["withdrawn_at"]]
    cards.append(card("taken", len(in_effect), say("headline_note.taken", place=scope.words[0])))
    cards.append(card("n", answer.n, numbers.period(answer.period["from"], answer.period["to"])))
    page.headline(cards)


def card(measure, value, note, sign=""):
    label = f"{sign} {say(f'headline.{measure}')}".strip()
    return page.Headline(measure, label, numbers.number(value), value, note)


def chosen_way():
    """What the reader calls important, and how factors are judged."""
    kinds, rules, target = st.columns([10, 5, 6])  # one holds three words side by side
    offered = usual.totals["offered"].split()
    with kinds:
        kind = offered and page.view(
            "importance", {code: say(f"importances.{code}") for code in offered}, say("importance")
        )
    with rules:
        named = {code: words.say(f"factor_status.rules.{code}") for code in RULES}
        rule = page.view("rule", named, words.say("factor_status.rule"))
    values = targets.offered(usual.totals)
    with target:
        label = words.say("factor_status.target")
        chosen = page.view("target", values, label, listed=True) if values else None
    return kind or None, rule, targets.value(chosen, usual.totals)


def quadrant_section():
    """Importance against performance; every number of it in the table below."""
    counts = {code: numbers.number(totals[code]) for code in quadrants.QUADRANTS}
    unsure = totals["first"] - len(urgent)
    key = "finding_unsure" if unsure else "finding"
    found = say(key, urgent=numbers.number(len(urgent)), unsure=numbers.number(unsure), **counts)
    page.finding(found)
    quadrants.legend(rows, totals)
    figure = quadrants.figure(rows, totals)
    charts.show(figure, found, "priorities_quadrants")
    key = "lines" if totals["median_importance"] else "lines_zero"
    page.foot(answer, note=say(key, **lines()), how="quadrants")
    page.notes(answer)
    tables.show(priority_tables.factors(True), rows, say("factors_caption"), "priorities_factors")


def lines():
    """Where the two lines of the figure lie, as the note under it says."""
    return {
        "reference": numbers.plain(totals["reference"]),
        "median": numbers.mean(totals["median_importance"]),
    }


def gap_section():
    """The factors below the reference, the first to be worked on at the top."""
    if not below:
        page.finding(say("gaps_none"))
        page.foot(answer, how="gaps")
        return
    first = below[0]  # of the order that the sentence, this table and the actions share
    key = "gaps_finding" if first is widest else "gaps_finding_apart"
    values = {"name": words.title(first), "gap": numbers.mean(first["gap"])}
    values |= {"widest": words.title(widest), "width": numbers.mean(widest["gap"])}
    page.finding(say(key, **values))
    columns = priority_tables.gaps(bool(totals["importance"]))
    caption = say("gaps_caption" if totals["importance"] else "gaps_caption_unweighted")
    tables.show_open(columns, below, caption, "priorities_gaps")
    page.foot(answer, how="gaps")


def action_section():
    """What can be done about each unfavourable factor, the most pressing first."""
    open_ = [row for row in rows if row["status"] == "unfavourable"]
    acting = {code for row in open_ for code in (row["actions"] or "").split()}
    values = {"factors": numbers.number(len(open_)), "actions": numbers.number(len(acting))}
    page.finding(say("actions_finding" if open_ else "actions_none", **values))
    action_list.show(open_, totals["actions"], rows)
    page.foot(answer, how="actions")
    pairs = action_list.pairs(rows, totals["actions"])
    caption = say("actions_caption")
    tables.show(priority_tables.actions(rows), pairs, caption, "priorities_actions")


scope = filters.chosen()
usual = asking.ask(scope, NAME)
page.title(NAME, scope, usual)
page.stop_if_empty(scope, usual)

# What is chosen below the sentence decides what it says.
top = st.container()
importance, rule, target = chosen_way()
answer = asking.ask(scope, NAME, importance=importance, rule=rule, target=target)
totals, rows = answer.totals, answer.rows
urgent = [row for row in rows if is_urgent(row)]
if not totals["importance"]:
    urgent = [row for row in rows if row["status"] == "unfavourable"]
below = [row for row in rows if row["gap"] is not None and row["gap"] > 0]
widest = max(below, key=lambda row: row["gap"], default=None)
with top:
    page.say(answer_sentence())
    headline()

if totals["importance"]:
    quadrant_section()
else:
    page.notes(answer)
gap_section()
drivers.section(scope, answer.n)
operational_drivers.section(scope)
action_section()

page.finding(actions_taken.finding(totals["taken"]))
actions_taken.section(scope, totals, rows)
page.foot(answer, how="actions_taken")

page.method(NAME, ("method", "method_drivers", "method_status", "method_taken"), **lines())
