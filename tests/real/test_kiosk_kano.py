"""The kiosk study's 29 Kano pairs, in Korean words, counted a second time from the file."""

from collections import Counter

import numpy as np
import pytest
from scipy import stats

from analysis import kano
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.real import kiosk_file

# The file's words, and Berger's table of them: rows had it, columns had it not.
WORDS = ["마음에 든다.", "당연하다.", "아무런 느낌이 없다.", "하는 수 없다.", "마음에 안 든다."]
TABLE = """
    questionable attractive  attractive  attractive  one_dimensional
    reverse      indifferent indifferent indifferent must_be
    reverse      indifferent indifferent indifferent must_be
    reverse      indifferent indifferent indifferent must_be
    reverse      reverse     reverse     reverse     questionable
"""
CELLS = [line.split() for line in TABLE.strip().splitlines()]
NAMES = sorted({name for line in CELLS for name in line})


@pytest.fixture(scope="module")
def given(real_extracts, kiosk):
    """item → the category of each of the 207 respondents."""
    rows = kiosk_file.rows(real_extracts, kiosk.mappings)
    found = {}
    for n in range(1, 30):
        pairs = zip(rows[f"k{n}.functional"], rows[f"k{n}.dysfunctional"], strict=True)
        found[f"k{n}"] = [CELLS[WORDS.index(f)][WORDS.index(d)] for f, d in pairs]
    return found


@pytest.fixture
def answer(kiosk, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    return kano.ask(open_marts(), Selection())


def test_29_pairs_of_207_respondents_are_counted_as_in_the_file(answer, given):
    assert answer.n == 207
    assert [row["item"] for row in answer.rows] == list(given)
    for row in answer.rows:
        counted = Counter(given[row["item"]])
        assert {name: row[name] for name in NAMES} == {name: counted[name] for name in NAMES}
        (first, most), (_, after) = counted.most_common(2)
        assert (row["category"], row["n"]) == (first, 207)
        assert row["difference"] == pytest.approx((most - after) / 207)


def test_the_difference_of_the_first_two_is_the_one_sample_test_of_scipy(answer, given):
    """Of 1 for the first category, −1 for the second and 0 for others: no branch is stated."""
    tests = {}
    for row in answer.rows:
        each = [(c == row["category"]) - (c == row["second"]) for c in given[row["item"]]]
        tests[row["item"]] = stats.ttest_1samp(np.array(each, float), 0)
    adjusted = stats.false_discovery_control([test.pvalue for test in tests.values()])
    assert [row["p_adjusted"] for row in answer.rows] == pytest.approx(adjusted.tolist())
    assert [row["sure"] for row in answer.rows] == (adjusted < 0.05).tolist()
    assert answer.totals["sure"] == 11


def test_better_and_worse_and_their_intervals(answer, given):
    for row in answer.rows:
        asked = [c for c in given[row["item"]] if c not in ("reverse", "questionable")]
        pleased = np.array([c in ("attractive", "one_dimensional") for c in asked], float)
        hurt = np.array([c in ("must_be", "one_dimensional") for c in asked], float)
        ends = wilson_as_roots(pleased.mean(), len(asked))
        told = [row["better"], row["better_low"], row["better_high"]]
        assert told == pytest.approx([pleased.mean(), *ends])
        ends = wilson_as_roots(hurt.mean(), len(asked))
        told = [-row["worse"], -row["worse_high"], -row["worse_low"]]
        assert told == pytest.approx([hurt.mean(), *ends])


def wilson_as_roots(share, n):
    """The shares p that the observed one does not contradict: n (share − p)² = t² p (1 − p)."""
    square = stats.t.ppf(0.975, n - 1) ** 2
    return sorted(np.roots([n + square, -(2 * n * share + square), n * share**2]).real)
