"""Where can the reader read and take every number of a figure? The table twin and its download.

HTML instead of Streamlit's grid: columns run right to left, the first one stays in sight on a
phone, and a screen reader can read it.
"""

import csv
import io
import re
from collections.abc import Callable
from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.parts import about, folds, words, workbook

# A spreadsheet runs a cell that begins with one of these
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")

# Digits, percentages of the language's own, words of one script: half of a large table's elements
# less, and pages are drawn the sooner.
BARE = re.compile(
    "[\\d٬٫.,]+|\u061c[\\d٬٫]+٪|[0-9.,]+%|[\u0620-\u065f\u066e-\u06d3\u200c ]+|[A-Za-z ]+"
)


@dataclass(frozen=True)
class Column:
    """One column: its title, how a row's value is written on the page and in the download.

    key: the field of the row that it shows, which machines that read the page find beside it.
    """

    key: str
    title: str
    written: Callable
    kind: str = "number"  # or "text", "code", or "raw": as a sender wrote it, its digits too
    plain: Callable | None = None

    def value(self, row):
        """The value for the download: a number stays a number."""
        return self.plain(row) if self.plain else row.get(self.key)


def show(columns, rows, caption, file_name):
    """The table twin of a figure, under a fold that says what it is."""
    label = words.say("table.title", caption=caption)
    folds.fold(label, file_name, lambda: show_open(columns, rows, caption, file_name))


def show_open(columns, rows, caption, file_name):
    """A table that is a figure of its own, with its downloads."""
    st.html(html(columns, rows, caption))
    downloads(columns, rows, caption, file_name)


def downloads(columns, rows, caption, file_name):
    """The buttons under a table: every row as CSV and as a workbook."""
    language, said = words.language(), about.lines()

    def as_csv():
        with words.speaking(language):
            return csv_bytes(columns, rows)

    def as_workbook():
        return workbook.of(columns, rows, caption, said, language)

    with st.container(horizontal=True):
        _download("table.download", as_csv, f"{file_name}.csv", "text/csv")
        _download("table.workbook", as_workbook, f"{file_name}.xlsx", workbook.MIME)


def _download(key, make, file_name, mime):
    """A file that is made when somebody takes it."""
    st.download_button(
        words.say(key), make, file_name, mime, on_click="ignore", key=f"download_{file_name}"
    )


def html(columns, rows, caption):
    """The whole table as HTML; every text from data is escaped. A row's `kind` is its class."""
    head = "".join(f"<th scope='col' class='{c.kind}'>{escape(c.title)}</th>" for c in columns)
    body = "".join(f"<tr class='{row.get('kind', '')}'>{_cells(columns, row)}</tr>" for row in rows)
    return (
        f"<div class='table-twin' tabindex='0' role='region' aria-label='{escape(caption)}'><table>"
        f"<caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead>"
        f"<tbody>{body}</tbody></table></div>"
    )


def csv_bytes(columns, rows):
    """UTF-8 with a mark at the start: without it Excel reads Persian as noise."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow([_safe(workbook.heading(column)) for column in columns])
    writer.writerows([[_safe(column.value(row)) for column in columns] for row in rows])
    return text.getvalue().encode("utf-8-sig")


def _cells(columns, row):
    cells = []
    for position, column in enumerate(columns):
        tag, scope = ("th", " scope='row'") if position == 0 else ("td", "")
        value = row.get(column.key, column.value(row))
        machine = "" if value is None else f" data-value='{escape(str(value))}'"
        text = _isolated(column.written(row))
        marks = f"class='{column.kind}' data-measure='{column.key}'{machine}"
        cells.append(f"<{tag}{scope} {marks}>{text}</{tag}>")
    return "".join(cells)


def _isolated(text):
    """As it is read alone, whatever way the page runs; what is bare is the same either way."""
    return text if BARE.fullmatch(text) else f"<bdi>{escape(text)}</bdi>"


def _safe(value):
    """Numbers stay numbers; text that a spreadsheet would run begins with an apostrophe."""
    if isinstance(value, str) and value.startswith(FORMULA_STARTS):
        return "'" + value
    return "" if value is None else value
