"""The workbook of a profile, read back: every table, numbers as numbers, text as text."""

import io
from dataclasses import replace

import openpyxl
import pytest

from pages.parts import words
from pages.parts.tables import Column
from pages.parts.workbook import heading
from reports import workbook
from reports.document import Section, Table


@pytest.fixture(scope="module")
def book(printed):
    return openpyxl.load_workbook(io.BytesIO(workbook.written(printed.document)))


def tables_of(document):
    return [document.headline, *(s.table for s in document.sections if s.table is not None)]


def test_every_table_is_there_cell_by_cell(printed, book):
    tables = tables_of(printed.document)
    assert len(book.worksheets) == len(tables) + 1
    for sheet, table in zip(book.worksheets[1:], tables, strict=True):
        lines = list(sheet.iter_rows(min_row=2, values_only=True))
        assert lines[0] == tuple(heading(column) for column in table.columns)
        assert len(lines) == len(table.rows) + 1
        for line, row in zip(lines[1:], table.rows, strict=True):
            for cell, column in zip(line, table.columns, strict=True):
                value = column.value(row)
                same = pytest.approx(value) if isinstance(value, float) else value
                assert (cell or None) == (value or None) or cell == same


def test_the_channels_repeat_the_extracts(printed, requests, book):
    caption = words.say("profile.section.channels")
    lines = book[caption].iter_rows(min_row=3, values_only=True)
    assert sum(line[1] for line in lines) == len(requests)


def test_the_first_sheet_says_what_the_others_rest_on(printed, book):
    told = {row[0]: row[1] for row in book.worksheets[0].iter_rows(min_row=3, values_only=True)}
    assert told | dict(printed.document.facts) == told
    assert told[words.say("sample.badge")] == printed.document.sample
    assert set(printed.document.method) <= {
        row[1] for row in book.worksheets[0].iter_rows(values_only=True)
    }


def test_sheets_read_from_right_to_left_below_a_header_that_stays(book):
    for sheet in book.worksheets:
        assert sheet.sheet_view.rightToLeft
    assert all(sheet.freeze_panes == "B3" for sheet in book.worksheets[1:])


def test_shares_and_counts_have_their_formats(printed, book):
    sheet = book[words.say("profile.section.channels")]
    keys = [column.key for column in printed.document.sections[2].table.columns]
    formats = {key: sheet.cell(3, place).number_format for place, key in enumerate(keys, start=1)}
    assert formats["requests"] == "#,##0" and formats["completion_rate"].endswith("%")


def test_text_is_never_a_formula_and_two_sheets_may_have_one_caption(printed):
    column = Column("said", "=1+1", lambda row: row["said"], kind="text")
    table = Table("x", "[a]:b*?/\\'" * 9, (column,), [{"said": "=HYPERLINK(1)"}, {"said": "+1"}])
    section = Section("x", "=2+2", printed.answer, table=table)
    made = replace(printed.document, sections=(section, section))
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(made)))
    for sheet in book.worksheets[-2:]:
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        assert [cell.value for cell in cells] == ["=2+2", "=1+1", "=HYPERLINK(1)", "+1"]
        assert {cell.data_type for cell in cells} <= {"s", "f"}
        assert "xml:space" not in sheet.title and len(sheet.title) <= 31


def test_english_sheets_read_from_left_to_right(printed):
    book = openpyxl.load_workbook(io.BytesIO(workbook.written(printed.english)))
    assert book.worksheets[0].title == "About this profile"
    assert not any(sheet.sheet_view.rightToLeft for sheet in book.worksheets)
