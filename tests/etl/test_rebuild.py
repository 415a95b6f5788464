"""The loads alone are enough to have the marts again, table by table."""

import shutil

import duckdb
import pytest

from etl.history import undone
from etl.publish import current
from etl.rebuild import rebuild
from etl.refusal import Refusal
from tests.etl.test_undo import survey, wave
from tests.etl.warehouses import copy_of, fresh, in_order, log, marts, run


@pytest.fixture(scope="module")
def used(tmp_path_factory):
    """A log and its correction, a survey with the wave that weights it, one load undone."""
    folder = fresh(tmp_path_factory.mktemp("used") / "data")
    for file in (
        log(folder, "service_log_1404-07.csv", range(40)),
        log(folder, "corrected_1404-07.csv", range(45)),
        survey(folder, "survey_1404-07.csv", range(12)),
        wave(folder, "wave_1404-07.csv", 12, 5000),
        log(folder, "wrong_1404-07.csv", range(100, 120)),
    ):
        assert run(folder, "load", file) == 0
    assert run(folder, "undo", 5) == 0
    return folder


@pytest.fixture
def folder(used, tmp_path):
    return copy_of(used, tmp_path / "data")


def lose_nothing(folder):
    """The marts are there and good."""


def lose_the_marts(folder):
    current(folder).unlink()


def lose_all_versions(folder):
    for path in [*folder.warehouse.glob("marts_*"), folder.warehouse / "current"]:
        path.unlink()


def damage_the_marts(folder):
    with current(folder).open("r+b") as file:
        file.write(b"\0" * 5000)


def have_an_older_layout(folder):
    with duckdb.connect(current(folder)) as con:
        con.execute("alter table requests drop column on_time")


@pytest.mark.parametrize(
    "trouble, said",
    [
        (lose_nothing, None),
        (lose_the_marts, "the published marts are gone, the loads are still there"),
        (lose_all_versions, "the published marts are gone, the loads are still there"),
        (damage_the_marts, "cannot be opened, perhaps it is damaged"),
        (have_an_older_layout, "its table requests has the columns of another version of Payesh"),
    ],
)
def test_the_same_marts_come_back(used, folder, trouble, said, capsys):
    trouble(folder)
    if said:  # until then nothing is taken, and nothing is taken away
        assert run(folder, "load", log(folder, "next_1404-06.csv", range(3), **JUNE)) == 1
        told = capsys.readouterr().err
        assert said in told and "python -m etl rebuild" in told
    assert run(folder, "rebuild") == 0
    assert marts(folder) == marts(used)
    assert undone(folder) == undone(used)
    in_order(folder)


JUNE = {"submitted_at": "1404-06-03 09:00", "completed_at": "1404-06-03 11:00"}


def test_without_any_record_every_folder_of_a_load_counts(folder):
    """A warehouse of before there were records: who undid what is not known there."""
    lose_all_versions(folder)
    shutil.rmtree(folder.versions)
    shutil.rmtree(folder.loads / "5")  # undone later
    rebuild(folder)
    assert {entry[0] for entry in marts(folder)["loads"]} == {1, 2, 3, 4}


def test_a_load_whose_rows_are_gone_is_named(folder):
    before = marts(folder)
    (folder.loads / "3" / "accepted.parquet").unlink()
    with pytest.raises(Refusal, match=r"load 3: its rows are gone: .*etl restore"):
        rebuild(folder)
    assert marts(folder) == before


def test_nothing_to_build_from(empty_folder):
    with pytest.raises(Refusal, match="there are no loads to build from"):
        rebuild(empty_folder)
