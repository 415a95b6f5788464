"""What lies under a fold until a reader opens it? It is drawn then, by itself, and not before.

Most tables of a page are never opened. Sent all the same, they were more than half of what a
browser had to draw after each change of a filter.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import address, notices, words

# How a visit meets its tables; the first is usual. Those who hear a page, or search in it, want all
FOLDED, OPEN = WAYS = ("folded", "open")
CHOICE = "folds.choice"


def arrive():
    """Before anything is drawn: how the address wants the tables, else the visit so far.

    Returns what to complain about, in words.
    """
    state, asked = st.session_state, st.query_params.get(address.TABLES)
    if address.TABLES_KEPT not in state or address.went_back():
        state[address.TABLES_KEPT] = asked if asked == OPEN else None
    return [notices.unknown(address.TABLES, asked)] if asked and asked not in WAYS else []


def switch():
    """The choice for all pages of the visit, beside the table of contents."""
    st.session_state[CHOICE] = _way()
    st.segmented_control(
        words.say("folds.label"),
        WAYS,
        format_func=lambda way: words.say(f"folds.{way}"),
        key=CHOICE,
        required=True,
        on_change=_switched,
        label_visibility="collapsed",
    )


def _switched():
    way = st.session_state[CHOICE]
    st.session_state[address.TABLES_KEPT] = kept = None if way == FOLDED else way
    address.keep_view(address.TABLES, kept)


def _way():
    return st.session_state.get(address.TABLES_KEPT) or FOLDED


def fold(label, name, draw):
    """A fold with what `draw` draws; name: its own on the page.

    It stays as the reader left it for as long as its label is the same. What `draw` holds is kept
    for the visit until the page is drawn again, so it should hold no `Marts`.
    """
    way = _way()
    _fold(label, f"{get_script_run_ctx().page_script_hash}.{way}.{name}", way == OPEN, draw)


@st.fragment
def _fold(label, key, opened, draw):
    inside = st.expander(label, expanded=opened, key=key, on_change="rerun")
    if inside.open:
        with inside:
            draw()
