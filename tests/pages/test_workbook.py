"""A downloaded workbook: numbers are numbers, text is text, and it says what it is about."""

import zipfile

import fastexcel
import pytest

from pages.parts import tables, workbook

NAME = tables.Column("name", "نام", lambda row: row["name"], kind="text")
MEAN = tables.Column("mean", "میانگین", lambda row: "۳٫۴۶")
HOURS = tables.Column("median_hours", "زمان", lambda row: "۲ روز")


def opened(tmp_path, rows, about=(), language="fa", columns=(NAME, MEAN)):
    path = tmp_path / "table.xlsx"
    path.write_bytes(workbook.of(list(columns), rows, "عنوان", list(about), language))
    return fastexcel.read_excel(path)


def sheet(book, at):
    return book.load_sheet(at, header_row=None, dtypes="string").to_polars().rows()


def test_numbers_stay_numbers_and_nothing_stays_nothing(tmp_path):
    rows = [{"name": "مشهد", "mean": 3.456}, {"name": "یزد", "mean": None}]
    table = opened(tmp_path, rows).load_sheet(0).to_polars()
    assert table.rows() == [("مشهد", 3.456), ("یزد", None)]


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "http://"])
def test_text_is_never_a_formula_or_an_address(tmp_path, start):
    text = f'{start}HYPERLINK("http://a.example")'
    content = workbook.of([NAME], [{"name": text}], text, [(text, text)], "fa")
    (tmp_path / "t.xlsx").write_bytes(content)
    book = fastexcel.read_excel(tmp_path / "t.xlsx")
    assert sheet(book, 0)[1] == (text,)
    with zipfile.ZipFile(tmp_path / "t.xlsx") as parts:
        xml = "".join(parts.read(n).decode() for n in parts.namelist() if "worksheets" in n)
    assert "<f>" not in xml and "<hyperlink" not in xml


def test_the_second_sheet_says_what_it_is_about(tmp_path):
    about = [("فیلترها", "یزد، مهر ۱۴۰۴"), ("n", 1234), ("دادهٔ نمونه", "ساختگی")]
    book = opened(tmp_path, [], about)
    assert book.sheet_names == ["جدول", "دربارهٔ جدول"]
    assert sheet(book, 1) == [
        ("جدول", "عنوان"),
        ("فیلترها", "یزد، مهر ۱۴۰۴"),
        ("n", "1234"),
        ("دادهٔ نمونه", "ساختگی"),
    ]


@pytest.mark.parametrize(("language", "names"), [("fa", "جدول"), ("en", "Table")])
def test_the_workbook_speaks_and_runs_like_the_page(tmp_path, language, names):
    book = opened(tmp_path, [], language=language)
    assert book.sheet_names[0] == names
    with zipfile.ZipFile(tmp_path / "table.xlsx") as parts:
        first = parts.read("xl/worksheets/sheet1.xml").decode()
    assert ('rightToLeft="1"' in first) == (language == "fa")


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("۱٬۲۳۴", "#,##0"),
        ("۳٫۴۶", "#,##0.00"),
        ("\u2066−۰٫۵\u2069", "#,##0.0"),
        ("\u061c۹٫۴٪", "#,##0.0%"),
        ("۲ روز", "General"),
        ("کمتر از ۰٫۰۰۱", "General"),
        ("بدون داده", "General"),
    ],
)
def test_a_number_reads_as_on_the_page(written, expected):
    assert workbook.format_of(written) == expected


def test_a_duration_says_its_unit(tmp_path):
    book = opened(tmp_path, [{"median_hours": 52.0}], columns=[HOURS])
    assert sheet(book, 0) == [("زمان (ساعت)",), ("52",)]
