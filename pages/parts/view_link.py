"""Which link brings this view back? Also after more months were published: it names its months."""

from html import escape
from urllib.parse import urlencode

import streamlit as st

from pages.parts import filter_state, words


def draw(choices, others):
    """The link in a field, and a button that copies it. others: {name: values} beside the filters.

    static/link.js writes the address of the server and the choices of the page into it.
    """
    wanted = explicit(choices, st.session_state) | {k: v for k, v in others.items() if v}
    query = urlencode([(name, value) for name, values in wanted.items() for value in values])
    label, copy, done = (escape(words.say(f"link.{key}")) for key in ("label", "copy", "done"))
    st.html(
        f"<p class='view-link'><label for='view-link'>{label}</label>"
        f"<input id='view-link' readonly dir='ltr' value='?{escape(query)}'>"
        f"<button type='button' class='quiet' data-done='{done}'>{copy}</button>"
        "<output role='status'></output></p>"
    )


def explicit(choices, state):
    """The address of this view with place and months, also where they are those of a first visit.

    {name: values}; what narrows nothing is left out.
    """
    said = {
        name: values for name, values in filter_state.canonical(choices, state).items() if values
    }
    if "region" not in said and "province" not in said and state["place"]:
        said["region" if state["place"] in choices.regions else "province"] = [state["place"]]
    return {**said, **{key: [state[key]] for key in ("from", "to") if state[key]}}
