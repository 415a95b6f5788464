"""The rows that were turned away, as a table with reasons: to be corrected and dropped again."""

import csv
from pathlib import Path

import pyarrow.parquet as pq

from etl.report import RIGHT

REASONS = "reasons"
FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet takes for the beginning of one


def write_csv(rejected: Path, to: Path) -> None:
    """Write the rows of a `rejected.parquet`: line of the file, its cells as they came, reasons."""
    parquet = pq.ParquetFile(rejected)
    if not parquet.metadata.num_rows:
        return
    with to.open("w", encoding="utf-8-sig", newline="") as text:  # the mark tells Excel it is UTF-8
        writer = csv.writer(text)
        headers = [name for name in parquet.schema_arrow.names if name != "problems"]
        writer.writerow([*map(inert, headers), REASONS])
        for batch in parquet.iter_batches():
            for row in batch.to_pylist():
                reasons = "; ".join(map(_reason, row["problems"]))
                writer.writerow([*(inert(row[header]) for header in headers), reasons])


def inert(value):
    """The value itself, but with an apostrophe before text that begins like a formula."""
    if isinstance(value, str) and value.startswith(FORMULA) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


def _reason(problem: dict) -> str:
    code, _, detail = problem["code"].partition(":")
    right = RIGHT.get(code, "")
    return (
        f"{problem['column']}: {code}"
        + (f" {detail}" if detail else "")
        + (f" (right: {right})" if right else "")
    )
