"""What lies under a fold until a reader opens it? It is drawn then, by itself, and not before.

Most tables of a page are never opened. Sent all the same, they were more than half of what a
browser had to draw after each change of a filter.
"""

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import page, words

# How a visit meets its tables; the first is usual. Those who hear a page, or search in it, want all
FOLDED, OPEN = WAYS = ("folded", "open")


def switch():
    """The choice for all pages of the visit, beside the table of contents."""
    offered = {way: words.say(f"folds.{way}") for way in WAYS}
    page.view("tables", offered, words.say("folds.label"), bare=True)


def fold(label, name, draw):
    """A fold with what `draw` draws; name: its own on the page. What is open stays open."""
    way = page.held("tables", WAYS)
    _fold(label, f"{get_script_run_ctx().page_script_hash}.{way}.{name}", way == OPEN, draw)


@st.fragment
def _fold(label, key, opened, draw):
    inside = st.expander(label, expanded=opened, key=key, on_change="rerun")
    if inside.open:
        with inside:
            draw()
