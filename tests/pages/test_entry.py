"""The one door from pages to etl: the same as the command line, with who did it."""

import errno
import io
import os

import pytest

from etl.history import history
from pages.parts import entry
from tests.etl.extracts import request, write_log

NAME = "service_log_1404-07.csv"


@pytest.fixture
def dropped(empty_folder, tmp_path):
    """Twenty requests, of which one names a channel that nobody knows."""
    rows = [*(request(number) for number in range(20)), request(20, channel="fax")]
    entry.keep_upload(f"C:\\data\\{NAME}", io.BytesIO(write_log(tmp_path / "x", rows).read_bytes()))
    (file,) = entry.files()
    return file


def looked_at(file):
    with entry.look(file, lambda said: None) as seen:
        return seen


def test_what_was_looked_at_is_loaded_in_the_name_of_its_user(dropped, empty_folder):
    seen = looked_at(dropped)
    with entry.working_as("مریم"):
        (report,) = entry.load({dropped: seen}, lambda said: None)
    assert (report.outcome, report.rows_taken, report.rows_refused) == ("loaded", 20, 1)
    assert history(empty_folder)[0]["loaded_by"] == "مریم"
    assert history(empty_folder)[0]["file"] == NAME
    assert entry.files() == []  # its rows are kept under loads/


def test_rejected_rows_of_a_load_are_a_table_with_reasons(dropped):
    entry.load({dropped: looked_at(dropped)}, lambda said: None)
    table = entry.rejected_rows(1).decode("utf-8-sig").splitlines()
    assert len(table) == 2 and "fax" in table[1] and "کد ناشناخته" in table[1]
    assert entry.rejected_rows(7) == b""  # no such load: nothing to take


def test_what_is_undone_is_undone_once(dropped, empty_folder):
    entry.load({dropped: looked_at(dropped)}, lambda said: None)
    with entry.working_as("مریم"):
        assert entry.undo(1).file == NAME
    assert entry.loads()[0]["undone_by"] == "مریم"
    with pytest.raises(entry.Refusal, match="was undone on"):
        entry.undo(1)


def test_a_full_disk_is_told_not_thrown(dropped, monkeypatch):
    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with monkeypatch.context() as disk:
        disk.setattr("os.replace", full)  # the disk's part in keeping a file
        with pytest.raises(entry.Refusal, match="the disk is full"):
            entry.keep_upload("other.csv", io.BytesIO(b"a,b\n"))
    assert [file.key for file in entry.files()] == [dropped.key]  # nothing half-kept
