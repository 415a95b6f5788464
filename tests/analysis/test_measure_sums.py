"""The sums of means, read from what a load has summed up or from every level: the same numbers.

Against sums over the sheets themselves, with weights that are no round numbers and some of 0.
"""

import random
from collections import defaultdict

import pytest

from analysis.marts import People
from analysis.measure_sums import answer_sums, moments_of
from analysis.scale_status import SCORES
from analysis.selection import Selection

ITEMS = ("A1", "A2", "A3", "A4")
BRANCHES = ("N1", "N2", "S1", "S2", None)
SHORT = Selection(instrument="short")
ANSWERS = People("answers", "respondents", "battery = 'status'")
NAMES = (
    "n", "plain_total", "plain_squares", "weighed", "weight", "total", "squares",
    "weight_squared", "inner_total", "inner_squares",
)  # fmt: skip


@pytest.fixture
def sheets():
    chance = random.Random(5)
    rows = []
    for _ in range(120):
        branch = chance.choice(BRANCHES)
        answers = {item: chance.randint(1, 5) for item in ITEMS if chance.random() < 0.9}
        row = {"branch": branch, "weight": chance.choice([0, 0.3, 1.7, 2.31])} | answers
        row |= {"channel": chance.choice(["kiosk", "web_portal"])}
        rows.append(row | ({} if branch else {"province": "IR-09"}))
    return rows


@pytest.fixture
def marts(surveyed, sheets):
    return surveyed(sheets, weighted=True)


def summed(values, reference):
    """NAMES of (value, weight) pairs."""
    found = dict.fromkeys(NAMES, 0.0)
    for value, weight in values:
        y = value - reference
        terms = (1, y, y * y, weight > 0, weight, weight * y, weight * y * y,
                 weight**2, weight**2 * y, weight**2 * y * y)  # fmt: skip
        for name, term in zip(NAMES, terms, strict=True):
            found[name] += term
    return found


def of_levels(monkeypatch, marts, *asked, **more):
    with monkeypatch.context() as without:
        without.setattr(marts, "sums_of", lambda *named: None)
        return answer_sums(marts, *asked, **more)


@pytest.mark.parametrize("reference", [3, 0, 3.7])
@pytest.mark.parametrize("by", [("item", "branch"), ("item",), ("branch",), ()], ids=str)
def test_sums_of_answers_are_those_of_the_sheets(monkeypatch, marts, sheets, by, reference):
    expected = defaultdict(list)
    for row in sheets:
        for item in ITEMS:
            if item in row:
                key = tuple({"item": item, "branch": row["branch"]}[name] for name in by)
                expected[key].append((row[item], row["weight"]))
    asked = (SHORT, by, ANSWERS, "answer", reference)
    for found in (
        answer_sums(marts, *asked, inner=True),
        of_levels(monkeypatch, marts, *asked, inner=True),
    ):
        rows = {tuple(row[name] for name in by): row for row in found.to_dicts()}
        assert rows.keys() == expected.keys()
        for key, values in expected.items():
            wanted = summed(values, reference)
            assert {name: rows[key][name] for name in NAMES} == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize("reference", [3, 3.7])
def test_sums_of_scores_are_those_of_the_sheets(monkeypatch, marts, sheets, reference):
    """A score is the mean of the items that a respondent answered, at least half of them, rounded
    to nine decimals."""
    expected = defaultdict(list)
    for row in sheets:
        given = [row[item] for item in ITEMS if item in row]
        if len(given) >= len(ITEMS) / 2:
            expected[row["branch"]].append((round(sum(given) / len(given), 9), row["weight"]))
    people = People(SCORES, "respondents", "battery = 'status' and scale = 'total'")
    asked = (SHORT, ("item", "branch"), people, "score", reference)
    for found in (
        answer_sums(marts, *asked, inner=True),
        of_levels(monkeypatch, marts, *asked, inner=True),
    ):
        rows = {row["branch"]: row for row in found.to_dicts() if row["item"] == "total"}
        assert rows.keys() == expected.keys()
        for branch, values in expected.items():
            wanted = summed(values, reference)
            assert {name: rows[branch][name] for name in NAMES} == pytest.approx(wanted, rel=1e-12)


@pytest.mark.parametrize(
    "more",
    [
        {"by": ("item", "channel")},
        {"selection": Selection(instrument="short", channels="kiosk")},
        {"people": People("answers", "respondents", "channel = 'kiosk'")},
        {"value": "(answer > 3)::integer"},
        {"people": People("respondents", "respondents"), "value": "1"},
    ],
    ids=str,
)
def test_what_the_sums_do_not_tell_apart_is_read_from_the_levels(marts, more):
    asked = {"selection": SHORT, "by": ("item",), "people": ANSWERS, "value": "answer"} | more
    named = f"{asked['by']} {asked['people'].condition}"
    table = asked["people"].table
    assert marts.sums_of(table, asked["value"], named, asked["selection"]) is None


def test_where_the_sums_are_enough_they_are_read(marts):
    """Else the tests above would compare levels with levels."""
    named = f"item branch {ANSWERS.condition}"
    assert marts.sums_of("answers", "answer", named, SHORT) == "branch_answer_sums"
    of_scores = "(select *, scale as item from branch_score_sums)"
    assert marts.sums_of(SCORES, "score", "item branch", SHORT) == of_scores


@pytest.mark.parametrize("score", [(4, 4, 4, 3), (1, 2, 2, 4), (3, 3, 3, 3)], ids=str)
@pytest.mark.parametrize("reference", [3, 3.7, 2.2500001])
def test_where_all_score_alike_nothing_is_left_of_a_deviation(surveyed, score, reference):
    """Also where the reference lies elsewhere, or hardly beside it."""
    answers = dict(zip(ITEMS, score, strict=True))
    marts = surveyed([{"branch": branch} | answers for branch in ("N1", "N2", "S1") * 7])
    people = People("scores", "respondents", "battery = 'status' and scale = 'total'")
    rows = answer_sums(marts, SHORT, (), people, "score", reference)
    n, mean, sd = moments_of(rows, reference)
    assert (n, sd) == (21, 0)
    assert mean == pytest.approx(sum(score) / 4, rel=1e-12)
