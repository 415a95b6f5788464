"""An action taken is entered once, marked on the trends, and kept whatever is built anew."""

import errno
import os
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest

from analysis import process_charts
from analysis.marts import Reader, open_marts
from analysis.selection import Selection
from etl import taking, versions
from etl.actions_taken import COLUMNS
from etl.data_folder import DataFolder
from etl.publish import current, only_writer, working_as
from etl.refusal import Refusal
from etl.taking import Changed, take, withdraw
from tests.etl.warehouses import copy_of, fresh, in_order, log, marts, run

ACTION = "guided_first_use"  # shown to work by digital take-up
ON_FACTOR = "public_media"  # by a factor's own mean


@pytest.fixture(scope="module")
def loaded(tmp_path_factory):
    folder = fresh(tmp_path_factory.mktemp("taken") / "data")
    assert run(folder, "load", log(folder, "service_log_1404-07.csv", range(40))) == 0
    return folder


@pytest.fixture
def folder(loaded, tmp_path, monkeypatch):
    copy = copy_of(loaded, tmp_path / "data")
    monkeypatch.setenv("PAYESH_DATA", str(copy.root))
    return copy


def lines(folder):
    return folder.actions_taken.read_text(encoding="utf-8").splitlines()


def events(provinces=None):
    asked = Selection(provinces="IR-09") if provinces is None else Selection(provinces=provinces)
    return process_charts.ask(open_marts(), asked).totals["events"]


def test_an_action_is_an_event_of_its_province_and_measure(folder):
    before = marts(folder)
    with working_as("مريم"):  # an Arabic letter
        assert take(folder, ACTION, "IR-09", "۱۴۰۴/۷/۵") == Changed(1, "000002")
    assert lines(folder)[0] == ",".join(COLUMNS)
    assert lines(folder)[1].startswith(f"1,taken,{ACTION},همراهی")
    assert ",1404-07-05,IR-09,no,مریم," in lines(folder)[1]
    (event,) = events()
    assert (event["event"], event["month"]) == ("action-1", "1404-07")
    assert (event["province"], event["measure"]) == ("IR-09", "digital_take_up")
    assert event["title_fa"] == "اقدام: همراهی در نخستین استفاده" and not event["restarts"]
    assert marts(folder) == before  # nothing that was counted changes
    rows = process_charts.ask(open_marts(), Selection(provinces="IR-09")).rows
    marked = {row["measure"] for row in rows if row["events"]}
    assert marked == {"digital_take_up"}


def test_what_acts_on_a_factor_is_marked_on_satisfaction_and_restarts_when_asked(folder):
    take(folder, ON_FACTOR, "IR-09", "1404-07-05", restarts=True)
    (event,) = events()
    assert (event["measure"], event["restarts"]) == ("satisfaction", True)
    assert open_marts().query("select measure from actions_taken").item() == "R23"


def test_elsewhere_there_is_no_mark_and_everywhere_there_is(folder):
    take(folder, ACTION, "IR-07", "1404-07-05")
    take(folder, ON_FACTOR, None, "1404-07-06")
    assert [event["event"] for event in events()] == ["action-2"]
    own = open_marts(Reader("own", ("IR-09",))).query("select number from actions_taken")
    assert own["number"].to_list() == [2]  # another province's desk is not shown to this reader


def test_the_chart_of_the_whole_country_is_not_full_of_provinces(folder):
    take(folder, ACTION, "IR-09", "1404-07-05")
    take(folder, ON_FACTOR, None, "1404-07-06")
    assert [event["event"] for event in events(())] == ["action-2"]
    apart = process_charts.ask(open_marts(), Selection(), by=("province",))
    where = {row["province"] for row in apart.rows if "action-1" in (row["events"] or "")}
    assert where == {"IR-09"}
    assert [event["event"] for event in apart.totals["events"]] == ["action-1", "action-2"]


def test_a_withdrawn_action_is_no_event_and_stays_in_the_list(folder):
    take(folder, ACTION, "IR-09", "1404-07-05")
    with working_as("رضا"):
        withdraw(folder, 1)
    assert events() == []
    (row,) = open_marts().query("select * from actions_taken").to_dicts()
    assert row["withdrawn_by"] == "رضا" and row["withdrawn_at"] >= row["at"]
    assert len(lines(folder)) == 3  # added to, never changed
    with pytest.raises(Refusal, match="withdrawn already"):
        withdraw(folder, 1)
    assert take(folder, ACTION, "IR-09", "1404-07-05").number == 2  # may be entered again


@pytest.mark.parametrize(
    "action, province, day, said",
    [
        ("guided_use", "IR-09", "1404-07-05", "action: 'guided_use' is not known; right: guided_"),
        (ACTION, "IR-99", "1404-07-05", "province: 'IR-99' is not known"),
        (ACTION, "IR-09", "1404-13-05", "day: '1404-13-05' is no Jalali day"),
        (ACTION, "IR-09", "1404-12-30", "is no Jalali day"),  # 1404 is no leap year
        (ACTION, "IR-09", "2025-10-05", "is no Jalali day"),
        (ACTION, "IR-09", "", "is no Jalali day; right: 1404-07-15"),
        (ACTION, "IR-09", "1490-01-01", "is still to come"),
    ],
)
def test_what_cannot_be_entered_changes_nothing(folder, action, province, day, said):
    now = current(folder)
    with pytest.raises(Refusal, match=said):
        take(folder, action, province, day)
    assert not folder.actions_taken.exists() and current(folder) == now


