"""How does a table look as a workbook? The table, and behind it what it is about."""

import io
import re

import xlsxwriter

from pages.parts import numbers, words

MIME = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# A text is never taken for a formula or an address
TEXTS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
NARROWEST, WIDEST = 8, 48  # letters of a column


def of(columns, rows, caption, about, language):
    """The bytes of an .xlsx file; numbers stay numbers, and read as they do on the page.

    about: (name, value) of what the second sheet says; language: that of the page it was taken
    from, since a file is made when nobody looks at a page.
    """
    stream = io.BytesIO()
    with words.speaking(language), xlsxwriter.Workbook(stream, TEXTS) as book:
        _table(book, columns, rows)
        _about(book, [(words.say("about.table"), caption), *about])
    return stream.getvalue()


def heading(column):
    """The title with the unit of what a page writes in the unit a person would use."""
    if column.key.endswith("_hours"):
        return words.say("table.in_hours", title=column.title)
    return column.title


def _sheet(book, key):
    sheet = book.add_worksheet(words.say(key))
    if words.DIRECTIONS[words.language()] == "rtl":
        sheet.right_to_left()
    return sheet


def _table(book, columns, rows):
    sheet = _sheet(book, "table.sheet")
    head = book.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
    formats = {}
    for place, column in enumerate(columns):
        sheet.write_string(0, place, heading(column), head)
        sheet.set_column(place, place, _width(column, rows))
        for line, row in enumerate(rows, 1):
            written = format_of(column.written(row))
            if written not in formats:
                formats[written] = book.add_format({"num_format": written})
            write(sheet, line, place, column.value(row), formats[written])
    sheet.freeze_panes(1, 1)
    if rows:
        sheet.autofilter(0, 0, len(rows), len(columns) - 1)


def _about(book, lines):
    sheet = _sheet(book, "about.sheet")
    bold, wrapped = book.add_format({"bold": True}), book.add_format({"text_wrap": True})
    sheet.set_column(0, 0, 24)
    sheet.set_column(1, 1, 80, wrapped)
    for line, (name, value) in enumerate(lines):
        sheet.write_string(line, 0, name, bold)
        write(sheet, line, 1, value, book.add_format({"num_format": "#,##0", "align": "left"}))


def write(sheet, line, place, value, number_format):
    """One cell: a number as a number, everything else as text, nothing as nothing."""
    if value is None:
        return
    if isinstance(value, int | float) and not isinstance(value, bool):
        sheet.write_number(line, place, value, number_format)
    else:
        sheet.write_string(line, place, str(value))


UNSEEN = "\u2066\u2069\u061c"  # marks of direction around a number


def format_of(written):
    """How a spreadsheet writes a number as the page does; "General" where it is no plain number."""
    point, comma, percent = (re.escape(numbers.in_script(sign)) for sign in ".,%")
    plain = written.strip(UNSEEN).lstrip("+" + numbers.MINUS)
    found = re.fullmatch(rf"[\d{comma}]+(?:{point}(\d+))?({percent})?", plain)
    if not found:
        return "General"
    decimals = "." + "0" * len(found[1]) if found[1] else ""
    return "#,##0" + decimals + ("%" if found[2] else "")


def _width(column, rows):
    letters = max((len(column.written(row)) for row in rows[:200]), default=0)
    return min(WIDEST, max(NARROWEST, letters + 2, len(heading(column)) / 2 + 2))
