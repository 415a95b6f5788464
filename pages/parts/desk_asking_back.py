"""Is the reader sure? A button that changes something first says what it will do."""

import streamlit as st

from pages.parts import desk_said, words

ASKED = "desk.asked"


def confirmed(key, label, title, lines, primary=False, disabled=False):
    """Draw the button, and once it is clicked the question; True when the answer is yes."""
    kind = "primary" if primary else "secondary"
    if st.button(label, key=f"desk_{key}", type=kind, disabled=disabled):
        st.session_state[ASKED] = key
    if st.session_state.get(ASKED) != key:
        return False
    desk_said.box(title, lines, "problem")
    with st.container(horizontal=True):
        yes = st.button(words.say("desk.sure.yes"), key=f"desk_{key}_yes", type="primary")
        no = st.button(words.say("desk.sure.no"), key=f"desk_{key}_no")
    if yes or no:
        del st.session_state[ASKED]
    if no:
        st.rerun()
    return yes


def forget():
    st.session_state.pop(ASKED, None)
