"""Versions: what is remembered of each, which are kept, and what pruning leaves."""

import json

import pytest

from analysis import channel_usage
from analysis.marts import open_marts
from analysis.selection import Selection
from etl import versions
from etl.publish import current
from tests.etl.warehouses import copy_of, fresh, log, marts, run


@pytest.fixture(scope="module")
def five(tmp_path_factory):
    """Versions 1 to 5: each has one request more than the one before."""
    folder = fresh(tmp_path_factory.mktemp("five") / "data")
    for last in range(11, 16):
        run(folder, "load", log(folder, "service_log_1404-07.csv", range(last)))
    return folder


@pytest.fixture
def folder(five, tmp_path, monkeypatch):
    folder = copy_of(five, tmp_path / "data")
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    return folder


def there(folder) -> list[int]:
    return [int(path.stem[-6:]) for path in versions.published_files(folder)]


def test_a_record_says_when_by_whom_and_what_is_new(folder):
    rows = versions.records(folder)
    assert [row["version"] for row in rows] == [f"00000{n}" for n in range(1, 6)]
    assert rows[4]["changes"] == [{"what": "load", "load": 5}] and rows[4]["loads"] == [
        1,
        2,
        3,
        4,
        5,
    ]
    assert [row["current"] for row in rows] == [False] * 4 + [True]
    assert all(row["published_at"] and row["published_by"] for row in rows)


def test_pruning_leaves_the_current_the_last_and_those_kept(folder, capsys):
    assert run(folder, "keep", 2, "--as", "گزارش مهر ۱۴۰۴") == 0
    before = marts(folder)
    assert run(folder, "prune", "--keep", 1) == 0
    assert "removed 2 versions: 000001, 000003" in capsys.readouterr().out
    assert there(folder) == [2, 4, 5] and marts(folder) == before
    run(folder, "keep", 2, "--no-longer")
    run(folder, "prune", "--keep", 0)
    assert there(folder) == [5]


def test_what_was_pruned_is_still_listed(folder, capsys):
    run(folder, "prune", "--keep", 0)
    capsys.readouterr()
    run(folder, "versions", "--json")
    listed = json.loads(capsys.readouterr().out)["versions"]
    assert [row["file"] is None for row in listed] == [True] * 4 + [False]
    run(folder, "versions")
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 5 and "no longer here" in lines[0] and "current" in lines[4]


@pytest.mark.parametrize("version, said", [(9, "no such version"), (1, "it was pruned already")])
def test_a_version_that_is_not_there_cannot_be_kept(folder, capsys, version, said):
    run(folder, "prune", "--keep", 0)
    assert run(folder, "keep", version, "--as", "x") == 1
    told = capsys.readouterr().err
    assert said in told and "`python -m etl versions` lists" in told


def test_a_load_prunes_by_itself(folder, monkeypatch):
    monkeypatch.setattr(versions, "KEEP", 2)
    monkeypatch.setattr(versions.prune, "__defaults__", (2,))
    run(folder, "keep", 1, "--as", "first")
    run(folder, "load", log(folder, "service_log_1404-07.csv", range(16)))
    assert there(folder) == [1, 4, 5, 6]


def test_fewer_versions_than_are_kept_all_stay(folder):
    """A slice that counts from the end once took some of them."""
    before = there(folder)
    for keep in range(len(before) - 1, len(before) + 8):
        run(folder, "prune", "--keep", keep)
        assert there(folder) == before


def test_a_page_goes_on_reading_a_version_that_is_pruned(folder):
    reading = open_marts(version="1")
    run(folder, "prune", "--keep", 0)
    assert there(folder) == [5]
    assert channel_usage.ask(reading, Selection()).n == 11
    assert channel_usage.ask(open_marts(version="1"), Selection()).n == 11  # still open here


def test_a_number_is_never_used_twice(folder):
    run(folder, "prune", "--keep", 0)
    run(folder, "undo", 5)
    assert current(folder).stem == "marts_000006"
