"""How does a template look as a workbook? Headers and a worked row; the dictionary behind them."""

import io

import xlsxwriter

from etl.contract import MEASURES, Column

# A text is never taken for a formula or an address.
TEXTS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
NARROWEST, WIDEST = 14, 60  # letters of a column


def workbook(worked: dict[Column, str], dictionary: list[list[str]], rtl: bool = False) -> bytes:
    """An .xlsx file of two sheets, `data` and `dictionary`.

    worked: column → cell of the worked row; dictionary: rows of texts, of which the first is the
    header; rtl: its sheet reads from right to left.
    """
    stream = io.BytesIO()
    with xlsxwriter.Workbook(stream, TEXTS) as book:
        header = book.add_format({"bold": True, "bottom": 1})
        _data(book, book.add_worksheet("data"), header, worked)
        _dictionary(book, book.add_worksheet("dictionary"), header, dictionary, rtl)
    return stream.getvalue()


def _data(book, sheet, header, worked: dict[Column, str]) -> None:
    as_text = book.add_format({"num_format": "@"})  # 007 stays 007
    for place, (column, cell) in enumerate(worked.items()):
        number = column.kind in MEASURES
        width = max(NARROWEST, len(column.name) + 2)
        sheet.set_column(place, place, width, None if number else as_text)
        sheet.write_string(0, place, column.name, header)
        if number and cell:
            sheet.write_number(1, place, float(cell))
        elif cell:
            sheet.write_string(1, place, cell, as_text)
    sheet.freeze_panes(1, 0)


def _dictionary(book, sheet, header, dictionary: list[list[str]], rtl: bool) -> None:
    wrapped = book.add_format({"text_wrap": True, "valign": "top"})
    if rtl:
        sheet.right_to_left()
    for line, texts in enumerate(dictionary):
        for place, text in enumerate(texts):
            sheet.write_string(line, place, text, wrapped if line else header)
    for place, texts in enumerate(zip(*dictionary, strict=True)):
        sheet.set_column(place, place, min(WIDEST, max(map(len, texts)) + 2))
    sheet.freeze_panes(1, 0)
