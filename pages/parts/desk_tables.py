"""A table of the desk with its download, which is made when somebody takes it.

While a file is looked at or loaded the page is drawn again and again; what it offered before would
be gone by then, and a browser complains about that.
"""

import streamlit as st

from pages.parts import tables, words

MIME = {
    "csv": "text/csv",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def show_open(columns, rows, caption, file_name):
    st.html(tables.html(columns, rows, caption))
    take(words.say("table.download"), lambda: tables.csv_bytes(columns, rows), file_name)


def show(columns, rows, caption, file_name):
    """The same under a fold."""
    with st.expander(words.say("table.title", caption=caption)):
        show_open(columns, rows, caption, file_name)


def take(label, make, file_name, suffix="csv"):
    """A download of a CSV file, or of a workbook; `make` gives its bytes."""
    st.download_button(
        label, make, f"{file_name}.{suffix}", MIME[suffix], on_click="ignore",
        key=f"desk_take_{file_name}_{suffix}",
    )  # fmt: skip
