"""What does somebody need to know who is here for the first time? Said once in a visit."""

from html import escape

import streamlit as st

from pages.parts import words

READ = "hint.read"


def draw():
    """The hint, until it is closed; it stays closed for the visit."""
    if st.session_state.get(READ):
        return
    with st.container(key="hint", horizontal=True, vertical_alignment="center"):
        title, text = (escape(words.say(f"hint.{key}")) for key in ("title", "text"))
        st.html(f"<p role='note'><b>{title}</b> {text}</p>")
        st.button(words.say("hint.close"), key="hint_close", on_click=_close, type="tertiary")


def _close():
    st.session_state[READ] = True
