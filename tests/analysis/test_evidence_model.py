"""The evidence model beside the status of its factors in a selection."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest

from analysis import evidence_model, factor_status
from analysis.marts import open_marts
from analysis.selection import Selection, SelectionError

TYPED = Path(__file__).parents[1] / "data" / "evidence_model_tables.csv"
HOME = Selection(provinces=("IR-09",), first_month="1404-05", last_month="1404-07")


@pytest.fixture(scope="module")
def answer(warehouse):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYESH_DATA", str(warehouse))
        yield evidence_model.ask(open_marts(), HOME)


def test_rows_are_the_lines_of_the_paper_in_its_order(answer):
    with TYPED.open(encoding="utf-8", newline="") as file:
        typed = [
            [int(row[k]) for k in ("table", "row", "frequency")] for row in csv.DictReader(file)
        ]
    assert [[row["of_table"], row["line"], row["frequency"]] for row in answer.rows] == typed


def test_parts_count_their_lines_codes_and_concepts(answer):
    counted = {
        part["part"]: [part[key] for key in ("concepts", "lines", "codes", "listed")]
        for part in answer.totals["parts"]
    }
    assert counted == {
        "causal": [5, 16, 16, 16],
        "contextual": [3, 8, 8, 8],
        "core": [2, 0, 0, 0],
        "intervening": [3, 26, 13, 13],  # table 3 has each code twice
        "strategies": [4, 16, 16, 16],
        "consequences": [4, 11, 11, 10],  # table 10 gives loyalty no code
    }


def test_counts_that_the_paper_says_and_its_tables_do_not_hold(answer):
    differing = {
        (row["part"], row["what"]): (row["value"], row["counted"])
        for row in answer.totals["said"]
        if not row["agrees"]
    }
    assert differing == {
        ("strategies", "codes"): (10, 16),
        ("consequences", "codes"): (10, 11),
        ("consequences", "concepts"): (3, 4),
    }
    found = {(c["finding"], c["value"]) for c in answer.totals["contradictions"]}
    assert found == {("repeated", 13.0), ("shared", 16.0)}


def test_factors_stand_as_the_page_of_factors_says(answer, warehouse, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(warehouse))
    judged = factor_status.ask(open_marts(), HOME, rule="evidence")
    same = {row["item"]: row for row in judged.rows}
    linked = {item for row in answer.rows for item in (row["factors"] or "").split()}
    assert [row["item"] for row in answer.totals["factors"]] == sorted(
        linked, key=lambda item: int(item[1:])
    )
    for row in answer.totals["factors"]:
        own = same[row["item"]]
        assert (row["mean"], row["status"]) == (own["weighted_mean"], own["status"])
        concepts = {
            r["concept"] for r in answer.rows if row["item"] in (r["factors"] or "").split()
        }
        assert row["concepts"] == sorted(concepts)
    told = [answer.totals[name] for name in evidence_model.STATUSES]
    assert sum(told) == answer.totals["linked"] == len(linked)


def test_actions_are_those_that_codes_name(answer):
    named = {code for row in answer.rows for code in (row["actions"] or "").split()}
    assert {action["action"] for action in answer.totals["actions"]} == named


def test_without_a_model_the_answer_says_so(marts):
    """The small warehouse has no model at all."""
    answer = evidence_model.ask(marts, Selection(instrument="short"))
    assert answer.rows == [] and answer.totals["factors"] == []
    assert "no_evidence_model" in [getattr(note, "code", "") for note in answer.notes]


def test_groups_are_refused(marts):
    with pytest.raises(SelectionError, match="by: "):
        evidence_model.ask(marts, Selection(), by=("province",))


def test_a_selection_without_answers_still_shows_the_model(answer, warehouse, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(warehouse))
    empty = evidence_model.ask(
        open_marts(), replace(HOME, first_month="1399-01", last_month="1399-02")
    )
    assert empty.rows == answer.rows
    assert empty.totals["linked"] == answer.totals["linked"]
    assert [empty.totals[name] for name in evidence_model.STATUSES] == [0, 0, 0]
    assert all(row["status"] is None for row in empty.totals["factors"])
