"""The answer sheets of a selection as a matrix, for what cannot be worked out from counts.

Nothing of a single respondent leaves analysis: questions return what they compute from the matrix.
"""

import functools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis.answer import Note
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.questionnaire import Questionnaire
from analysis.statistics.complete_cases import CompleteCases
from analysis.statistics.factor_model import Moments

MART = "answer_sheets"
MISSING = Note(
    "this version has no answer sheets; python -m etl rebuild makes one that has", "no_sheets"
)


class _Rows(NamedTuple):
    items: list[str]
    answers: np.ndarray
    branch: np.ndarray
    keys: pl.DataFrame


class Sheets(_Rows):
    """answers (n, p) of the `items` (p,), NaN where there is none; branch (n,), "" where unknown;
    keys: one row per sheet with the columns of `by`."""

    @property
    def complete(self) -> np.ndarray:
        """The sheets without a gap, (m, p)."""
        return self.answers[~np.isnan(self.answers).any(axis=1)]

    @functools.cached_property
    def _cases(self) -> CompleteCases:
        return CompleteCases(self.answers)

    def moments(self, items: Sequence[str] | None = None) -> Moments:
        """Of some items (all: None), over the sheets on which none of them has a gap."""
        places = None if items is None else [self.items.index(item) for item in items]
        return self._cases.moments(places)


def suppressed(marts: Marts, rows: pl.DataFrame, figures, asked: Questionnaire, by) -> tuple:
    """`rows` of items under the rule of small numbers, the respondents in all, and remarks.

    A remark says so where the version has no sheets at all.
    """
    about = {"battery": asked.battery}
    people = People("respondents", "answered", "battery = $battery", about)
    of_items = People("answers", "respondents", "battery = $battery", about)
    rows, n, notes = marts.suppress(rows, figures, asked.selection, by, people, of_items)
    return rows, n, asked.notes + notes + ([] if MART in marts.tables else [MISSING])


def respondents(marts: Marts, asked: Questionnaire) -> tuple[int | None, list[Note]]:
    """How many answered the battery, None if that may not be said, and remarks."""
    people = People("respondents", "answered", "battery = $battery", {"battery": asked.battery})
    counted = marts.query(
        """select coalesce(sum(answered), 0)::bigint as n from respondents
           where battery = $battery""",
        asked.selection,
        battery=asked.battery,
    )
    _, n, notes = marts.suppress(counted, ("n",), asked.selection, (), people)
    return n, asked.notes + notes


def behind(marts: Marts, asked: Questionnaire) -> dict:
    """What stands behind an answer about the sheets of a battery."""
    return provenance(
        marts,
        "respondents",
        asked.selection,
        "answered > 0 and battery = $battery",
        battery=asked.battery,
    )


def read(marts: Marts, asked: Questionnaire, items: Sequence[str], by: Sequence[str] = ()):
    """The sheets with at least one answer in the battery; without a mart of them, none."""
    columns = list(dict.fromkeys(("branch", *by)))
    parts = []
    if MART in marts.tables:
        about = {"battery": asked.battery}
        where = f"from {MART} where battery = $battery"
        # A load has one order; comparing those of all its sheets takes longer than all the rest.
        orders = marts.query(
            f"select distinct items from (select first(items) as items {where} group by load)",
            asked.selection,
            **about,
        )
        for order in orders["items"].to_list():
            parts.append(_part(marts, asked, where, columns, order, items, len(orders) > 1))
    keys = pl.concat([keys for keys, _ in parts]) if parts else pl.DataFrame(
        schema=dict.fromkeys(columns, pl.String)
    )  # fmt: skip
    answers = [answers for _, answers in parts]
    return Sheets(
        list(items),
        np.concatenate(answers) if answers else np.empty((0, len(items))),
        keys["branch"].fill_null("").to_numpy(),
        keys.select(by),
    )


def _part(marts, asked, where, columns, order, items, several):
    """The sheets of one order of items: it changes where a questionnaire was changed."""
    only = "and items = $order" if several else ""
    sheets = marts.query(
        f"select {', '.join(columns)}, answers {where} {only} order by load, sheet",
        asked.selection,
        battery=asked.battery,
        **({"order": order} if several else {}),
    )
    flat = sheets["answers"].explode().cast(pl.Float64).to_numpy()
    answers = flat.reshape(sheets.height, len(order))
    if list(order) != list(items):
        wide = np.column_stack([answers, np.full(sheets.height, np.nan)])
        gap = len(order)
        answers = wide[:, [order.index(item) if item in order else gap for item in items]]
    return sheets.drop("answers"), answers