def test_a_second_click_is_no_second_action(folder):
    take(folder, ACTION, "IR-09", "1404-07-05")
    with pytest.raises(Refusal, match="entered already, as number 1"):
        take(folder, ACTION, "IR-09", "1404-7-5")
    assert len(lines(folder)) == 2
    with pytest.raises(Refusal, match="there is no such entry"):
        withdraw(folder, 2)


def test_of_two_at_once_each_is_entered_whole_or_told(folder):
    together = Barrier(2)

    def enter(action):
        together.wait()
        try:
            return take(folder, action, "IR-09", "1404-07-05")
        except Refusal as refusal:
            return refusal

    with ThreadPoolExecutor(2) as pool:
        outcomes = list(pool.map(enter, (ACTION, ON_FACTOR)))
    done = [outcome for outcome in outcomes if isinstance(outcome, Changed)]
    assert done and all("another load is running" in str(o) for o in outcomes if o not in done)
    assert [line.split(",")[0] for line in lines(folder)[1:]] == [str(o.number) for o in done]
    assert len(events()) == len(done)


def test_while_somebody_writes_nothing_is_entered(folder):
    with only_writer(folder), pytest.raises(Refusal, match="try again when it is done"):
        take(folder, ACTION, "IR-09", "1404-07-05")
    assert not folder.actions_taken.exists()


def test_what_could_not_be_published_is_not_entered_either(folder, monkeypatch):
    take(folder, ACTION, "IR-09", "1404-07-05")
    before, now = lines(folder), current(folder)

    def full(*_):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(versions, "make_current", full)
    with pytest.raises(OSError):
        take(folder, ON_FACTOR, "IR-09", "1404-07-05")
    assert (lines(folder), current(folder)) == (before, now)
    in_order(folder)


def test_a_line_whose_process_died_is_in_the_next_version(folder, monkeypatch):
    """Between the line and the swap: what was written down is not lost."""
    with monkeypatch.context() as dying:
        dying.setattr(taking, "_publish", lambda folder: "000002")
        take(folder, ACTION, "IR-09", "1404-07-05")
    assert events() == []
    assert run(folder, "load", log(folder, "more_1404-07.csv", range(90, 99))) == 0
    assert [event["event"] for event in events()] == ["action-1"]


def test_actions_taken_outlive_a_rebuild_an_undo_and_a_restore(folder, tmp_path, monkeypatch):
    take(folder, ACTION, "IR-09", "1404-07-05")
    take(folder, ON_FACTOR, "IR-09", "1404-07-06")
    withdraw(folder, 2)
    kept = open_marts().query("select * from actions_taken order by number").rows()
    assert run(folder, "rebuild") == 0
    assert open_marts().query("select * from actions_taken order by number").rows() == kept
    assert [event["event"] for event in events()] == ["action-1"]
    archive = tmp_path / "all.tar.gz"
    assert run(folder, "backup", archive) == 0
    (tmp_path / "other").mkdir()
    other = DataFolder(tmp_path / "other")
    assert run(other, "restore", archive) == 0
    monkeypatch.setenv("PAYESH_DATA", str(other.root))
    assert open_marts().query("select * from actions_taken order by number").rows() == kept
    assert take(other, ON_FACTOR, "IR-09", "1404-07-07").number == 3


def test_marks_push_no_figures_out(folder):
    """Twelve marks in a day would else prune the twelve versions before them."""
    for day in range(1, 6):
        take(folder, ACTION, "IR-09", f"1404-07-{day:02d}")
    files = [path.name for path in versions.published_files(folder)]
    assert files == ["marts_000001.duckdb", "marts_000006.duckdb"]
    assert [change["what"] for change in versions.records(folder)[-1]["changes"]] == ["action"]


@pytest.mark.parametrize(
    "line, said",
    [
        ("x,taken,a,ا,A,R3,1404-07-05,IR-09,no,m,2026-01-01 00:00:00", "line 2: number"),
        ("1,done,a,ا,A,R3,1404-07-05,IR-09,no,m,2026-01-01 00:00:00", "line 2: what"),
        ("1,taken,a,ا,A,R3,1404-17-05,IR-09,no,m,2026-01-01 00:00:00", "line 2: day"),
    ],
)
def test_a_line_spoiled_by_hand_is_told_by_its_number(folder, line, said):
    folder.actions_taken.write_text("\n".join([",".join(COLUMNS), line]) + "\n", "utf-8")
    with pytest.raises(Refusal, match=f"actions_taken.csv, {said}"):
        take(folder, ACTION, "IR-09", "1404-07-05")


def test_the_command_line_takes_lists_and_withdraws(folder, capsys):
    assert run(folder, "take", ACTION, "--day", "1404-07-05", "--province", "IR-09") == 0
    assert "entered as number 1; version 000002" in capsys.readouterr().out
    assert run(folder, "take", ACTION, "--day", "1404-07-50") == 1
    assert "no Jalali day" in capsys.readouterr().err
    assert run(folder, "withdraw", 1) == 0
    run(folder, "actions")
    said = capsys.readouterr().out
    assert f"{ACTION}: Help with the first remote request (branch, low; R19 R20)" in said
    assert f"1: {ACTION} 1404-07-05 IR-09 by" in said and ", withdrawn by" in said
    run(folder, "versions")
    assert "an action entered or withdrawn" in capsys.readouterr().out
