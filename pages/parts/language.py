"""In which language does this visit read? The address says it, session state keeps it."""

import streamlit as st

from pages.parts import address, notices, words

SWITCH = "language.switch"


def arrive():
    """Before anything is written: the language of the address, else that of the visit so far.

    Returns what to complain about, in words.
    """
    state = st.session_state
    if words.OF_VISIT not in state or address.went_back():
        asked = st.query_params.get(address.LANGUAGE, words.USUAL)
        state[words.OF_VISIT] = asked if asked in words.DIRECTIONS else words.USUAL
    words.speak(state[words.OF_VISIT])
    asked = st.query_params.get(address.LANGUAGE)
    if asked and asked not in words.DIRECTIONS:
        return [notices.unknown(address.LANGUAGE, asked)]
    return []


def switch():
    """The choice of language, beside the table of contents; each language is named in itself."""
    state = st.session_state
    state[SWITCH] = words.language()
    st.segmented_control(
        words.say("language.label"),
        list(words.DIRECTIONS),
        format_func=lambda code: words.say(f"language.{code}"),
        key=SWITCH,
        required=True,
        on_change=_switched,
        label_visibility="collapsed",
    )


def _switched():
    chosen = st.session_state[words.OF_VISIT] = st.session_state[SWITCH]
    address.keep_view(address.LANGUAGE, None if chosen == words.USUAL else chosen)
