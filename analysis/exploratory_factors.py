"""Exploratory factors: how many factors do the answers themselves show, and on which items?

One row per item: n, mean, its loading on each factor (`loadings`, the strongest factor first),
uniqueness, and the factor it loads most on. `totals["scree"]`: eigenvalues beside those of chance
(parallel analysis); `correlations` of the factors; `variance_explained`, beside the published one.
Complete sheets; `problem` as in `questionnaire_quality`, or too_many_factors.
"""

import numpy as np
import polars as pl

from analysis import answer_sheets, questionnaire
from analysis.answer import Answer
from analysis.confirmed_structure import problem_of
from analysis.item_quality import SCHEMA, groups
from analysis.marts import Marts
from analysis.selection import Selection, check_groups, check_one_of
from analysis.statistics.complete_cases import correlation
from analysis.statistics.exploratory import (
    EXTRACTIONS,
    ROTATIONS,
    explore,
    parallel_analysis,
)
from analysis.structure import items_of

OF_ITEM = (
    "item", "position", "subscale", "component", "title_fa", "title_en", "n", "mean",
)  # fmt: skip
PRINCIPAL_AXIS, PROMAX = "principal_axis", "promax"


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    extraction: str = PRINCIPAL_AXIS,
    rotation: str = PROMAX,
    number: int | None = None,
) -> Answer:
    """One row per item and group of `by` (which only n and mean know of).

    number: of factors, None for what parallel analysis finds.
    """
    by = check_groups(by)
    marts.check(selection)
    check_one_of("extraction", extraction, EXTRACTIONS)
    check_one_of("rotation", rotation, ROTATIONS)
    asked = questionnaire.choose(marts, selection)
    items = items_of(marts, asked.instrument["instrument"])
    sheets = answer_sheets.read(marts, asked, [item["item"] for item in items], by)
    rows = _rows(sheets, items, by)
    rows, n, notes = answer_sheets.suppressed(marts, rows, ("n", "mean"), asked, by)
    if n is None:  # then nothing of the sheets may be said
        sheets = sheets._replace(answers=sheets.answers[:0])
    totals, found = _totals(sheets, extraction, rotation, number)
    about = {
        "instrument": asked.instrument["instrument"],
        "battery": asked.battery,
        "study": asked.instrument["study"],
        "published_variance": _published(marts, asked),
    }
    return Answer(
        question="exploratory_factors",
        rows=_with_loadings(rows.sort([*by, "position"]), found).to_dicts(),
        totals=about | totals,
        n=n,
        notes=notes,
        **answer_sheets.behind(marts, asked),
    )


def _rows(sheets, items, by):
    """One row per item and group: n, and the mean answer."""
    rows = []
    for key, group in groups(sheets, by):
        for item, column in zip(items, group.answers.T, strict=True):
            answers = column[~np.isnan(column)]
            mean = float(answers.mean()) if len(answers) else None
            rows.append(key | item | {"n": len(answers), "mean": mean})
    kept = {name: SCHEMA[name] for name in OF_ITEM}
    return pl.DataFrame(rows, schema=dict.fromkeys(by, pl.String) | kept)


def _published(marts, asked):
    return marts.query(
        """select value from study_figures
           where study = $study and figure = 'variance_explained'""",
        study=asked.instrument["study"],
    )["value"].first()


def _totals(sheets, extraction, rotation, number):
    """The totals, and item → (loadings, uniqueness)."""
    items, group = sheets.items, sheets.moments()
    told = problem_of(group, items) | {"extraction": extraction, "rotation": rotation}
    nothing = dict.fromkeys(("parallel", "number", "variance_explained", "chi_square", "df", "p"))
    nothing |= {"scree": [], "correlations": []}
    if told["problem"] is None and len(items) < 3:
        told["problem"] = "not_identified"
    if told["problem"]:
        return told | nothing, {}
    between = correlation(group.covariance)
    parallel = parallel_analysis(between, group.n)
    number = number or max(parallel.factors, 1)
    nothing |= {"parallel": parallel.factors, "number": number, "scree": _scree(parallel)}
    try:
        found = explore(between, group.n, number, extraction, rotation)
    except ValueError:
        return told | nothing | {"problem": "too_many_factors"}, {}
    explained = 1 - float(found.uniqueness.mean())
    test = {name: _known(getattr(found, name)) for name in ("chi_square", "df", "p")}
    totals = told | nothing | test | {"variance_explained": explained}
    totals["correlations"] = [
        {"factor": place + 1} | {f"f{other + 1}": float(value) for other, value in enumerate(row)}
        for place, row in enumerate(found.correlations)
    ]
    return totals, {
        item: (list(map(float, loadings)), float(unique))
        for item, loadings, unique in zip(items, found.loadings, found.uniqueness, strict=True)
    }


def _scree(parallel):
    return [
        {"factor": place, "eigenvalue": float(value), "chance": float(chance)}
        for place, (value, chance) in enumerate(
            zip(parallel.eigenvalues, parallel.chance, strict=True), start=1
        )
    ]


def _with_loadings(rows, found):
    told = [found.get(item, (None, None)) for item in rows["item"]]
    return rows.with_columns(
        pl.Series("loadings", [each[0] for each in told], dtype=pl.List(pl.Float64)),
        pl.Series("uniqueness", [each[1] for each in told], dtype=pl.Float64),
        pl.Series("strongest", [_strongest(each[0]) for each in told], dtype=pl.Int64),
    )


def _strongest(loadings):
    return None if loadings is None else int(np.argmax(np.abs(loadings))) + 1


def _known(value):
    return float(value) if np.isfinite(value) else None
