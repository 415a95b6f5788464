"""Invariance of two groups of the loaded rows: the verdict, and where there is none."""

import numpy as np
import pytest

from analysis import answer_sheets, invariance
from analysis.selection import Selection, SelectionError
from analysis.statistics.factor_model import moments
from analysis.statistics.invariance import steps
from tests.analysis.conftest import SHORT_ITEMS

SHORT = Selection(instrument="short")


def answers(n=400, seed=1, shift=0, turned=False) -> np.ndarray:
    """One factor behind four items, 1 to 5; the first item `shift` higher, or turned round."""
    chance = np.random.default_rng(seed)
    given = 2.5 + 0.7 * chance.normal(size=(n, 1)) + 0.6 * chance.normal(size=(n, 4))
    given[:, 0] = 5 - given[:, 0] if turned else given[:, 0] + shift
    return np.clip(np.round(given), 1, 5).astype(int)


def sheets(answered, **place) -> list[dict]:
    return [dict(zip(SHORT_ITEMS, row, strict=True)) | place for row in answered.tolist()]


def two(north, south) -> list[dict]:
    return sheets(north, branch="N1") + sheets(south, branch="S1")


def test_each_model_is_that_of_the_statistics_on_the_same_rows(surveyed):
    north, south = answers(seed=1), answers(n=300, seed=2)
    answer = invariance.ask(surveyed(two(north, south)), SHORT)
    expected = steps([moments(north), moments(south)], [0] * 4)
    assert [row["level"] for row in answer.rows] == ["configural", "metric", "scalar"]
    for row, step in zip(answer.rows, expected, strict=True):
        assert row["chi_square"] == pytest.approx(step.indices.chi_square)
        assert (row["df"], row["holds"]) == (step.indices.df, step.holds)
    assert answer.rows[0]["cfi_change"] is None
    assert answer.totals["groups"] == [
        {"group": "IR-09", "complete": 400}, {"group": "IR-29", "complete": 300},
    ]  # fmt: skip
    assert (answer.n, answer.totals["verdict"]) == (700, "comparable")


@pytest.mark.parametrize(
    ("second", "verdict"),
    [
        (answers(seed=2), "comparable"),
        (answers(seed=2, shift=1), "means_differ"),
        (answers(seed=2, turned=True), "differ"),
    ],
    ids=["the same", "one question is answered higher", "one question is read the other way"],
)
def test_the_verdict_is_what_was_put_into_the_answers(surveyed, second, verdict):
    assert invariance.ask(surveyed(two(answers(), second)), SHORT).totals["verdict"] == verdict


def test_two_waves_are_compared_as_provinces_are(surveyed):
    told = sheets(answers(), branch="N1", answered_on="1404-05-10")
    told += sheets(answers(seed=2, shift=1), branch="N1", answered_on="1404-06-10")
    answer = invariance.ask(surveyed(told), SHORT, between="month")
    assert [group["group"] for group in answer.totals["groups"]] == ["1404-05", "1404-06"]
    assert answer.totals["verdict"] == "means_differ"


def test_one_province_against_all_others(surveyed):
    told = two(answers(seed=1), answers(n=150, seed=2)) + sheets(answers(n=90, seed=3), branch="K1")
    answer = invariance.ask(surveyed(told), SHORT, pair=("IR-28", "others"))
    assert [group["complete"] for group in answer.totals["groups"]] == [90, 550]
    assert answer.totals["verdict"] == "comparable"


def same(value, n=60) -> np.ndarray:
    """One item answered all alike."""
    given = answers(n)
    given[:, 1] = value
    return given


REPEATED = np.column_stack([answers(60)[:, [0, 0]], answers(60)[:, 2:]])


@pytest.mark.parametrize(
    ("north", "south", "problem"),
    [
        (answers(60), answers(4), "one_group"),  # fewer than 5: the province is not even offered
        (answers(60), answers(60)[:0], "one_group"),
        (answers(60), same(3), "constant"),
        (answers(60), REPEATED, "not_positive_definite"),
    ],
    ids=["few", "nobody", "constant", "repeated"],
)
def test_what_cannot_be_tested_is_said(surveyed, north, south, problem):
    answer = invariance.ask(surveyed(two(north, south)), SHORT)
    told = answer.totals
    assert (told["verdict"], told["problem"], answer.rows) == ("not_tested", problem, [])
    if problem != "one_group":
        assert told["problem_group"] == "IR-29"
    assert told["items"] == ("A2" if problem == "constant" else None)


def test_incomplete_sheets_may_leave_too_few(surveyed):
    gaps = sheets(answers(40), branch="S1")
    for sheet in gaps[4:]:
        sheet["A3"] = None
    answer = invariance.ask(surveyed(sheets(answers(), branch="N1") + gaps), SHORT)
    assert (answer.totals["problem"], answer.totals["problem_group"]) == ("too_few", "IR-29")
    assert answer.totals["groups"][1]["complete"] is None  # of fewer than 5


def test_a_group_of_few_people_gives_nothing_away(surveyed):
    marts = surveyed(two(answers(60), answers(4)))
    for second in ("IR-29", "IR-07"):  # four people, and nobody
        told = invariance.ask(marts, SHORT, pair=("IR-09", second)).totals
        assert (told["verdict"], told["problem"]) == ("not_tested", "too_few")
        assert [group["complete"] for group in told["groups"]] == [None, None]


def test_two_items_on_one_factor_are_no_structure(marts):
    answer = invariance.ask(marts, Selection(instrument="tiny"), pair=("IR-09", "IR-07"))
    assert answer.totals["problem"] == "not_identified"


@pytest.mark.parametrize(
    ("sizes", "degrees"),
    [
        ([4], 2),
        ([3], 0),
        ([2], 0),
        ([2, 1], 0),
        ([3, 3, 3], 24),  # Holzinger and Swineford
        ([1, 1, 1], 0),  # nothing but single items: nothing to hold equal
        ([], 0),
    ],
)
def test_degrees_of_freedom_of_a_structure(sizes, degrees):
    assert invariance._degrees([k for k, size in enumerate(sizes) for _ in range(size)]) == degrees


def test_a_version_without_answer_sheets_says_what_to_do(marts, monkeypatch):
    monkeypatch.setattr(answer_sheets, "MART", "sheets_of_a_later_program")
    answer = invariance.ask(marts, SHORT)
    assert answer.totals["problem"] == "no_sheets"
    assert "etl rebuild" in " ".join(answer.notes)


@pytest.mark.parametrize(
    "wrong",
    [
        {"pair": ("IR-09", "IR-0")},
        {"pair": ("others", "IR-09")},
        {"pair": ("IR-09", "IR-09")},
        {"between": "branch"},
        {"factors": "components"},
        {"by": ("province",)},
    ],
)
def test_wrong_groups_are_refused(marts, wrong):
    with pytest.raises(SelectionError):
        invariance.ask(marts, SHORT, **wrong)
