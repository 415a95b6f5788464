"""Readiness and satisfaction: are customers of provinces that call themselves ready more content?

One row per province with a complete self-assessment: its score, and its customers' satisfaction in
the months of the selection (value, with n and interval; hidden where fewer than 5 answered).
Totals: rho, Spearman's rank correlation over the provinces that have both, with its 95 % interval;
None below 10 provinces. It tells that two things go together, not that one brings the other: a
province that judges itself mildly may serve its customers as well as any.
Source: `analysis.statistics.rank_correlation`.
"""

from dataclasses import replace

import numpy as np

from analysis import frameworks, headline_values, self_assessment
from analysis.answer import Answer
from analysis.assessed_units import units_of
from analysis.cluster_cells import SHEETS
from analysis.frameworks import TOTAL
from analysis.marts import Marts
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError
from analysis.statistics.rank_correlation import rank_correlation

SATISFACTION = ("value", "n", "low", "high", "suppressed", "weak")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    framework: str | None = None,
    month: str | None = None,
) -> Answer:
    """The months of the selection are those of the satisfaction; the round is that of `month`."""
    if by:
        raise SelectionError("by", by[0], "is not asked: provinces are compared")
    marts.check(selection)
    asked = frameworks.choose(marts, framework)
    anytime = replace(selection, first_month=None, last_month=None, branches=())
    _, units = units_of(marts, anytime, asked, self_assessment.PROVINCE, month)
    measured, notes = headline_values.values(marts, selection, "satisfaction", by=("province",))
    satisfied = {row["province"]: row for row in measured}
    rows = []
    for unit in units:
        whole = self_assessment.rows_of(unit, asked)[0]
        if whole["complete"] and unit.province in satisfied:
            told = {name: satisfied[unit.province][name] for name in SATISFACTION}
            rows.append({"province": unit.province, "score": whole["score"], **told})
    found = rank_correlation(*([_number(row[of]) for row in rows] for of in ("score", "value")))
    told = {"rho": found.rho, "low": found.low, "high": found.high}
    return Answer(
        question="readiness_and_satisfaction",
        rows=rows,
        totals={name: float(v) if np.isfinite(v) else None for name, v in told.items()}
        | {"provinces": found.n, "month": units[0].month if units else None, "kind": TOTAL},
        n=sum(row["n"] or 0 for row in rows),
        notes=notes,
        **provenance(marts, SHEETS.table, selection, SHEETS.condition, **SHEETS.parameters),
    )


def _number(value) -> float:
    return np.nan if value is None else value
