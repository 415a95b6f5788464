"""What does a section say where its question has no counts: other filters, or an older version?"""

from html import escape

import streamlit as st

from pages.parts import page, words


def said(answer, title):
    """Say why there is nothing to draw; whether that was so."""
    if answer.n:
        return False
    page.finding(words.say(title))
    codes = [getattr(note, "code", "") for note in answer.notes]
    if answer.n is None:
        codes = ["all_suppressed"]
    known = [code for code in codes if words.has(f"not_counted.{code}")]
    for code in known or ["nothing"]:
        st.html(f"<p class='foot'>{escape(words.say(f'not_counted.{code}'))}</p>")
    return True
