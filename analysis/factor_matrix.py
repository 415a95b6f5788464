"""Factor matrix: which factors are favourable in which provinces, all seen at once?

Every factor in every province (or other group of `by`), judged as `factor_status` judges the
factors of that province alone: the same figures, and the tests of a province adjusted together as
one family. So a cell never contradicts the province's own page, and of what a province is told at
most 5 % is wrong on average, over the provinces too (Benjamini & Bogomolov 2014, Journal of the
Royal Statistical Society B 76, 297–318). The figures of all provinces come from one query.
"""

from collections import Counter
from dataclasses import replace

from analysis import factor_status
from analysis.answer import Answer
from analysis.evidence import EVIDENCE, STUDY
from analysis.marts import Marts
from analysis.selection import GROUPS, Selection, SelectionError, check_groups
from analysis.statistics.one_sample import FAVOURABLE, UNFAVOURABLE
from analysis.statistics.status import UNDETERMINED
from analysis.survey_estimates import SURVEY

STATUSES = (FAVOURABLE, UNFAVOURABLE, UNDETERMINED)
NAMES = ("item", "position", "subscale", "component", "title_fa", "title_en")
JUDGED = ("status", "suppressed", "weak", "published_status")
# Rule → the columns of its mean, interval and p.
ESTIMATES = {
    EVIDENCE: ("weighted_mean", "interval_low", "interval_high", "p_adjusted"),
    STUDY: ("mean", "ci_low", "ci_high", "p"),
}
ESTIMATE = ("mean", "low", "high", "p")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = ("province",),
    rule: str = EVIDENCE,
    adjust: str = "bh",
    target: float | None = None,
    design: str = SURVEY,
) -> Answer:
    """One row per factor and group: n, mean, low, high and p of the rule, status.

    `totals["groups"]` and `totals["factors"]` count the statuses of every column and row.
    """
    by = check_groups(by)
    if len(by) != 1:
        reason = "is not one dimension, and a matrix has one beside its factors"
        raise SelectionError("by", " ".join(by), reason, GROUPS[:3])
    found = factor_status.ask(marts, selection, by, rule, adjust, target, design)
    rows = [_row(row, by[0], rule) for row in found.rows]
    groups = _counted(rows, by[0])
    return replace(
        found,
        question="factor_matrix",
        rows=rows,
        totals=found.totals
        | {
            "by": by[0],
            "families": len(groups),
            "tests": sum(row["p"] is not None for row in rows),
            "groups": groups,
            "factors": _counted(rows, "item"),
        },
    )


def _row(row: dict, group: str, rule: str) -> dict:
    estimate = zip(ESTIMATE, map(row.get, ESTIMATES[rule]), strict=True)
    names = {name: row[name] for name in (*NAMES, group)}
    return names | {"n": row["n"]} | dict(estimate) | {name: row[name] for name in JUDGED}


def _counted(rows: list[dict], key: str) -> list[dict]:
    """How often each status stands in the cells of each `key`, and how many are hidden."""
    counts: dict = {}
    for row in rows:
        said = "suppressed" if row["suppressed"] else row["status"]
        counts.setdefault(row[key], Counter())[said] += 1
    return [
        {key: code, **{name: count[name] for name in (*STATUSES, "suppressed")}}
        for code, count in counts.items()
    ]
