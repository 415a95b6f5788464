"""What must a file of each kind look like? A template to fill in, made from the contract."""

import csv
import io

from etl.contract import Column
from etl.data_folder import DataFolder
from etl.instruments import Instrument, read_instruments
from etl.sources import all_sources


def kinds(folder: DataFolder) -> list[tuple[str, Instrument | None]]:
    """Every kind of extract; a survey once for each questionnaire."""
    instruments = read_instruments(folder)
    return [
        (kind, instrument)
        for kind in all_sources()
        for instrument in (instruments.values() if kind == "survey" else [None])
    ]


def columns(folder: DataFolder, kind: str, instrument: str | None) -> list[Column]:
    return all_sources()[kind].columns(read_instruments(folder).get(instrument or ""))


def template(of: list[Column]) -> bytes:
    """A CSV file with our headers and no row; the mark at its start tells Excel of UTF-8."""
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerow([column.name for column in of])
    return text.getvalue().encode("utf-8-sig")
