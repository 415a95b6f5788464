"""Undoing a load brings back exactly the figures from before it."""

import pytest

from analysis import channel_usage
from analysis.marts import NoWarehouse, open_marts
from analysis.selection import Selection
from etl.history import history, undone
from etl.instruments import read_instruments
from etl.refusal import Refusal
from etl.undo import undo
from tests.etl.extracts import respondent, write_log, write_survey
from tests.etl.warehouses import in_order, log, marts, run


def survey(folder, name, numbers, **changes):
    items = [c for c, _, _ in read_instruments(folder)["remote_services_42"].answer_columns()]
    sheets = [respondent(n, items, n % 5 + 1, **changes) for n in numbers]
    return write_survey(folder.inbox / name, sheets)


def wave(folder, name, answered, population):
    row = {"wave": "1404-07", "instrument": "remote_services_42", "province": "IR-09",
           "customer_group": "pensioner", "invited": 900, "answered": answered,
           "population": population}  # fmt: skip
    return write_log(folder.inbox / name, [row], list(row))


def test_every_load_undone_in_turn_gives_each_earlier_state_again(empty_folder):
    """A log, a survey, the wave that weights it, another part, and a correction of the log."""
    files = [
        log(empty_folder, "service_log_1404-07.csv", range(40)),
        survey(empty_folder, "survey_1404-07.csv", range(12)),
        wave(empty_folder, "wave_1404-07.csv", 12, 5000),
        log(empty_folder, "other_1404-07.csv", range(100, 120)),
        log(empty_folder, "corrected_1404-07.csv", range(1, 44)),
    ]
    states = [marts(empty_folder)]
    for file in files:
        assert run(empty_folder, "load", file) == 0
        states.append(marts(empty_folder))
    assert history(empty_folder)[-1]["replaces"] == 1
    assert len({str(state) for state in states}) == 6  # else the test could not fail
    for load in (5, 4, 3, 2):
        undo(empty_folder, load)
        assert marts(empty_folder) == states[load - 1]
    undo(empty_folder, 1)
    assert not any(marts(empty_folder).values())
    assert [entry["load"] for entry in undone(empty_folder)] == [1, 2, 3, 4, 5]
    in_order(empty_folder)


def test_a_correction_undone_brings_back_what_it_replaced(empty_folder):
    log(empty_folder, "a_1404-07.csv", range(40))
    run(empty_folder, "load")
    before = marts(empty_folder)
    run(empty_folder, "load", log(empty_folder, "b_1404-07.csv", range(45)))
    said = str(undo(empty_folder, 2))
    assert "load 2 (b_1404-07.csv) is undone, load 1 counts again; version 000003" in said
    assert marts(empty_folder) == before


def test_the_first_load_ever_can_be_undone(empty_folder):
    log(empty_folder, "a_1404-07.csv", range(5))
    run(empty_folder, "load")
    assert channel_usage.ask(open_marts(), Selection()).n == 5
    undo(empty_folder, 1)
    with pytest.raises(NoWarehouse, match="every load was undone; load an extract first"):
        open_marts()


def test_what_cannot_be_undone_says_what_to_do(empty_folder, monkeypatch):
    monkeypatch.setenv("PAYESH_USER", "ann")
    for name, rows in (("a", range(9)), ("b", range(10)), ("c", range(50, 60))):
        run(empty_folder, "load", log(empty_folder, f"{name}_1404-07.csv", rows))
    undo(empty_folder, 3)
    before = marts(empty_folder)
    for load, said in (
        (1, "load 1: was replaced by load 2; right: python -m etl undo 2 first"),
        (3, "load 3: was undone on .* by ann; right: python -m etl load FILE"),
        (9, "load 9: there is no such load; right: one that `python -m etl status` lists"),
    ):
        with pytest.raises(Refusal, match=said):
            undo(empty_folder, load)
    assert marts(empty_folder) == before


def test_rows_that_a_third_load_took_since_are_not_doubled(empty_folder):
    """Row 9 left load 1 by its correction, and came again with load 3."""
    for name, rows in (("a", range(10)), ("b", range(9)), ("c", range(9, 30))):
        run(empty_folder, "load", log(empty_folder, f"{name}_1404-07.csv", rows))
    with pytest.raises(Refusal, match=r"load 3 has 1 rows too; right: python -m etl undo 3 first"):
        undo(empty_folder, 2)
    undo(empty_folder, 3)
    undo(empty_folder, 2)
    assert channel_usage.ask(open_marts(), Selection()).n == 10


def test_rows_turned_away_because_of_it_are_named(empty_folder):
    run(empty_folder, "load", log(empty_folder, "a_1404-07.csv", range(10)))
    other = log(empty_folder, "b_1404-07.csv", range(8, 30))  # 8 and 9 stand in load 1
    run(empty_folder, "load", "--limit", 1, log(empty_folder, "x_1404-06.csv", range(5), **JUNE))
    assert run(empty_folder, "load", "--limit", 1, _with_another_province(other)) == 0
    (remark,) = undo(empty_folder, 1).remarks
    assert remark.startswith("load 3 turned 2 rows away because load 1 had them")


JUNE = {"submitted_at": "1404-06-03 09:00", "completed_at": "1404-06-03 11:00"}


def _with_another_province(path):
    """Then it is no correction of a load of one province."""
    path.write_text(path.read_text().replace("r29,B0905", "r29,B2301"))
    return path


def test_its_file_comes_back_when_named_not_because_it_lies_there(empty_folder, capsys):
    file = log(empty_folder, "a_1404-07.csv", range(5))
    run(empty_folder, "load")
    before = marts(empty_folder, loads_too=False)
    run(empty_folder, "undo", 1)
    assert run(empty_folder, "load") == 0
    said = capsys.readouterr().out
    assert "load 1 took it and was undone" in said and "name the file to load it again" in said
    assert not history(empty_folder)
    assert run(empty_folder, "load", file) == 0
    (entry,) = history(empty_folder)
    assert entry["load"] == 2  # the number of the undone load never means anything else
    again = marts(empty_folder, loads_too=False)
    assert [row[1:] for row in again["requests"]] == [row[1:] for row in before["requests"]]


def test_status_tells_of_undone_loads(empty_folder, capsys):
    log(empty_folder, "a_1404-07.csv", range(5))
    run(empty_folder, "load")
    run(empty_folder, "undo", 1)
    run(empty_folder, "status")
    said = capsys.readouterr().out
    assert "nothing is loaded now" in said and "undone 2" in said
