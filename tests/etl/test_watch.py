"""What lands in the inbox is taken when it is complete, and lies aside with its report."""

import csv
import os
import signal
import time

import pytest

from etl.history import history
from etl.load import LIMIT
from etl.publish import only_writer
from etl.watch import Watch
from tests.etl import dying
from tests.etl.extracts import request, write_log
from tests.etl.warehouses import in_order, log, run


@pytest.fixture
def watch(empty_folder):
    return Watch(empty_folder, LIMIT, lambda said: None, settled=0.05)


def inbox(folder) -> list[str]:
    files = (path for path in folder.inbox.rglob("*") if path.is_file())
    return sorted(path.relative_to(folder.inbox).as_posix() for path in files)


def test_each_file_lies_aside_with_its_report(watch, empty_folder):
    rows = [request(n, channel="=fax" if n % 2 else "kiosk") for n in range(20)]
    write_log(empty_folder.inbox / "bad.csv", rows)
    log(empty_folder, "good_1404-07.csv", range(20, 40))
    one = [request(n) for n in range(40, 79)] + [request(99, channel="fax")]
    write_log(empty_folder.inbox / "part.csv", one)
    assert watch.once() == 1
    assert inbox(empty_folder) == [
        "done/good_1404-07.csv",
        "done/good_1404-07.csv.report.txt",
        "done/part.csv",
        "done/part.csv.rejected.csv",
        "done/part.csv.report.txt",
        "refused/bad.csv",
        "refused/bad.csv.rejected.csv",
        "refused/bad.csv.report.txt",
    ]
    told = (empty_folder.inbox / "refused/bad.csv.report.txt").read_text()
    assert "bad.csv, line 3: channel: '=fax' is not one of" in told
    assert "10 of 20 rows (50.0%) are not right" in told
    with (empty_folder.inbox / "refused/bad.csv.rejected.csv").open(encoding="utf-8-sig") as text:
        rejected = list(csv.DictReader(text))
    assert len(rejected) == 10
    assert (rejected[0]["line of the file"], rejected[0]["channel"]) == ("3", "'=fax")  # no formula
    assert rejected[0]["reasons"].startswith("channel: Unknown code")
    assert len(history(empty_folder)) == 2


def test_nothing_of_the_same_name_is_overwritten(watch, empty_folder):
    for rows in (range(5), range(50, 55), range(90, 95)):
        log(empty_folder, "log_1404-07.csv", rows)
        assert watch.once() == 0
    assert [name for name in inbox(empty_folder) if name.endswith("csv")] == [
        "done/log_1404-07 (2).csv",
        "done/log_1404-07 (3).csv",
        "done/log_1404-07.csv",
    ]


def test_the_same_file_again_is_done_with(watch, empty_folder):
    """Also what a watcher that died after the load, before it moved the file, left there."""
    log(empty_folder, "log_1404-07.csv", range(5))
    run(empty_folder, "load")
    assert watch.once() == 0
    told = (empty_folder.inbox / "done/log_1404-07.csv.report.txt").read_text()
    assert "unchanged: already loaded as load 1" in told and len(history(empty_folder)) == 1


def test_a_file_that_still_grows_is_left_alone(watch, empty_folder):
    path = log(empty_folder, "log_1404-07.csv", range(5))
    watch.settled = 0.4
    for number in range(4):
        watch.take()
        with path.open("a") as text:
            text.write(f"more{number}")
        time.sleep(0.2)
    assert inbox(empty_folder) == ["log_1404-07.csv"] and not history(empty_folder)


def test_a_file_that_somebody_holds_open_for_writing_is_left_alone(watch, empty_folder):
    """A slow network may pause for longer than any time that we would wait."""
    path = log(empty_folder, "log_1404-07.csv", range(5))
    with path.open("a"):
        watch.once()
        assert inbox(empty_folder) == ["log_1404-07.csv"]
    watch.once()
    assert len(history(empty_folder)) == 1


def test_while_somebody_else_writes_it_tries_again(watch, empty_folder):
    said = []
    watch.say = said.append
    log(empty_folder, "log_1404-07.csv", range(5))
    with only_writer(empty_folder):
        watch.once()
    assert inbox(empty_folder) == ["log_1404-07.csv"]
    assert any("another load is running" in line for line in said)
    watch.once()
    assert len(history(empty_folder)) == 1


def test_what_is_no_extract_is_not_touched(watch, empty_folder):
    for name in (".hidden", "README.md"):
        (empty_folder.inbox / name).write_text("text")
    assert watch.once() == 0
    assert inbox(empty_folder) == [".hidden", "README.md"]


def test_ctrl_c_ends_it_cleanly(empty_folder, tmp_path):
    log(empty_folder, "log_1404-07.csv", range(5))
    said = tmp_path / "said"
    process = dying.start(["watch", "--every", "0.1"], empty_folder.root, said=said)
    until = time.monotonic() + 60
    while time.monotonic() < until and not (empty_folder.inbox / "done/log_1404-07.csv").exists():
        time.sleep(0.1)
    os.kill(process.pid, signal.SIGINT)
    process.join(60)
    assert process.exitcode == 130
    assert said.read_text().endswith("stopped; nothing is half-loaded\n")
    in_order(empty_folder)
