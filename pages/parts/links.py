"""Where does a click lead? The address of this view with some of its choices changed.

A link is opened as a visit of its own, so it says all that the view needs.
"""

from html import escape
from urllib.parse import urlencode

import streamlit as st


def to(**changes):
    """The address of this page with other filters or views; None takes one out."""
    now = {name: st.query_params.get_all(name) for name in st.query_params} | changes
    return "?" + urlencode({k: v for k, v in now.items() if v is not None}, doseq=True)


def html(inside, address):
    """`inside`, which is HTML already, as a link that opens in the same tab."""
    return f"<a href='{escape(address)}' target='_self'>{inside}</a>" if address else inside
