"""How is each item answered: spread, ends of the scale, gaps, agreement with the others?"""

import numpy as np
import polars as pl

from analysis.answer_sheets import Sheets
from analysis.disclosure import few
from analysis.statistics.intraclass import intraclass
from analysis.statistics.reliability import item_rest
from analysis.structure import Scale

LEVELS = ("floor", "ceiling", "levels")
FIGURES = ("n", "mean", "sd", "missing", *LEVELS, "item_rest", "item_total", "icc")
SCHEMA = {
    "item": pl.String, "position": pl.Int32, "subscale": pl.String, "component": pl.String,
    "title_fa": pl.String, "title_en": pl.String, "lowest": pl.Float64, "highest": pl.Float64,
    "n": pl.Int64, "missing": pl.Int64, "mean": pl.Float64, "sd": pl.Float64, "floor": pl.Float64,
    "ceiling": pl.Float64, "levels": pl.List(pl.Float64), "item_rest": pl.Float64,
    "item_total": pl.Float64, "icc": pl.Float64,
}  # fmt: skip
MOST_LEVELS = 11


def item_rows(sheets: Sheets, items: list[dict], factors: list[Scale], by) -> pl.DataFrame:
    """One row per item and group of `by` with n and FIGURES; n = 0 where nobody answered.

    floor, ceiling: shares of the lowest and highest answer; levels: of all (on a long scale, of
    these two); none of them where a level holds 1 … 4 answers.
    item_rest: correlation with the sum of the other items of its scale, item_total: of all items
    (complete sheets). icc: by branch.
    """
    rows = []
    for key, group in groups(sheets, by):
        rests = _rests(group, factors)
        alike = intraclass(group.answers, group.branch)
        for place, item in enumerate(items):
            told = _one(group.answers[:, place], item["lowest"], item["highest"])
            told |= {name: _known(values[place]) for name, values in rests.items()}
            rows.append(key | item | told | {"icc": _known(alike[place])})
    return pl.DataFrame(rows, schema=dict.fromkeys(by, pl.String) | SCHEMA)


def groups(sheets: Sheets, by) -> list[tuple[dict, Sheets]]:
    """The values of `by` and the sheets of each group."""
    if not by:
        return [({}, sheets)]
    parts = sheets.keys.with_row_index("place").partition_by(by, as_dict=True)
    found = []
    for key, part in parts.items():
        places = part["place"].to_numpy()
        group = sheets._replace(answers=sheets.answers[places], branch=sheets.branch[places])
        found.append((dict(zip(by, key, strict=True)), group))
    return found


def _one(column, lowest, highest):
    answers = column[~np.isnan(column)]
    n = len(answers)
    told = {"n": n, "missing": len(column) - n}
    if not n:
        return told | dict.fromkeys(("mean", "sd", "floor", "ceiling", "levels"))
    steps = np.arange(lowest, highest + 1) if highest - lowest < MOST_LEVELS else [lowest, highest]
    counts = [int((answers == step).sum()) for step in steps]
    # All levels or none: with mean and deviation beside them, one would follow from the others
    shares = None if any(map(few, counts)) else [count / n for count in counts]
    return told | {
        "mean": float(answers.mean()),
        "sd": float(answers.std(ddof=1)) if n > 1 else None,
        "floor": shares and shares[0],
        "ceiling": shares and shares[-1],
        "levels": shares,
    }


def _rests(sheets, factors):
    found = {name: np.full(len(sheets.items), np.nan) for name in ("item_rest", "item_total")}
    n, _, covariance = sheets.moments()
    if n < 3:
        return found
    found["item_total"] = item_rest(covariance)
    for factor in factors:
        places = [sheets.items.index(item) for item in factor.items]
        found["item_rest"][places] = item_rest(covariance[np.ix_(places, places)])
    return found


def _known(value):
    return float(value) if np.isfinite(value) else None
