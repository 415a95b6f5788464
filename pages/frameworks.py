"""Maturity and frameworks: how ready or mature do provinces and branches call themselves?"""

from dataclasses import replace

import streamlit as st

from analysis import frameworks
from analysis.self_assessment import UNITS
from pages.parts import (
    asking,
    assessment_form,
    assessment_heat,
    assessment_satisfaction,
    assessment_tables,
    filters,
    layer_dots,
    notices,
    numbers,
    page,
    reading_guide,
    tables,
    words,
)

NAME = "frameworks"
QUESTION = "self_assessment"
MANY = 6  # provinces that are still named


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def written(value):
    return say("of_scale", value=numbers.mean(value), highest=numbers.number(totals["highest"]))


def answer_sentence():
    values = {"round": numbers.month(totals["month"]), "place": scope.words[0]}
    if answer.n == 1:
        (own,) = [row for row in answer.rows if row["kind"] == "total"]
        parts = [say("answer_one", **values, score=written(own["score"]))]
        if staged:
            parts.append(say("answer_one_level", level=level(own["level"])))
        if not own["complete"]:
            missing = numbers.number(own["statements"] - own["answered"])
            parts.append(say("answer_one_incomplete", missing=missing))
        return " ".join(parts)
    counts = {"units": numbers.number(answer.n), "of": numbers.number(expected())}
    parts = [say("answer_branches" if branches else "answer_many", **values, **counts)]
    if staged:
        most = max(totals["levels"], key=lambda row: row["units"])
        counts = {"beyond": numbers.number(beyond()), "most": numbers.number(most["units"])}
        key = "answer_levels" if beyond() else "answer_no_wall"
        parts.append(say(key, level=level(most["level"]), **counts))
    elif whole["score"] is not None:
        weak = min(components(), key=lambda row: row["score"])
        values = {"weak": words.title(weak), "low": numbers.mean(weak["score"])}
        parts.append(say("answer_score", score=written(whole["score"]), **values))
    return " ".join(parts)


def level(code):
    """The title of a level; None is below the first."""
    named = {row["part"]: words.title(row) for row in parts.components}
    return named.get(code) or say("no_level")


def expected():
    return answer.n + len(totals["silent"])


def components():
    return [r for r in totals["means"] if r["kind"] == "component" and r["score"] is not None]


def beyond():
    """How many units have come past the wall, into the last layer."""
    last = parts.parts["layer"][-1]["part"]
    inside = {row["part"] for row in parts.components if row["parent"] == last}
    return sum(row["units"] for row in totals["levels"] if row["level"] in inside)


def headline():
    statements = numbers.number(totals["statements"])
    cards = [
        card("units", answer.n, numbers.number, "" if branches else of_expected()),
        card("complete", totals["complete"], numbers.number, say("complete_note", all=statements)),
        card("score", whole["score"], numbers.mean, scale_note()),
        card("change", whole["change"], numbers.change, changed_note(whole)),
    ]
    if staged:
        cards.append(card("beyond", beyond(), numbers.number, say("beyond_note")))
    else:
        outer = next(row for row in totals["means"] if row["kind"] == "layer")
        cards.append(card("outer", outer["score"], numbers.mean, words.title(outer)))
    page.headline(cards)


def card(measure, value, write, note):
    return page.Headline(measure, say(f"headline.{measure}"), write(value), value, note)


def of_expected():
    return say("units_note", of=numbers.number(expected()))


def scale_note():
    low, high = (numbers.number(totals[end]) for end in ("lowest", "highest"))
    return say("score_note", low=low, high=high, units=numbers.number(whole["units"]))


def changed_note(row):
    key = "change_note" if row["changed"] else "change_none"
    return say(key, units=numbers.number(row["changed"]))


def provinces():
    """Every unit by every component, those looked at pointed out."""
    ordered = assessment_heat.in_order(everywhere.rows, scope)
    page.finding(heat_finding([row for row in ordered if row["complete"]]))
    assessment_heat.show(scope, parts, everywhere, ordered, level)
    page.foot(everywhere, counted=counted, where=say("heat_where"), note=say("heat_note"),
              how="assessed_levels" if staged else "assessed")  # fmt: skip
    columns = assessment_tables.units(scope, totals, level)
    tables.show(columns, ordered, say("units_caption"), "self_assessment_units")


