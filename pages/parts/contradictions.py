"""Where do the papers contradict themselves? Place by place, in words and as a table."""

from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import numbers, page, tables, words
from pages.parts.tables import Column


def section(answer):
    """What the papers print of themselves that cannot all be true."""
    found = answer.totals["contradictions"]
    if not found:
        return
    grouped = [
        list(members)
        for _, members in groupby(found, key=lambda e: (e["paper"], e["subject"], e["finding"]))
    ]
    papers = {one["paper"] for one in found}
    page.finding(
        _say("finding", papers=numbers.number(len(papers)), places=numbers.number(len(grouped)))
    )
    items = "".join(f"<li>{_sentence(members)}</li>" for members in grouped)
    st.html(f"<ul class='contradictions'>{items}</ul>")
    tables.show(columns(), found, _say("caption"), "paper_contradictions")
    page.source(_say("printed"), "contradictions")


def columns():
    """The table: one row per place."""
    return [
        _text("paper", words.title),
        _text("subject", lambda row: words.name(_named(row, "subject"))),
        _text("place", lambda row: words.name(_named(row, "place"))),
        _text("how", lambda row: _say(f"how.{row['how']}")),
        Column("value", _say("column.value"), lambda row: numbers.number(row["value"])),
        Column("of", _say("column.of"), _of),
    ]


def _of(row):
    return "" if row["of"] is None else numbers.number(row["of"])


def _text(key, written):
    return Column(key, _say(f"column.{key}"), written, kind="text", plain=written)


def _sentence(members):
    first = members[0]
    subject = words.name(_named(first, "subject"))
    told = words.listed(_told(one) for one in members)
    said = _say("sentence", subject=subject, told=told)
    values = " ".join(
        f"<data data-measure='contradiction' value='{one['value']:g}'></data>" for one in members
    )
    return f"<b>{escape(words.title(first))}</b>: {escape(said)}{values}"


def _told(one):
    return _say(
        f"told.{one['how']}",
        place=words.name(_named(one, "place")),
        value=numbers.number(one["value"]),
        of=_of(one),
        other=words.name(_named(one, "other")) or "",
    )


def _named(row, key):
    """The name of a part of the row in both languages, as `words.name` takes it."""
    return {f"name_{code}": row[f"{key}_{code}"] for code in words.DIRECTIONS}


def _say(key, **values):
    return words.say(f"contradictions.{key}", **values)
