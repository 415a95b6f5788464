"""Dropped files: harmless names, kept until decided on, then gone."""

import os
import time

import pytest

from etl.desk import uploads
from etl.load import Loading
from etl.undo import undo
from tests.etl.extracts import request, write_log


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("service_log_1404-07.csv", "service_log_1404-07.csv"),
        ("گزارش مهر ۱۴۰۴.xlsx", "گزارش مهر ۱۴۰۴.xlsx"),  # letters of any script stay
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\x\\log.csv", "log.csv"),
        ("<img src=x onerror=alert(1)>.csv", "_img src=x onerror=alert(1)_.csv"),
        ("a\nb\x00\u202ecsv.exe", "a_b__csv.exe"),  # no line of a report, no turned-around name
        (".hidden", "hidden"),  # a file that begins with a dot counts as still arriving
        ("..", "extract"),
        ("", "extract"),
    ],
)
def test_a_name_is_made_harmless(name, kept):
    assert uploads.safe_name(name) == kept


@pytest.mark.parametrize("name", ["x" * 500 + ".csv", "گ" * 500 + ".csv", "x" * 500])
def test_a_long_name_fits_the_file_system(name):
    kept = uploads.safe_name(name)
    assert 0 < len(kept.encode()) <= uploads.LONGEST
    assert kept.endswith(".csv") == name.endswith(".csv")


def test_a_dropped_file_waits_until_it_is_discarded(empty_folder):
    uploads.keep(empty_folder, "log.csv", [b"a,b\n", b"1,2\n"])
    (file,) = uploads.waiting(empty_folder)
    assert (file.path.read_bytes(), file.bytes, file.dropped) == (b"a,b\n1,2\n", 8, True)
    uploads.discard(file)
    assert uploads.waiting(empty_folder) == []


def test_the_same_file_waits_once(empty_folder):
    for _ in range(2):
        uploads.keep(empty_folder, "log.csv", [b"a,b\n1,2\n"])
    assert len(uploads.waiting(empty_folder)) == 1
    uploads.keep(empty_folder, "log.csv", [b"a,b\n1,3\n"])  # corrected: both can be looked at
    assert len(uploads.waiting(empty_folder)) == 2


def test_the_inbox_waits_for_what_no_load_took(empty_folder):
    paths = [
        write_log(empty_folder.inbox / f"service_log_1404-0{month}.csv",
                  [request(1, submitted_at=f"1404-0{month}-03", completed_at=f"1404-0{month}-04")])
        for month in (6, 7)
    ]  # fmt: skip
    list(Loading(empty_folder).load(paths[:1]))
    (file,) = uploads.waiting(empty_folder)
    assert (file.key, file.dropped, file.undone) == ("inbox/service_log_1404-07.csv", False, False)
    undo(empty_folder, 1)
    assert [file.undone for file in uploads.waiting(empty_folder)] == [True, False]


def test_a_file_of_the_inbox_is_set_aside_not_removed(empty_folder):
    for text in ("a,b\n1,2\n", "a,b\n1,3\n"):
        (empty_folder.inbox / "log.csv").write_text(text)
        uploads.discard(uploads.waiting(empty_folder)[0])
    aside = sorted(path.name for path in (empty_folder.inbox / "refused").iterdir())
    assert aside == ["log (2).csv", "log.csv"]


def test_what_nobody_decided_on_goes_after_two_weeks(empty_folder):
    old = uploads.keep(empty_folder, "old.csv", [b"1"])
    uploads.keep(empty_folder, "new.csv", [b"2"])
    long_ago = time.time() - 86_400 * (uploads.UNCLAIMED + 1)
    os.utime(old.parent, (long_ago, long_ago))
    uploads.tidy(empty_folder)
    assert [file.path.name for file in uploads.waiting(empty_folder)] == ["new.csv"]
