"""A full disk, a closed folder, two writers, Ctrl+C, a fault of ours: nothing is lost or doubled.

In each case the message says what to do, the figures stay what they were, and the same command goes
through once the trouble is over.
"""

import os
import signal
import time
from functools import partial

import pytest

from etl.history import history
from tests.etl import dying
from tests.etl.warehouses import bare, copy_of, in_order, log, marts, run

pytestmark = pytest.mark.kills
COMMANDS = {
    "load": ("load",),
    "undo": ("undo", "1"),
    "rebuild": ("rebuild",),
    "backup": ("backup", "{outside}/new.tar"),
    "restore": ("restore", "{outside}/backup.tar", "--replace"),
}


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """One load, a second file in the inbox, and a backup outside."""
    outside = tmp_path_factory.mktemp("used")
    folder = bare(outside / "data")
    run(folder, "load", log(folder, "a_1404-07.csv", range(60)))
    run(folder, "backup", outside / "backup.tar")
    log(folder, "b_1404-07.csv", range(60, 90))
    return folder


@pytest.fixture
def folder(used, tmp_path):
    folder = copy_of(used, tmp_path / "data")
    (tmp_path / "backup.tar").write_bytes((used.root.parent / "backup.tar").read_bytes())
    return folder


@pytest.fixture
def said(tmp_path):
    return tmp_path / "said"


def words_of(command, folder) -> list[str]:
    return [word.format(outside=folder.root.parent) for word in COMMANDS[command]]


@pytest.mark.parametrize("command", COMMANDS)
@pytest.mark.parametrize("size", [1_000, 2_000_000], ids=["at once", "at the marts"])
def test_a_full_disk(folder, said, command, size):
    """A limit on the size of files stands for it: it needs no rights and holds everywhere."""
    if command == "backup":
        size = min(size, 100_000)  # the archive is small
    before, words = marts(folder), words_of(command, folder)
    assert dying.ended(words, folder.root, partial(dying.limit_files, size), said) == 1
    told = said.read_text()
    assert "the disk is full" in told and "then try again" in told
    assert "Traceback" not in told and marts(folder) == before
    assert not list(folder.root.parent.glob("*new.tar*"))
    assert run(folder, *words) == 0
    in_order(folder)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_folder_that_may_not_be_written(folder, said, command):
    before, words = marts(folder), words_of(command, folder)
    outside = folder.root.parent
    closed = [path for path in [outside, *folder.root.rglob("*")] if not path.is_symlink()]
    said.touch()
    for path in reversed(closed):
        path.chmod(path.stat().st_mode & ~0o222)
    try:
        assert dying.ended(words, folder.root, dying.obey_permissions, said) == 1
    finally:
        for path in closed:
            path.chmod(path.stat().st_mode | 0o200)
    told = said.read_text()
    assert "may not be written" in told and "then try again" in told
    assert "Traceback" not in told and marts(folder) == before
    assert run(folder, *words) == 0


@pytest.mark.parametrize("command", COMMANDS)
def test_two_writers_at_once(folder, said, command):
    """The second is told at once; the first goes on as if nobody had asked."""
    first = dying.start(["load"], folder.root, partial(dying.pause_at, "build"))
    until = time.monotonic() + 60
    while time.monotonic() < until and _state(first.pid) != "T":
        time.sleep(0.02)
    assert dying.ended(words_of(command, folder), folder.root, None, said) == 1
    assert "another load is running" in said.read_text()
    assert "try again when it is done" in said.read_text()
    os.kill(first.pid, signal.SIGCONT)
    first.join(60)
    assert first.exitcode == 0
    assert [entry["rows_taken"] for entry in history(folder)] == [60, 30]
    in_order(folder)


def _state(pid: int) -> str:
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0]


def test_ctrl_c_in_a_query(folder, said):
    """What was whole before it counts; the file in whose query it came does not."""
    log(folder, "c_1404-07.csv", range(100, 120))
    stop = partial(dying.interrupt_in_query_of, "c_1404-07.csv")
    assert dying.ended(["load"], folder.root, stop, said) == 130
    told = said.read_text()
    assert "b_1404-07.csv: loaded" in told and "Traceback" not in told
    assert told.endswith("stopped; nothing is half-loaded\n")
    assert [entry["file"] for entry in history(folder)] == ["a_1404-07.csv", "b_1404-07.csv"]
    assert run(folder, "load") == 0
    assert len(history(folder)) == 3
    in_order(folder)


def test_a_fault_of_ours_in_one_file_costs_no_other(folder, said):
    """It keeps its traceback, for those who mend it."""
    log(folder, "c_1404-07.csv", range(100, 120))
    assert dying.ended(["load"], folder.root, partial(dying.break_in, "c_1404-07.csv"), said) == 1
    told = said.read_text()
    assert "ZeroDivisionError" in told and "b_1404-07.csv: loaded" in told
    assert [entry["file"] for entry in history(folder)] == ["a_1404-07.csv", "b_1404-07.csv"]
    run(folder, "load")
    in_order(folder)
