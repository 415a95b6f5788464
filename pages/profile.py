"""Province and branch profile: how does this place stand, on one page that a meeting can run on?"""

import datetime as dt
from dataclasses import replace
from html import escape

import streamlit as st

from pages.parts import (
    asking,
    changes,
    charts,
    comparability,
    dots,
    factors,
    filters,
    funnel_chart,
    page,
    process_chart,
    profile_documents,
    tables,
    variation,
    words,
)
from reports.profile import document

NAME = "profile"
WHOLE = "all"
# Sections before which a printed page begins anew
NEW_SHEET = ("factors", "trend_satisfaction", "funnel_satisfaction", "peers")


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def chosen_place():
    """The selection of one place among those looked at: a province, or a branch of a province."""
    offered = {WHOLE: scope.words[0]} | inside()
    if len(offered) == 1:
        return scope.selection
    unit = page.view("unit", offered, say("choose"), listed=True)
    if unit == WHOLE:
        return scope.selection
    if unit in scope.choices.branches:
        return replace(scope.selection, branches=(unit,))
    return replace(scope.selection, region=None, provinces=(unit,))


def inside():
    """{code: name} of the provinces looked at; of the branches, where it is one province."""
    choices, selection = scope.choices, scope.selection
    provinces = scope.provinces or tuple(choices.provinces)
    if selection.branches:
        return {}
    if len(provinces) > 1:
        return {code: name for code, name in choices.provinces.items() if code in provinces}
    return choices.branches_in(provinces)


def card(one):
    """A headline number with what stands behind it, its change, and its process icon."""
    sign = f"{variation.icon(one.variation).symbol} {one.latest}" if one.variation else ""
    note = " · ".join(part for part in (one.note, one.change, sign) if part)
    return page.Headline(one.measure, one.label, one.written, one.value, note)


def process(finding, rows, events, written, tick):
    variation.legend(rows)
    return process_chart.process(rows, events, written, tick)


def funnel(finding, rows, target, names, written, tick, highlighted):
    return funnel_chart.funnel(rows, target, names, written, tick, highlighted)


def strip(finding, rows, reference):
    """Factors as dots: HTML, unlike the other figures."""
    drawn = [factors.dot(row) for row in rows]
    dots.legend(drawn, reference, words.say("factor_status.interval_evidence"))
    # The lowest and the highest come from all components
    dots.show([replace(dot, group="") for dot in drawn], reference, finding)


DRAWN = {"process": process, "funnel": funnel, "dots": strip}


def changed(section):
    """What has changed, in sentences, each with its sign."""
    items = ""
    for row, sentence in zip(section.answer.rows, section.sentences, strict=True):
        icon = variation.ICONS[changes.SIGN[row["direction"]]]
        mark = f"<i class='mark {icon.code}'>{icon.symbol}</i>"
        items += f"<li data-key='{escape(row['measure'])}'>{mark} {escape(sentence)}</li>"
    st.html(f"<ul class='changes'>{items}</ul>")


def show(section):
    """One section: finding, figure or sentences, what stands behind it, table."""
    page.finding(section.finding)
    if section.sentences:
        changed(section)
    if section.figure:
        drawn = DRAWN[section.figure.kind](section.figure.finding, **section.figure.values)
        if drawn is not None:
            charts.show(drawn, section.finding, f"profile_{section.name}")
    notes = " ".join(section.notes)
    if section.table is None:
        page.foot(section.answer, section.counted, note=notes, how=section.how)
        return
    table = section.table
    shown = tables.show if section.figure or section.appendix else tables.show_open
    if not section.figure:
        shown(table.columns, table.rows, table.caption, f"profile_{table.name}")
    page.foot(section.answer, section.counted, note=notes, how=section.how)
    if section.figure:
        shown(table.columns, table.rows, table.caption, f"profile_{table.name}")
    if section.caution:  # on paper its own words; here what was tested meanwhile
        province = profile.totals["code"] if profile.totals["unit"] == "province" else None
        comparability.caution(scope, (province,) if province else ())


scope = filters.chosen()
title = st.container()  # for the title, which knows what is chosen below it
selection = chosen_place()
offered = {code: words.say(f"changes.compare.{code}") for code in changes.COMPARISONS}
compare = page.view("compare", offered, words.say("changes.compare_label"))
heading = st.container()
documents = profile_documents.being_prepared()
profile = asking.ask(scope, NAME, selection, compare=compare)
said = document(scope.marts, profile, dt.datetime.now(dt.UTC))

with title:
    page.title(NAME, scope, profile)
if not profile.rows:
    documents.empty()
    page.stop_if_empty(scope, profile)
heading.header(said.title, anchor=False)
profile_documents.ready(documents, scope.marts, profile, said.facts[0][1])
profile_documents.hints()
page.say(said.answer)
page.headline([card(one) for one in said.cards])
tables.show(said.headline.columns, said.headline.rows, said.headline.caption, "profile_headline")

for section in said.sections:
    begins = "sheet" if section.name in NEW_SHEET else "part"
    with st.container(key=f"{begins}_{section.name}"):
        show(section)

with st.expander(words.say("method.title")):
    st.markdown("\n\n".join(said.method))
