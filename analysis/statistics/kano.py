"""Kano's categories: what pleases when it is there, and what offends when it is missing?

Each respondent answers twice about one thing, had the service it (functional) and had it not
(dysfunctional), by one of five words: 1 I like it, 2 it must be so, 3 I do not care, 4 I can live
with it, 5 I dislike it. The pair has a category by the evaluation table:

    functional ↓  dysfunctional →   1  2  3  4  5
    1 like                          Q  A  A  A  O
    2 must be                       R  I  I  I  M
    3 neutral                       R  I  I  I  M
    4 live with                     R  I  I  I  M
    5 dislike                       R  R  R  R  Q

    A attractive · O one-dimensional · M must-be · I indifferent · R reverse · Q questionable
    better = (A + O) / (A + O + M + I)        worse = −(O + M) / (A + O + M + I)

A thing's category is the one given most often; of equal counts the one that weighs more for a
decision, M before O before A before I. Fong's test: the two largest counts a ≥ b of n differ where

    a − b  ≥  1.65 · √((a + b)(2n − a − b) / (2n))                           (at 90 %)

Source: Kano, N. et al. (1984), Hinshitsu 14(2), 39–48; Berger, C. et al. (1993), Center for Quality
of Management Journal 2(4), 3–36 (table, order of ties; better and worse after Timko); Fong, D.
(1996), Center for Quality of Management Journal 5(3), 21–24.
"""

import numpy as np

CATEGORIES = ("M", "O", "A", "I", "R", "Q")  # in the order in which equal counts are decided
_TABLE = ("QAAAO", "RIIIM", "RIIIM", "RIIIM", "RRRRQ")
BETTER, WORSE, JUDGED = ("A", "O"), ("O", "M"), ("M", "O", "A", "I")
Z = 1.65


def category(functional: int, dysfunctional: int) -> str:
    """The category of a pair of answers, each a whole number from 1 to 5; ValueError for others.

    >>> category(1, 5), category(2, 5), category(1, 3), category(1, 1)
    ('O', 'M', 'A', 'Q')
    """
    for answer in (functional, dysfunctional):
        if answer not in (1, 2, 3, 4, 5):
            raise ValueError(f"answer ({answer!r}) must be a whole number from 1 to 5")
    return _TABLE[int(functional) - 1][int(dysfunctional) - 1]


def first_two(shares: dict[str, float]) -> tuple[str | None, str | None]:
    """The category with the largest share and the one after it; None where nobody answered.

    >>> first_two({"A": 0.3, "I": 0.4, "M": 0.3})
    ('I', 'M')
    """
    if not sum(shares.values()) > 0:
        return None, None
    order = sorted(CATEGORIES, key=lambda name: (-shares.get(name, 0), CATEGORIES.index(name)))
    return order[0], order[1]


def fong(first: float, second: float, n: float) -> bool:
    """Whether the two largest of n counts differ by more than chance, at 90 %.

    >>> fong(30, 20, 100), fong(40, 20, 100)
    (False, True)
    """
    both = first + second
    return bool(n > 0 and first - second >= Z * np.sqrt(both * (2 * n - both) / (2 * n)))
