"""Glossary: what do the words of these pages mean?"""

from html import escape

import streamlit as st

from pages.parts import page, words

NAME = "glossary"
GROUPS = ("service", "judgement", "change", "data")


def say(key, **values):
    return words.say(f"{NAME}.{key}", **values)


def terms(group):
    """The keys of a group's words, in the order of its file."""
    return dict.fromkeys(key.split(".")[0] for key in words.table(f"{NAME}.{group}"))


def entry(group, term):
    """One word and what it means."""
    name, text = (escape(say(f"{group}.{term}.{part}")) for part in ("name", "text"))
    return f"<div id='{term}'><dt>{name}</dt><dd>{text}</dd></div>"


page.heading(say("title"))
st.html(f"<p class='answer'>{escape(say('answer'))}</p>")
for group in GROUPS:
    st.subheader(say(f"groups.{group}"), anchor=False)
    st.html(f"<dl class='glossary'>{''.join(entry(group, term) for term in terms(group))}</dl>")
