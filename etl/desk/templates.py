"""What must a file of each kind look like? A template to fill in, made from the contract.

As CSV its headers; as a workbook also a worked row, and the data dictionary on a second sheet.
"""

import csv
import io
from pathlib import Path

from etl.checks.persian_right import MANY, right_fa
from etl.contract import Column
from etl.data_folder import DataFolder
from etl.desk.template_workbook import workbook
from etl.frameworks import read_frameworks
from etl.instruments import Instrument, read_instruments
from etl.reference import TABLES
from etl.refusal import Refusal, closest
from etl.sources import all_sources
from etl.tables import read_table

DICTIONARY = ["column", "meaning", "type", "required", "what is right", "درست"]


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


def worked(folder: DataFolder, of: list[Column]) -> dict[Column, str]:
    """A right row, with codes of this organisation; empty where another column says it."""
    branch = any(column.name == "branch" for column in of)
    return {
        column: "" if branch and column.name == "province" else _worked(folder, column)
        for column in of
    }


def _worked(folder: DataFolder, column: Column) -> str:
    if column.kind == "reference" and not column.example:
        return next(iter(codes(folder, column)), "")
    if column.kind == "choice":
        return column.example or column.allowed[0]
    if column.kind == "whole" and not column.example and column.highest is not None:
        return f"{(column.lowest + column.highest) // 2:g}"
    return column.example


def codes(folder: DataFolder, column: Column) -> list[str]:
    """The codes that a column may name; none where it names no table."""
    if column.table == "instruments":
        return list(read_instruments(folder))
    if column.table == "items":
        found = read_instruments(folder).values()
        return list(dict.fromkeys(item["item"] for one in found for item in one.toml["items"]))
    if column.table == "frameworks":
        return list(read_frameworks(folder))
    if column.table == "framework_statements":
        found = read_frameworks(folder).values()
        return [entry["statement"] for one in found for entry in one["statements"]]
    if column.table not in TABLES:
        return []
    rows = read_table(folder.reference / f"{column.table}.csv", TABLES[column.table][:1])
    return [row[column.name] for row in rows]


def right(folder: DataFolder, column: Column) -> dict[str, str]:
    """What would be right in a cell, by language; few codes are listed."""
    listed = codes(folder, column)
    english = f"one of {', '.join(listed)}" if 0 < len(listed) <= MANY else column.right
    return {"en": english, "fa": right_fa(column, listed)}


def write(folder: DataFolder, kind: str, instrument: str | None, to: Path) -> list[Path]:
    """The templates of a kind as files of a folder; a survey's for each questionnaire.

    Raises `Refusal` where there is no such kind or questionnaire.
    """
    _refuse_unknown("kind of extract", kind, list(all_sources()))
    if instrument:
        _refuse_unknown("questionnaire", instrument, list(read_instruments(folder)))
    to.mkdir(parents=True, exist_ok=True)
    written = []
    for name, asked in kinds(folder):
        if name == kind and instrument in (None, asked and asked.name):
            stem = f"{kind}_{asked.name}" if asked else kind
            of = columns(folder, kind, asked and asked.name)
            written += [to / f"{stem}.csv", to / f"{stem}.xlsx"]
            written[-2].write_bytes(template(of))
            written[-1].write_bytes(workbook(worked(folder, of), _dictionary(folder, of)))
    return written


def _dictionary(folder: DataFolder, of: list[Column]) -> list[list[str]]:
    needed = {(True, False): "yes", (True, True): "yes; a cell may be empty"}
    return [DICTIONARY] + [
        [
            c.name,
            c.meaning,
            c.kind,
            needed.get((c.required, c.empty), "no"),
            *right(folder, c).values(),
        ]
        for c in of
    ]


def _refuse_unknown(what: str, name: str, known: list[str]) -> None:
    if name not in known:
        like = closest(name, known)
        right = f"perhaps {like}" if like else f"one of {', '.join(known)}"
        raise Refusal("template", f"{name} is no {what}", right)
