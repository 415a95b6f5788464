"""How often was each code named? Bars from zero, since these are counts; concept by concept.

A code that the table of a paper has twice has both of its numbers: nothing says which is right.
"""

from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import numbers, words


def show(rows, concepts, label):
    """Rows of the evidence model of one part, in the order of the paper."""
    titles = {concept["concept"]: words.title(concept) for concept in concepts}
    most = max(row["frequency"] for row in rows)
    sections = []
    own = sorted(rows, key=lambda row: list(titles).index(row["concept"]))
    for concept, members in groupby(own, key=lambda row: row["concept"]):
        members = list(members)
        codes = [row for row in members if row["repeats"] is None]
        items = "".join(_code(code, _again(code, members), most) for code in codes)
        sections.append(f"<section><h4>{escape(titles[concept])}</h4><ol>{items}</ol></section>")
    st.html(f"<figure class='mentions' aria-label='{escape(label)}'>{''.join(sections)}</figure>")


def _again(code, members):
    return [row for row in members if code["line"] in (row["line"], row["repeats"])]


def _code(code, lines, most):
    bars = "".join(_bar(row["frequency"] / most) for row in lines)
    told = words.say("mentions.and").join(_count(row) for row in lines)
    return (
        f"<li><span class='name'>{escape(words.title(code))}</span>"
        f"<span class='track' aria-hidden='true'>{bars}</span>"
        f"<span class='value'>{told}</span></li>"
    )


def _bar(part):
    return f"<i style='inline-size:{part * 100:.1f}%'></i>"


def _count(row):
    said = escape(words.say("mentions.times", count=numbers.number(row["frequency"])))
    return (
        f"<span data-key='{row['of_table']}.{row['line']}'>"
        f"<b data-measure='frequency' data-value='{row['frequency']}'>{said}</b></span>"
    )
