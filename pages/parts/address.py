"""What does the address bar say, and what should it say? Every view can be copied as a link.

Codes stand in the address (`?province=IR-09&from=1404-05`), never words, so that a link means the
same in every language. Session state is the truth while a visit lasts; the address is read when the
visit begins and when the reader goes back or forward.
"""

from urllib.parse import urlencode

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from pages.parts import words

SEEN = "address.seen"
ASKED = "address.asked"
# Of the visit, on every page
LANGUAGE = "lang"
TABLES, TABLES_KEPT = "tables", "address.tables"  # the latter in session state, None: as usual
FILTERS = (
    "region",
    "province",
    "city",
    "branch",
    "from",
    "to",
    "channel",
    "service",
    "customer_group",
    "instrument",
    "battery",
    "version",
)
# Choices of one page, such as the order of its main figure
VIEWS = ("rule", "target", "sort", "volume", "line", "panel", "compare", "measure", "map", "factor",
         "split", "importance", "unit", "outcome", "hours", "factors", "extraction",
          "rotation", "level", "operations", "between", "group", "against", "framework", "assessed",
          "round", "for_province", "for_branch", "for_round", "part", "design",
         "theme", "theme_split", "found", "examples")  # fmt: skip


def arrived():
    """The parameters asked for, or None when the reader's own clicks are newer than the address."""
    if st.session_state.get(SEEN) and not went_back():
        return None
    st.session_state[SEEN] = True
    return st.session_state.pop(ASKED, {}) | _now()


def remember():
    """On a page without filters: what a link asks for is meant for the pages after it.

    Streamlit forgets the address when the reader goes on, though the browser still shows it.
    """
    if not st.session_state.get(SEEN):
        st.session_state[ASKED] = st.session_state.get(ASKED, {}) | _now()


def went_back():
    """Whether this run answers the browser's own back or forward."""
    context = get_script_run_ctx()
    return bool(context and context.is_history_navigation)


def keep_filters(values):
    """Write all filters and what the visit keeps: one click is one step back in the browser."""
    others = {k: st.query_params.get_all(k) for k in st.query_params if k in VIEWS}
    if words.language() != words.USUAL:
        others[LANGUAGE] = [words.language()]
    if st.session_state.get(TABLES_KEPT):
        others[TABLES] = [st.session_state[TABLES_KEPT]]
    _write({**{name: list(v) for name, v in values.items() if v}, **others})


def keep_view(name, value):
    """Write one choice of a page, or the language; None takes it out."""
    now = _now()
    now.pop(name, None)
    _write(now | ({name: [value]} if value else {}))


def link(page_name, **changed):
    """The address of a page as the reader looks now, but with some parameters changed."""
    now = _now()
    for name, value in changed.items():
        now.pop(name, None)
        now |= {name: [value]} if value else {}
    return f"{page_name}?{urlencode(now, doseq=True)}"


def _now():
    return {name: st.query_params.get_all(name) for name in st.query_params}


def _write(wanted):
    now = _now()
    if now != wanted:
        st.query_params.from_dict(wanted)
