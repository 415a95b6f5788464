"""A table of the desk with its download, which is made when somebody takes it.

While a file is looked at or loaded the page is drawn again and again; what it offered before would
be gone by then, and a browser complains about that.
"""

import streamlit as st

from pages.parts import tables, words


def show_open(columns, rows, caption, file_name):
    st.html(tables.html(columns, rows, caption))
    take(words.say("table.download"), lambda: tables.csv_bytes(columns, rows), file_name)


def show(columns, rows, caption, file_name):
    """The same under a fold."""
    with st.expander(words.say("table.title", caption=caption)):
        show_open(columns, rows, caption, file_name)


def take(label, make, file_name):
    """A download of a CSV file; `make` gives its bytes."""
    st.download_button(
        label, make, f"{file_name}.csv", "text/csv", on_click="ignore", key=f"desk_take_{file_name}"
    )
