"""Answer sheets as predictors and outcome: what each respondent thinks of each part, and overall.

The score of a respondent on a scale is the mean of the items answered, if at least half of them
were, as in `scores`. Sheets that lack a score or the overall answer are left out.
"""

from collections.abc import Sequence
from dataclasses import replace
from typing import NamedTuple

import numpy as np
import polars as pl

from analysis import answer_sheets
from analysis.marts import Marts
from analysis.questionnaire import Questionnaire
from analysis.structure import Scale

OVERALL = "overall"  # the battery that overall items are kept under
SHEET = ("load", "sheet")
# Sheets that belong to no branch are independent: dealt into groups they can be drawn as clusters.
GROUPS = 200


class Observed(NamedTuple):
    """table (n, p + 1): scores of the scales, the overall answer last; cluster (n,): numbers.

    left_out: sheets with a gap. branches: those with a sheet; unplaced: some sheet names none.
    """

    table: np.ndarray
    cluster: np.ndarray
    left_out: int
    branches: int
    unplaced: bool


def read(marts: Marts, asked: Questionnaire, scales: Sequence[Scale], overall: str) -> Observed:
    """The complete sheets of the selection; overall: the code of the overall item."""
    items = list(dict.fromkeys(item for scale in scales for item in scale.items))
    sheets = answer_sheets.read(marts, asked, items, SHEET)
    judged = answer_sheets.read(marts, replace(asked, battery=OVERALL), [overall], SHEET)
    outcome = sheets.keys.join(
        judged.keys.with_columns(overall=judged.answers[:, 0]),
        on=SHEET,
        how="left",
        maintain_order="left",
    )["overall"]
    table = np.column_stack([scores(sheets.answers, items, scales), outcome.cast(pl.Float64)])
    known = ~np.isnan(table).any(axis=1)
    return _observed(table[known], sheets.branch[known], int((~known).sum()))


def scores(answers: np.ndarray, items: Sequence[str], scales: Sequence[Scale]) -> np.ndarray:
    """The score of each sheet on each scale, (n, scales); NaN below half of its items."""
    members = np.array([[item in scale.items for scale in scales] for item in items], dtype=float)
    given = ~np.isnan(answers)
    count = given.astype(float) @ members
    total = np.where(given, answers, 0.0) @ members
    enough = (count > 0) & (2 * count >= members.sum(axis=0))
    return np.where(enough, total / np.maximum(count, 1), np.nan)


def _observed(table, branch, left_out):
    names = pl.Series(branch, dtype=pl.String)
    cluster = (names.rank("dense") - 1).to_numpy().astype(int) if len(branch) else np.empty(0, int)
    placed = branch != ""
    branches = names.filter(placed).n_unique() if len(branch) else 0
    alone = ~placed if branches > 1 else np.ones(len(branch), dtype=bool)
    dealt = cluster.max(initial=0) + 1 + np.arange(len(branch)) % GROUPS
    return Observed(
        table, np.where(alone, dealt, cluster), left_out, branches, bool((~placed).any())
    )
