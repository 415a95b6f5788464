"""How does a document become a workbook? A sheet per table, cells as in the downloads of the pages.

The first sheet says what all others rest on: place, filters, period, n, version, date and method.
"""

import io

import xlsxwriter

from pages.parts import words
from pages.parts.workbook import TEXTS, format_of, heading, write
from reports.document import Document, Table

FORBIDDEN = str.maketrans("", "", "[]:*?/\\'")  # in the name of a sheet
LONGEST_NAME = 31
NARROWEST, WIDEST = 9, 48  # letters of a column
SIGNS = "▲▼● "  # of a unit's place in a funnel
ISOLATES = str.maketrans("", "", "\u2066\u2069")


def written(document: Document) -> bytes:
    """The document as .xlsx, every table complete."""
    file = io.BytesIO()
    with words.speaking(document.language), xlsxwriter.Workbook(file, TEXTS) as book:
        book.set_properties({"title": document.title})
        sheets = _Sheets(book, words.DIRECTIONS[document.language] == "rtl")
        sheets.about(document)
        sheets.table(document.headline, words.say("profile.section.headline"))
        for section in document.sections:
            if section.table is not None:
                sheets.table(section.table, section.finding)
    return file.getvalue()


class _Sheets:
    """Sheets that look alike: header in bold and frozen, right to left in such a language."""

    def __init__(self, book, right_to_left: bool):
        self.book, self.right_to_left, self.names, self.formats = book, right_to_left, set(), {}
        self.bold = book.add_format({"bold": True, "valign": "top"})
        look = {"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}
        self.head = book.add_format(look)
        self.wrapped = book.add_format({"text_wrap": True, "valign": "top"})

    def about(self, document: Document) -> None:
        """What a reader must know before any number, and how the numbers are computed."""
        sheet = self._sheet(words.say("profile.section.about"))
        sheet.set_column(0, 0, 26)
        sheet.set_column(1, 1, 90)
        sheet.write_string(0, 0, document.title, self.bold)
        for line, (label, text) in enumerate(_told(document), start=2):
            sheet.write_string(line, 0, label, self.bold)
            sheet.write_string(line, 1, text.translate(ISOLATES), self.wrapped)

    def table(self, table: Table, finding: str) -> None:
        """The finding above, then one header row and the rows."""
        sheet = self._sheet(table.caption)
        sheet.write_string(0, 0, finding.translate(ISOLATES), self.bold)
        sheet.freeze_panes(2, 1)
        for place, column in enumerate(table.columns):
            sheet.write_string(1, place, heading(column), self.head)
            texts = [column.written(row).translate(ISOLATES) for row in table.rows]
            widest = max(map(len, texts), default=0) + 2
            sheet.set_column(place, place, min(WIDEST, max(NARROWEST, widest)))
            for line, (row, text) in enumerate(zip(table.rows, texts, strict=True), start=2):
                write(sheet, line, place, column.value(row), self._format(text))
        if table.rows:
            sheet.autofilter(1, 0, len(table.rows) + 1, len(table.columns) - 1)

    def _format(self, written: str):
        """The number format by which a spreadsheet writes a number as the page does."""
        code = format_of(written.lstrip(SIGNS))
        if code not in self.formats:
            self.formats[code] = self.book.add_format({"num_format": code})
        return self.formats[code]

    def _sheet(self, title: str):
        name = title.translate(FORBIDDEN)[:LONGEST_NAME].strip()
        number = 1
        while name.casefold() in self.names:
            number += 1
            name = f"{name[: LONGEST_NAME - 3].strip()} {number}"
        self.names.add(name.casefold())
        sheet = self.book.add_worksheet(name)
        if self.right_to_left:
            sheet.right_to_left()
        sheet.set_paper(9)  # A4
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0)
        return sheet


def _told(document: Document) -> list[tuple[str, str]]:
    """(what, text) of the first sheet."""
    method = words.say("profile.section.method")
    return [
        *([(words.say("sample.badge"), document.sample)] if document.sample else []),
        *document.facts,
        ("", document.answer),
        *((section.heading, section.finding) for section in document.sections),
        *((section.heading, said) for section in document.sections for said in section.sentences),
        *((section.heading, note) for section in document.sections for note in section.notes),
        *((method, text) for text in document.method),
    ]
