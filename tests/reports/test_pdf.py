"""The PDF of a profile: its words are read back, and it reads nothing but our fonts.

These tests fail, and do not skip, where the system has no Pango: `make test` brings it.
"""

import ctypes
import re
from collections import Counter
from dataclasses import replace

import pypdfium2
import pypdfium2.raw as raw
import pytest
from weasyprint.urls import FatalURLFetchingError

from pages.parts import numbers, words
from reports import html, pango, paper, pdf
from reports.inline import inline
from tests.reports.conftest import words_of


def test_the_system_has_what_a_pdf_needs():
    assert not pango.missing(), pango.what_is_missing()


def test_the_numbers_are_those_of_the_extracts(printed, requests):
    text = "\n".join(printed.pages)
    assert requests
    assert numbers.number(len(requests)) in printed.pages[0]
    completed = sum(row["status"] == "completed" for row in requests)
    share = numbers.number(100 * completed / len(requests))
    assert re.search(rf"٪?{share}٪?", printed.pages[0])
    for count in Counter(row["channel"] for row in requests).values():
        assert numbers.number(count) in text


def test_the_first_page_says_what_it_rests_on(printed):
    first, facts = printed.pages[0], dict(printed.document.facts)
    assert "خراسان رضوی" in first and "شهریور تا مهر ۱۴۰۴" in first
    assert numbers.digits(printed.answer.version) in first
    assert facts[words.say("profile.facts.printed")] == "۳۰ آبان ۱۴۰۵، ساعت ۱۲:۳۰"
    assert "۳۰ آبان" in first and "۱۲:۳۰" in first
    assert words.say("sample.explained").replace("\u200c", "") in first
    assert numbers.number(printed.answer.parts["months"].n) in first


def test_every_page_has_its_number_in_persian_and_says_that_it_is_a_sample(printed):
    pages = numbers.number(len(printed.pages))
    assert len(printed.pages) >= 5
    for place, text in enumerate(printed.pages, start=1):
        number = numbers.number(place)
        assert f"صفحٔه {number} از {pages}" in text or f"صفحهٔ {number} از {pages}" in text
        assert "دادٔه نمونه" in text or "دادهٔ نمونه" in text


def test_every_factor_and_every_load_is_on_paper(printed):
    text = "\n".join(printed.pages)
    codes = {row["item"] for row in printed.answer.parts["factors"].rows}
    # Left to right inside right to left: a reader of PDF gives the two runs of R14 as 14R
    found = re.findall(r"R\d+|\d+R", text)
    assert codes <= {"R" + code.strip("R") for code in found}
    source = html.page(printed.document)
    for load in printed.answer.loads:
        # A reader of PDF gives the runs of a name such as log_1404-06.csv in another order
        assert f">{load['file']}<" in source
        assert numbers.number(load["rows_taken"]) in text


def test_of_many_months_the_latest_are_on_paper_and_the_note_says_so(printed):
    """Two years of reporting began a sheet for seven lines."""
    section = next(s for s in printed.document.sections if s.name == "coverage")
    months = [f"{year}-{month:02d}" for year in (1403, 1404) for month in range(1, 13)]
    rows = [section.table.rows[0] | {"month": month} for month in months]
    long = replace(section, table=replace(section.table, rows=rows))
    source = html.page(replace(printed.document, sections=(long,)))
    for month in months:
        assert (numbers.month(month) in source) == (month >= "1404-01"), month
    said = words.say("profile.note.latest_months", count=numbers.number(12))
    assert inline(said) in source
    assert inline(said) not in html.page(printed.document)  # two months have room


def test_letters_are_joined_in_our_own_font(printed):
    """Presentation forms or another font would show that words were not shaped by Pango."""
    assert fonts_of(printed.file) == {"Vazirmatn", "Vazirmatn-Bold"}
    assert not re.search("[\ufb50-\ufdff\ufe70-\ufeff]", "".join(printed.pages))


def fonts_of(file):
    """The names of the fonts of all words, without the mark of an extract of a font."""
    names = set()
    for page in pypdfium2.PdfDocument(file):
        for word in page.get_objects(filter=[raw.FPDF_PAGEOBJ_TEXT]):
            font = raw.FPDFTextObj_GetFont(word.raw)
            name = ctypes.create_string_buffer(100)
            raw.FPDFFont_GetBaseFontName(font, name, 100)
            names.add(name.value.decode().partition("+")[2])
    return names


def test_english_reads_from_left_to_right_with_latin_digits(printed):
    source = html.page(printed.english)
    assert "<html lang='en' dir='ltr'>" in source
    with words.speaking("en"):
        pages = words_of(paper.printed(html.page(printed.english)))
    assert "Razavi Khorasan" in pages[0] and "Page 1 of" in pages[0]
    assert not re.search("[۰-۹آ-ی]", "".join(pages))


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:9/secret.png",
        "https://example.org/font.woff2",
        "file:///etc/hostname",
        (paper.FONTS / ".." / "frame.css").as_uri(),
        (paper.PROJECT / "README.md").as_uri(),
    ],
)
def test_nothing_but_our_fonts_is_read(address):
    with pytest.raises(paper.Refused, match="may not read"):
        paper.OurFonts().fetch(address)
    with pytest.raises(FatalURLFetchingError):
        paper.printed(f"<p>x</p><img src='{address}'>")


def test_text_of_data_is_text(printed):
    assert inline("<b>&\u2066R1\u2069▲") == (
        "&lt;b&gt;&amp;<bdi dir='ltr'>R1</bdi><i class='sign up'></i>"
    )
    assert html._in_css('"</style>\\') == '\\"\\3C /style>\\\\'


def test_without_pango_nothing_is_half_made(printed, monkeypatch):
    monkeypatch.setattr(pango, "missing", lambda: ["libpango-1.0-0"])
    with pytest.raises(pdf.NothingToPrintWith, match="apt-get install libpango-1.0-0"):
        pdf.written(printed.document)
