"""What must a file look like? Templates and the data dictionary, made from the contract."""

import streamlit as st

from pages.parts import desk_columns, desk_files, desk_tables, entry, words


def section():
    """One kind at a time: its template, and what each column means."""
    with st.expander(words.say("desk.templates.title"), key="desk_templates"):
        kinds = entry.kinds()
        labels = [_label(*kind) for kind in kinds]
        chosen = st.selectbox(words.say("desk.templates.kind"), range(len(kinds)),
                              format_func=labels.__getitem__, key="desk_template")  # fmt: skip
        kind, instrument = kinds[chosen]
        columns = entry.columns(kind, instrument and instrument.name)
        name = f"{kind}_{instrument.name}" if instrument else kind
        rows = desk_columns.dictionary(columns, instrument)
        with st.container(horizontal=True):
            _take(columns, rows, name)
        caption = words.say("desk.templates.dictionary", kind=labels[chosen])
        of = desk_columns.dictionary_columns()
        desk_tables.show_open(of, rows, caption, f"{name}_dictionary")


def _take(columns, rows, name):
    """The template to fill in: as a workbook with a worked row, or as bare headers."""
    of = desk_columns.dictionary_columns()
    dictionary = [[c.title for c in of], *([row[c.key] for c in of] for row in rows)]
    rtl = words.DIRECTIONS[words.language()] == "rtl"
    desk_tables.take(
        words.say("desk.templates.xlsx"),
        lambda: entry.template_workbook(columns, dictionary, rtl),
        f"{name}_1404-07",
        "xlsx",
    )
    csv_label = words.say("desk.templates.csv")
    desk_tables.take(csv_label, lambda: entry.template(columns), f"{name}_1404-07")


def _label(kind, instrument):
    named = desk_files.kind(kind)
    if instrument is None:
        return named
    return words.say("desk.kind_of", kind=named, title=words.title(instrument.toml))
