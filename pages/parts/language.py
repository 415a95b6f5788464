"""In which language does this visit read? The address says it, session state keeps it."""

import streamlit as st

from pages.parts import address, notices, words

SWITCH = "language.switch"


def arrive():
    """Before anything is written: the language of the address, else that of the visit so far.

    Returns what to complain about, in words.
    """
    state, problems = st.session_state, []
    if words.OF_VISIT not in state or address.went_back():
        asked = st.query_params.get(address.LANGUAGE, words.USUAL)
        state[words.OF_VISIT] = asked if asked in words.DIRECTIONS else words.USUAL
    chosen = state[words.OF_VISIT]
    words.speak(chosen)
    asked = st.query_params.get(address.LANGUAGE)
    if asked and asked not in words.DIRECTIONS:
        problems = [notices.unknown(address.LANGUAGE, asked)]
    address.keep_view(address.LANGUAGE, None if chosen == words.USUAL else chosen)
    return problems


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
        on_change=lambda: state.update({words.OF_VISIT: state[SWITCH]}),
        label_visibility="collapsed",
    )
