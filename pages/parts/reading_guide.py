"""How do managers understand a framework? Its conceptions and elements, to be read beside it."""

from html import escape

import streamlit as st

from pages.parts import words


def section(framework):
    """The conceptions with their elements and places in the paper; nothing where there are none."""
    conceptions = framework.parts["conception"]
    if not conceptions:
        return
    with st.expander(_say("title"), key="frameworks_guide"):
        st.html(f"<p class='foot'>{escape(_say('about'))}</p>")
        st.html("".join(_conception(row, framework.parts["element"]) for row in conceptions))


def _conception(row, elements):
    inside = [one for one in elements if one["parent"] == row["part"]]
    listed = "".join(f"<li>{_element(one)}</li>" for one in inside)
    said = " · ".join(row[f"{key}_{words.language()}"] for key in ("encounter", "place"))
    return (
        f"<section class='guide'><h3>{escape(words.title(row))}</h3>"
        f"<p class='foot'>{escape(said)}</p><ul>{listed}</ul></section>"
    )


def _element(row):
    """Its title; where that is a reading of damaged print, of what."""
    note = row[f"note_{words.language()}"]
    return escape(words.title(row)) + (f" <small>({escape(note)})</small>" if note else "")


def _say(key):
    return words.say(f"frameworks.guide.{key}")
