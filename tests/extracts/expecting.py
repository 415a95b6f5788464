"""What is expected of each awkward file, from `expected_files.csv` and `expected_rows.csv`.

checks: each code with how many rows, columns or files it was said of; not_yet: why the program does
not do that yet; why: what is awkward about the file, where its name does not say it.
"""

import csv
from collections import Counter
from pathlib import Path

import pytest

from tests.extracts.conftest import EARLIER, Loaded

HERE = Path(__file__).parent
ROWS = {
    "service_log": "select sum(requests) from requests where load = ?",
    "survey": "select max(n) from (select sum(respondents) as n from respondents "
    "where load = ? and battery <> 'overall' group by battery)",  # every sheet once in each
    "channel_volume": "select sum(cells) from volumes where load = ?",
    "self_assessment": "select count(*) from self_assessments where load = ?",
    "survey_wave": "select count(*) from survey_waves where load = ?",
}


def expected(part: str) -> list[dict]:
    with (HERE / f"expected_{part}.csv").open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


def cases(part: str) -> list:
    """The parameters of a test: one per file, marked where the program does not do it yet."""
    return [
        pytest.param(
            row,
            id=row["file"],
            marks=[pytest.mark.xfail(strict=True, reason=row["not_yet"])] if row["not_yet"] else [],
        )
        for row in expected(part)
    ]


def assert_as_expected(row: dict, loaded: Loaded) -> None:
    report, counts = loaded.report, Counter()
    for check in report.checks():
        counts[check["code"]] += check["count"]
    found = (report.outcome, report.rows_taken, report.rows_refused, dict(counts))
    checks = {code: int(n) for code, n in (word.split("=") for word in row["checks"].split())}
    right = (row["outcome"], int(row["taken"]), int(row["refused"]), checks)
    assert found == right, "\n".join(report.lines())
    said = "\n".join(report.lines())
    assert said.isprintable() or all(c.isprintable() or c in "\n\u200c" for c in said)
    assert max(map(len, said.splitlines())) < 2000
    assert_whole_or_absent(loaded)


def assert_whole_or_absent(loaded: Loaded) -> None:
    """All rows that were taken are in the marts, and of a refused file nothing is anywhere."""
    report, con = loaded.report, loaded.con
    loads = [number for (number,) in con.execute("select load from loads").fetchall()]
    (before,) = con.execute(ROWS["service_log"], [1]).fetchone()
    if report.failed:
        assert (loads, before) == ([1], EARLIER)
        return
    assert loads == [1, report.load]
    assert before == (None if report.replaces == 1 else EARLIER)
    assert con.execute(ROWS[report.kind], [report.load]).fetchone() == (report.rows_taken,)
    remarks = con.execute("select code, count from load_remarks where load = ?", [report.load])
    assert remarks.fetchall() == [(r.code, r.count) for r in report.findings]
