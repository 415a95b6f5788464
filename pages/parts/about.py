"""What must a table or picture say when it leaves the page? Page, filters, period, n, version."""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import numbers, words

KEPT = "about.lines"


def keep(title, said, answer, loaded):
    """Remember it for this run of the page. said: the filters in words; loaded: the last load."""
    lines = [
        ("page", title),
        ("filters", words.say("list.comma").join(said)),
        ("period", numbers.period(answer.period["from"], answer.period["to"])),
        ("n", answer.n),
        ("version", answer.version),
        ("loaded", numbers.moment(loaded)),
    ]
    if answer.sample:
        lines.append(("sample", words.say("sample.explained")))
    named = [(words.say(f"about.{key}"), value) for key, value in lines]
    st.session_state[KEPT] = (_page(), named)


def lines():
    """[(name, value)]; empty on a page that has not said it."""
    page, named = st.session_state.get(KEPT, (None, []))
    return named if page == _page() else []


def _page():
    context = get_script_run_ctx(suppress_warning=True)
    return context and context.page_script_hash
