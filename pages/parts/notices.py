"""What does a reader see when there is nothing to draw, or something went wrong? And what to do?"""

from html import escape

import streamlit as st

from pages.parts import words

LONGEST_ECHO = 40
PLACE = "notices.place"


def notice(key, kind="note", **values):
    """A designed box: title, text and what to do, from the words `notice.<key>`."""
    parts = [
        f"<h3>{escape(words.say(f'notice.{key}.title', **values))}</h3>",
        f"<p>{escape(words.say(f'notice.{key}.text', **values))}</p>",
    ]
    if words.has(f"notice.{key}.do"):
        parts.append(f"<p class='do'>{escape(words.say(f'notice.{key}.do', **values))}</p>")
    role = "alert" if kind == "problem" else "status"
    st.html(f"<section class='notice {kind}' role='{role}'>{''.join(parts)}</section>")


def begin():
    """Keep a place on this run's page for what of the address could not be used."""
    st.session_state[PLACE] = st.empty(), []


def problems(messages):
    """What of the address could not be used, and what is shown instead.

    Frame, filters and page each find some of it; they say it together, in the place kept for it.
    """
    if not messages:
        return
    place, said = st.session_state[PLACE]
    said += messages
    items = "".join(f"<li>{escape(message)}</li>" for message in said)
    place.html(
        "<section class='notice problem' role='alert'>"
        f"<h3>{escape(words.say('notice.address.title'))}</h3><ul>{items}</ul>"
        f"<p class='do'>{escape(words.say('notice.address.do'))}</p></section>"
    )


def unknown(name, value):
    """The complaint about a value of the address that does not exist."""
    known_as = words.say(f"notice.address.names.{name}")
    return words.say("notice.address.value", name=known_as, value=echo(value))


def echo(value):
    """What a stranger typed, short enough to show."""
    return value if len(value) <= LONGEST_ECHO else value[:LONGEST_ECHO] + "…"
