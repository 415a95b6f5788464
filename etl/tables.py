"""The CSV files that the organisation edits: read with errors that name file and line."""

import csv
import datetime as dt
from pathlib import Path

from etl.refusal import Refusal


def read_table(path: Path, columns: list[str], optional: tuple[str, ...] = ()) -> list[dict]:
    """The rows of a table as text, empty cells as None; no rows where there is no such file.

    optional: columns that are read where the file has them. Not every data folder has branches or
    holidays, so a missing file is an empty table.
    """
    if not path.exists():
        return []
    try:
        with path.open(encoding="utf-8-sig", newline="") as text:
            reader = csv.DictReader(text)
            if missing := [c for c in columns if c not in (reader.fieldnames or [])]:
                raise Refusal(
                    path.name, f"lacks {', '.join(missing)}", ",".join(columns), code="settings"
                )
            wanted = [*columns, *(c for c in optional if c in reader.fieldnames)]
            return [{c: (row[c] or "").strip() or None for c in wanted} for row in reader]
    except UnicodeDecodeError as error:
        raise Refusal(
            path.name, f"byte {error.start} is not UTF-8", "a file in UTF-8", code="settings"
        ) from error


def read_keyed(path: Path, columns: list[str]) -> list[dict]:
    """The same, refused where a value of the first column stands twice."""
    rows, seen = read_table(path, columns), set()
    for line, row in enumerate(rows, start=2):
        key = row[columns[0]]
        if key in seen:
            raise Refusal(
                f"{path.name}, line {line}", f"{key} stands twice", "one line each", code="settings"
            )
        seen.add(key)
    return rows


def day(path: Path, line: int, column: str, text: str | None) -> dt.date | None:
    """A Gregorian day of a table, or nothing where the cell is empty."""
    try:
        found = dt.date.fromisoformat(text) if text else None
        if found and found.year < 1800:
            raise ValueError("a Jalali day")
        return found
    except ValueError as error:
        where = f"{path.name}, line {line}: {column}"
        right = "a Gregorian day such as 2025-05-17"
        raise Refusal(where, f"'{text}' is not a day", right, code="settings") from error
