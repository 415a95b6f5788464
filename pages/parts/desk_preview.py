"""How do the first rows look: as they arrived, and as they were understood?"""

import datetime as dt
from html import escape

import jdatetime
import streamlit as st

from pages.parts import desk_columns, numbers, tables, words


def show(preview, instrument):
    if not preview.rows:
        st.html(f"<p class='foot'>{escape(words.say('desk.preview.none'))}</p>")
        return
    if preview.understood:
        caption = words.say("desk.preview.understood")
        st.html(tables.html(_our_columns(preview, instrument), _our_rows(preview), caption))
    caption = words.say("desk.preview.arrived")
    st.html(tables.html(_their_columns(preview), _their_rows(preview), caption))


def _line():
    title = words.say("desk.preview.line")
    return tables.Column("line", title, lambda row: numbers.digits(row["line"]), "short")


def _their_columns(preview):
    width = max(len(cells) for _, cells in preview.rows)
    headers = [*preview.headers, *[""] * (width - len(preview.headers))]
    return [_line(), *(_cell(f"c{n}", header, "raw") for n, header in enumerate(headers))]


def _their_rows(preview):
    return [
        {"line": line} | {f"c{n}": cell for n, cell in enumerate(cells)}
        for line, cells in preview.rows
    ]


def _our_columns(preview, instrument):
    return [
        _line(),
        *(_cell(name, desk_columns.label(name, instrument)) for name in preview.columns),
    ]


def _our_rows(preview):
    """A row that was turned away stands there without values."""
    turned_away = words.say("desk.preview.turned_away")
    return [
        {"line": line}
        | {
            name: _written(preview.understood[line][name])
            if line in preview.understood
            else (turned_away if place == 0 else "")
            for place, name in enumerate(preview.columns)
        }
        for line, _ in preview.rows
    ]


def _cell(key, title, kind="text"):
    return tables.Column(key, title, lambda row: row.get(key) or "", kind)


def _written(value):
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        # Already a time of the place it was written in
        day = jdatetime.datetime.fromgregorian(datetime=value)
        return numbers.digits(
            day.strftime("%Y/%m/%d" + (" %H:%M" if value.time() > dt.time() else ""))
        )
    if isinstance(value, float):
        return numbers.plain(value)
    return str(value)
