"""How many customers gave which answer? Bars of shares, one per level of the scale."""

from html import escape

import streamlit as st

from pages.parts import numbers, page, tables, words
from pages.parts.tables import Column


def section(answer, file_name):
    """The levels of an answer of `one_factor`; where they may not be shown, says so."""
    rows, reference = answer.rows, answer.totals["reference"]
    if not rows or any(row["suppressed"] for row in rows):
        page.finding(words.say("distribution.hidden"))
        page.foot(answer, note=words.say("distribution.hidden_note"))
        return
    found = finding(rows, reference)
    page.finding(found)
    st.html(html(rows, reference, found))
    page.foot(answer, how="distribution")
    tables.show(columns(), rows, words.say("distribution.caption"), file_name)


def finding(rows, reference):
    """What share lies below and above the reference."""
    below = sum(row["share"] for row in rows if row["answer"] < reference)
    above = sum(row["share"] for row in rows if row["answer"] > reference)
    values = {"below": numbers.share(below), "above": numbers.share(above)}
    return words.say("distribution.finding", reference=numbers.plain(reference), **values)


def html(rows, reference, label):
    """A list, so that it is read one level after the other; the longest bar fills the width."""
    longest = max(row["share"] for row in rows) or 1
    items = "".join(_bar(row, longest, reference) for row in rows)
    return f"<ol class='levels' aria-label='{escape(label)}'>{items}</ol>"


def _bar(row, longest, reference):
    side = "near"
    if row["answer"] != reference:
        side = "above" if row["answer"] > reference else "below"
    width = f"width:{row['share'] / longest * 100:.1f}%"
    share = f"<b data-measure='share' data-value='{row['share']:.6f}'>"
    return (
        f"<li data-key='{row['answer']:g}'><span>{numbers.plain(row['answer'])}</span>"
        f"<span class='track' aria-hidden='true'><i class='bar {side}' style='{width}'></i></span>"
        f"<span>{share}{numbers.share(row['share'])}</b> "
        f"<small>{escape(words.say('groups.n', n=numbers.number(row['n'])))}</small></span></li>"
    )


def columns():
    return [
        Column("answer", words.say("distribution.answer"), lambda r: numbers.plain(r["answer"])),
        Column("n", words.say("distribution.n"), lambda row: numbers.number(row["n"])),
        Column(
            "share", words.say("distribution.share"), lambda r: numbers.share_to_tenths(r["share"])
        ),
    ]
