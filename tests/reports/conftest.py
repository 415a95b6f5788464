"""One profile of the loaded sample, printed once for all tests, and the rows it was made from."""

import csv
import datetime as dt
from types import SimpleNamespace

import pypdfium2
import pytest

from analysis import profile
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import words
from reports import pdf
from reports.profile import document

PRINTED = dt.datetime(2026, 11, 21, 9, 0, tzinfo=dt.UTC)
PLACE, FIRST, LAST = "IR-09", "1404-06", "1404-07"


@pytest.fixture(scope="session")
def printed(warehouse):
    """answer, document, English document, pages (the words of each page of the PDF), file."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYESH_DATA", str(warehouse))
        marts = open_marts()
        asked = Selection(provinces=PLACE, first_month=FIRST, last_month=LAST)
        answer = profile.ask(marts, asked)
        made = document(marts, answer, PRINTED)
        with words.speaking("en"):
            english = document(marts, answer, PRINTED)
    file = pdf.written(made)
    return SimpleNamespace(
        answer=answer, document=made, english=english, file=file, pages=words_of(file)
    )


def words_of(file: bytes) -> list[str]:
    """The words of each page; a ZWNJ, which leaves no mark on paper, is not read back."""
    pages = pypdfium2.PdfDocument(file)
    return [page.get_textpage().get_text_bounded() for page in pages]


@pytest.fixture(scope="session")
def requests(warehouse) -> list[dict]:
    """The rows of the extracts for this place and these months."""
    with (warehouse / "reference" / "branches.csv").open(encoding="utf-8") as file:
        here = {row["branch"] for row in csv.DictReader(file) if row["province"] == PLACE}
    rows = []
    for month in (FIRST, LAST):
        with (warehouse / "inbox" / f"service_log_{month}.csv").open(encoding="utf-8-sig") as file:
            rows += [row for row in csv.DictReader(file) if row["branch"] in here]
    return rows
