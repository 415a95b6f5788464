"""Which lines of a file are no rows."""

import pytest

from tests.etl.extracts import LOG, request, write_log
from tests.etl.warehouses import load


@pytest.mark.parametrize(
    ("begins", "code"),
    [
        ("جمع کل", "total_line"),
        ("جمع‌کل", "total_line"),
        ("جمع استان خراسان رضوی", "total_line"),
        ("مجموع: ۴۰", "total_line"),
        ("جمع آذر", "total_line"),  # of a month that begins as آوری does
        ("مجموع آبان ماه", "total_line"),
        ("Grand total", "total_line"),
        ("Sum (branches)", "total_line"),
        ("جمع‌آوری مدارک", "reference"),  # collecting documents: a service, and not ours
        ("جمع آوری مدارک", "reference"),
        ("summary", "reference"),
    ],
)
def test_which_words_begin_a_line_of_totals(empty_folder, begins, code):
    columns = ["service", *(column for column in LOG if column != "service")]
    rows = [request(1), request(2, service=begins)]
    (report,) = load(
        empty_folder, write_log(empty_folder.inbox / "log.csv", rows, columns), limit=1
    )
    assert [problem.code for problem in report.problems] == [code]
