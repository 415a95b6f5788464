"""The same rows by a second way are not counted twice."""

import pytest

from etl.history import history
from etl.load import Loading
from tests.etl.extracts import LOG, request, write_log

MAPPING = """
kind = "service_log"
files = "portal*.csv"
[columns]
{columns}
"""


@pytest.fixture
def portal(empty_folder):
    """Another system that exports the same kind of rows under names of its own."""
    columns = "\n".join(f'"the {column}" = "{column}"' for column in LOG)
    mapping = MAPPING.format(columns=columns)
    (empty_folder.mappings / "portal.toml").write_text(mapping, encoding="utf-8")

    def write(name, rows):
        path = write_log(empty_folder.inbox / name, rows)
        header, rest = path.read_text().split("\n", 1)
        path.write_text(",".join(f"the {word}" for word in header.split(",")) + "\n" + rest)
        return path

    return write


def load(folder, *paths):
    return list(Loading(folder).load(list(paths)))


def test_the_same_rows_from_another_source_are_refused(empty_folder, portal):
    rows = [request(n) for n in range(30)]
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    (report,) = load(empty_folder, portal("portal.csv", rows[:20]))
    assert report.failed and "20 of its rows are also in load 1 (log.csv)" in report.message
    assert "would count twice" in report.message and "python -m etl undo 1 first" in report.message
    assert len(history(empty_folder)) == 1


def test_other_rows_of_the_same_month_stand_beside_with_a_remark(empty_folder, portal):
    """Also where both systems number their requests from 1."""
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", [request(1), request(2)]))
    others = [request(n, channel="kiosk") for n in (1, 2)]
    (report,) = load(empty_folder, portal("portal.csv", others))
    assert report.outcome == "loaded"
    assert "stands beside load 1 (service_log)" in "\n".join(report.lines())


def test_another_province_is_not_spoken_of(empty_folder, portal):
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", [request(1)]))
    (report,) = load(empty_folder, portal("portal.csv", [request(1, branch="B2301")]))
    assert report.outcome == "loaded" and "beside" not in "\n".join(report.lines())
