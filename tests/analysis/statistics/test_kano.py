"""Kano's evaluation table against the printed one, and Fong's test against its own formula.

Table: Berger et al. (1993), Center for Quality of Management Journal 2(4), the evaluation table of
the Kano questionnaire, read off as (functional, dysfunctional) pairs of each category.
"""

import doctest
import math

import pytest

from analysis.statistics import kano

PRINTED = {
    "Q": {(1, 1), (5, 5)},
    "A": {(1, 2), (1, 3), (1, 4)},
    "O": {(1, 5)},
    "M": {(2, 5), (3, 5), (4, 5)},
    "R": {(2, 1), (3, 1), (4, 1), (5, 1), (5, 2), (5, 3), (5, 4)},
    "I": {(f, d) for f in (2, 3, 4) for d in (2, 3, 4)},
}


def test_all_25_pairs_have_the_printed_category():
    pairs = {pair: name for name, of in PRINTED.items() for pair in of}
    assert len(pairs) == 25
    assert {pair: kano.category(*pair) for pair in pairs} == pairs


@pytest.mark.parametrize("answer", [0, 6, 2.5, None])
def test_what_is_no_answer_is_refused(answer):
    with pytest.raises(ValueError, match="whole number from 1 to 5"):
        kano.category(1, answer)


def test_equal_counts_are_decided_by_what_weighs_more():
    assert kano.first_two({"A": 0.4, "M": 0.4, "I": 0.2}) == ("M", "A")
    assert kano.first_two({"I": 0.5, "A": 0.5}) == ("A", "I")
    assert kano.first_two(dict.fromkeys(kano.CATEGORIES, 0.0)) == (None, None)


@pytest.mark.parametrize(
    ("a", "b", "n"), [(50, 30, 100), (40, 30, 100), (117, 62, 207), (5, 5, 10)]
)
def test_fong_s_test_by_its_formula(a, b, n):
    limit = 1.65 * math.sqrt((a + b) * (2 * n - a - b) / (2 * n))
    assert kano.fong(a, b, n) == (a - b >= limit)


def test_examples():
    assert doctest.testmod(kano).failed == 0
