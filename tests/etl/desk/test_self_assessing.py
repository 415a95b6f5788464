"""A sheet that is saved: what it replaces, what stays beside it, and two that come at once."""

import datetime as dt
import re

import pytest

from etl import writer
from etl.desk import self_assessing, uploads
from etl.desk.self_assessing import SavedMeanwhile, Sheet, fill_in, this_second
from etl.load import Loading
from etl.refusal import Refusal
from tests.etl.sources.test_self_assessment import sheet as rows_of
from tests.etl.sources.test_self_assessment import stored, write

ROUND = "1404-07"


def sheet(province, score, seen, statements=("cx01", "cx02")):
    scores = dict.fromkeys(statements, score)
    return Sheet("cx_readiness", ROUND, province, None, scores, dict.fromkeys(statements, seen))


def scores(folder):
    return {(p, s, score) for p, _, s, score in stored(folder) if score is not None}


@pytest.fixture
def two(empty_folder, tmp_path):
    """Two provinces in one load."""
    rows = rows_of("IR-09", 1, 2) + rows_of("IR-07", 1, 2)
    (report,) = Loading(empty_folder).load([write(tmp_path / "a.csv", rows)])
    assert report.outcome == "loaded"
    return empty_folder


def test_a_sheet_of_a_neighbour_that_is_saved_just_before_stays(two, monkeypatch):
    """The other sheet lands after this one was sent and before the lock is held."""
    real, others = writer.publish.only_writer, [sheet("IR-07", 4, 1)]

    def overtaken(folder):
        while others:
            fill_in(folder, others.pop())
        return real(folder)

    monkeypatch.setattr(writer.publish, "only_writer", overtaken)
    fill_in(two, sheet("IR-09", 3, 1))
    assert scores(two) == {(p, s, n) for p, n in (("IR-07", 4), ("IR-09", 3))
                           for s in ("cx01", "cx02")}  # fmt: skip


def test_what_was_not_seen_is_not_replaced(two):
    fill_in(two, sheet("IR-09", 3, 1))
    before = stored(two)
    with pytest.raises(SavedMeanwhile, match="saved by somebody else"):
        fill_in(two, sheet("IR-09", 2, 1))
    assert stored(two) == before and uploads.waiting(two) == []
    fill_in(two, sheet("IR-07", 4, 1))  # a neighbour's new load is no reason
    fill_in(two, sheet("IR-09", 2, 3))
    assert ("IR-09", "cx01", 2) in scores(two) and ("IR-07", "cx01", 4) in scores(two)


def rename(folder, old, new):
    path = folder.frameworks / "cx_readiness.toml"
    text, times = re.subn(rf'"{old}"', f'"{new}"', path.read_text(encoding="utf-8"))
    assert times
    path.write_text(text, encoding="utf-8")


def test_rows_of_a_statement_that_is_gone_do_not_come_along(two):
    rename(two, "cx02", "cx99")
    report = fill_in(two, sheet("IR-09", 3, 1))
    assert report.rows_refused == 0
    assert scores(two) == {("IR-07", "cx01", 1), ("IR-09", "cx01", 3)}


def test_a_sheet_with_one_wrong_score_is_refused_whole(two):
    wrong = Sheet("cx_readiness", ROUND, "IR-09", None, {"cx01": 2, "cx02": 9},
                  {"cx01": 1, "cx02": 1})  # fmt: skip
    before = stored(two)
    with pytest.raises(Refusal, match="1 of 34 rows"):
        fill_in(two, wrong)
    assert stored(two) == before


def test_a_province_that_came_in_two_files_is_left_to_the_data_desk(two, tmp_path):
    more = [row | {"statement": "cx03"} for row in rows_of("IR-09", 2, 1)]
    list(Loading(two).load([write(tmp_path / "more.csv", more)]))
    both = sheet("IR-09", 1, 1)
    both.seen["cx03"] = 2
    with pytest.raises(Refusal, match="this round came with a.csv, more.csv"):
        self_assessing.fill_in(two, both)


def test_a_second_in_which_a_neighbour_was_saved_is_not_used_again():
    """Two saves in one second; the sheets of a load are told apart by their moments alone."""
    free = this_second([])
    beside = [{"filled_at": free + dt.timedelta(seconds=n)} for n in (-1, 0, 1, 2)]
    beside.append({"filled_at": None})  # of a file that does not say
    assert this_second(beside) == free + dt.timedelta(seconds=3)
