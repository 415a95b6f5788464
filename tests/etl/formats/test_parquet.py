"""Parquet files: plain values as text; what is not one value in each cell is refused."""

import datetime as dt
from decimal import Decimal

import polars as pl
import pytest

from etl.formats import rows_of
from etl.formats.layout import Layout
from etl.load import Loading
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request


def written(path, columns: dict):
    pl.DataFrame(columns).write_parquet(path)
    return path


def test_values_become_the_text_one_would_type(tmp_path):
    columns = {
        "text": ["شعبه", None],
        "whole": [5, -1],
        "part": [5.0, 0.25],
        "none": [float("nan"), 1e-9],
        "day": [dt.date(2025, 9, 25), None],
        "at": [dt.datetime(2025, 9, 25, 9, 30), dt.datetime(2025, 9, 25)],
        "flag": [True, False],
        "money": [Decimal("1.50"), Decimal("2.00")],
    }
    assert list(rows_of(written(tmp_path / "x.parquet", columns), Layout())) == [
        (0, list(columns)),
        (1, ["شعبه", "5", "5", None, "2025-09-25", "2025-09-25 09:30:00", "true", "1.50"]),
        (2, [None, "-1", "0.25", "1e-09", None, "2025-09-25", "false", "2.00"]),
    ]


def test_an_extract_is_loaded(empty_folder, tmp_path):
    rows = [request(n) for n in range(20)]
    path = written(tmp_path / "x.parquet", {c: [row[c] for row in rows] for c in LOG})
    report = Loading(empty_folder).check(path)
    assert (report.outcome, report.rows_taken) == ("checked", 20)


@pytest.mark.parametrize("value", [[1, 2], b"\x00", {"a": 1}])
def test_lists_and_bytes_are_no_cells(tmp_path, value):
    with pytest.raises(Refusal, match="column a holds .*, not one value in each cell"):
        list(rows_of(written(tmp_path / "x.parquet", {"a": [value]}), Layout()))


@pytest.mark.parametrize("share", [0.2, 0.6, 0.95])
def test_a_file_cut_anywhere_is_refused(tmp_path, share):
    path = written(tmp_path / "x.parquet", {"a": list(range(1000))})
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Refusal, match="x.parquet: the file is damaged or cut short"):
        list(rows_of(path, Layout()))