def heat_finding(complete):
    """Who stands highest and lowest: a score without some of its statements is no rank."""
    if len(complete) < 2:
        return say("heat_one")
    low, high = (end(complete, key=lambda row: row["score"]) for end in (min, max))
    return say("heat_finding", high=assessment_tables.unit(scope, high),
               score=written(high["score"]), low=assessment_tables.unit(scope, low),
               low_score=numbers.mean(low["score"]))  # fmt: skip


def layers():
    """Layers from outside inwards, their components, and the round before."""
    rows = [row for row in totals["means"] if row["kind"] != "total"]
    if not components():
        return
    kind = "component" if staged else "layer"
    known = [row for row in rows if row["kind"] == kind and row["score"] is not None]
    low = min(known, key=lambda row: row["score"], default=components()[0])
    values = {"low": words.title(low), "score": written(low["score"])}
    page.finding(say("levels_finding" if staged else "layers_finding", **values))
    caption = say("levels_caption" if staged else "layers_caption")
    layer_dots.show(rows, totals, caption)
    page.foot(answer, counted=counted, note=say("layers_note"), how="layer_means")
    columns, rows = assessment_tables.means(totals), assessment_tables.indented(rows)
    tables.show(columns, rows, caption, "self_assessment_layers")


def completeness():
    """Who has not answered what; nothing where all is there."""
    missing, silent = totals["unanswered"], totals["silent"]
    if not (missing or silent):
        return
    counts = {"units": numbers.number(len(missing)), "silent": numbers.number(len(silent))}
    key = "both" if missing and silent else "units" if missing else "silent"
    page.finding(say(f"missing_{key}", **counts))
    names = [scope.choices.provinces.get(row["province"], row["province"]) for row in silent]
    note = say("silent_note", names=words.listed(names)) if 0 < len(names) <= MANY else ""
    if missing:
        titles = {row["part"]: words.title(row) for row in parts.parts["statement"]}
        rows = [row | {"named": [titles[code] for code in row["statements"]]} for row in missing]
        columns = assessment_tables.missing(scope)
        tables.show_open(columns, rows, say("missing_caption"), "self_assessment_missing")
    page.foot(answer, counted=counted, note=note, how="missing")


scope = filters.chosen()
top = st.container()
offered = {row["framework"]: words.title(row) for row in frameworks.known(scope.marts)}
if not offered:
    page.heading(say("title"))
    notices.notice("no_framework")
    st.stop()
framework = page.view("framework", offered, say("choose"))
units = page.view("assessed", {code: say(f"assessed.{code}") for code in UNITS}, say("who"))
branches = units == "branch"
counted = f"assessed_{units}"
# A round is chosen on this page; the months of the filters are those of the service.
anytime = {"first_month": None, "last_month": None}
wide = {"provinces": (), "region": None, "branches": ()} if not branches else {}
way = {"framework": framework, "units": units}
everywhere = asking.ask(scope, QUESTION, replace(scope.selection, **anytime, **wide), **way)
rounds = {r["month"]: numbers.month(r["month"]) for r in everywhere.totals["rounds"][::-1]}
month = page.view("round", rounds, say("round"), listed=True) if rounds else None
if month:
    everywhere = asking.ask(scope, QUESTION, everywhere.selection, month=month, **way)
answer = asking.ask(scope, QUESTION, replace(scope.selection, **anytime), month=month, **way)
totals, parts = answer.totals, frameworks.choose(scope.marts, framework)
staged = totals["kind"] == frameworks.STAGED
whole = totals["means"][0]
with top:
    page.title(NAME, scope, answer)
    if answer.n:
        page.say(answer_sentence())
        headline()
    else:
        notices.notice("no_assessment", place=scope.words[0])
if everywhere.n:
    provinces()
if answer.n:
    layers()
    completeness()
if everywhere.n and not branches:
    assessment_satisfaction.section(scope, framework, month)
assessment_form.section(scope, parts)
reading_guide.section(parts)
assessment_tables.stated(parts)
page.notes(answer)
page.method(NAME, ("method", "method_levels" if staged else "method_weights", "method_limits"))
