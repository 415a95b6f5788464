"""The rows that were turned away, as a table with reasons: to be corrected and dropped again."""

import csv
from pathlib import Path

import pyarrow.parquet as pq

from etl.checks.catalogue import entry
from etl.returned import REASONS, inert


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
                writer.writerow([*(inert(row[header]) for header in headers), inert(reasons)])


def _reason(problem: dict) -> str:
    code, _, detail = problem["code"].partition(":")
    check = entry(code)
    # Of a column's own kind only the contract knows what would be right; the report says that.
    right = check.right_en.format(detail=detail) or check.do_en
    return f"{problem['column']}: {check.title_en} ({right}) · {check.title_fa}"
