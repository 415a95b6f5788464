"""The one door: which version is read, by whom, and what else it lets through."""

import os
import threading

import duckdb
import pytest

import analysis
from analysis import channel_usage
from analysis.marts import NoWarehouse, Reader, open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.load import Loading


def test_without_a_published_version_it_says_what_to_do(tmp_path, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(tmp_path))
    with pytest.raises(NoWarehouse, match="python -m etl load"):
        open_marts()


def test_a_link_to_nowhere_is_no_warehouse(tmp_path, monkeypatch):
    (tmp_path / "warehouse").mkdir()
    (tmp_path / "warehouse" / "current").symlink_to("marts_000009.duckdb")
    monkeypatch.setenv("PAYESH_DATA", str(tmp_path))
    with pytest.raises(NoWarehouse):
        open_marts()


def test_the_same_version_is_opened_once(marts, open_as):
    assert open_as() is marts


def test_a_new_version_is_seen_at_once_and_the_old_one_stays_readable(own_folder):
    old = open_marts()
    before = channel_usage.ask(old, Selection()).n
    _add_requests(own_folder)
    new = open_marts()
    assert (before, channel_usage.ask(old, Selection()).n) == (800, 800)
    assert channel_usage.ask(new, Selection()).n == 801
    assert new.version > old.version


def test_loading_goes_on_in_a_process_that_reads(own_folder):
    reading = open_marts()
    _add_requests(own_folder)  # would fail if the door held the file with settings of its own
    assert reading.query("select count(*) as n from requests").item() > 0


def test_a_version_that_vanishes_between_resolving_and_opening(own_folder, monkeypatch):
    """A writer may remove the version that the link named a moment ago."""
    real, vanished = os.path.realpath, own_folder / "warehouse" / "marts_000000.duckdb"
    answers = [str(vanished)]
    monkeypatch.setattr(os.path, "realpath", lambda path: answers.pop() if answers else real(path))
    assert open_marts().version


def test_many_threads_ask_at_once(marts):
    answers = []

    def ask():
        answers.append(channel_usage.ask(marts, Selection()).totals)

    threads = [threading.Thread(target=ask) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(answers) == 8
    assert all(answer == answers[0] for answer in answers)


@pytest.mark.parametrize(
    "sql",
    [
        "insert into published.channels values ('x', 'x', 'x', 'no')",
        "from read_csv('/etc/passwd')",
        "install httpfs",
        "set enable_external_access = true",
    ],
)
def test_nothing_is_written_read_or_fetched_beside_the_marts(marts, sql):
    with pytest.raises(duckdb.Error):
        marts.query(sql)


def test_a_table_that_the_scope_does_not_list_cannot_be_read(marts):
    with pytest.raises(duckdb.CatalogException):
        marts.query("select * from reference_state")


def test_no_question_reaches_around_the_scope():
    """`published.` is the way to the tables as they are; only the scope may write it."""
    for path in sorted(os.listdir(analysis.__path__[0])):
        if path.endswith(".py") and path != "scope.py":
            with open(os.path.join(analysis.__path__[0], path), encoding="utf-8") as source:
                assert "from published." not in source.read(), path


def test_a_reader_without_provinces_sees_nothing(open_as, folder):
    nobody = open_marts(Reader("nobody", ()))
    assert nobody.query("select * from requests").is_empty()
    assert nobody.regions == {}


def _add_requests(folder):
    path = folder / "inbox" / "service_log_1404-07.csv"
    path.write_text(
        "request_id,branch,service,channel,customer_group,submitted_at,completed_at,status,due_at\n"
        "new-1,N1,history,kiosk,insured,2025-09-24 10:00:00,,pending,\n"
    )
    (report,) = Loading(DataFolder(folder)).load([path])
    assert report.outcome == "loaded", report
