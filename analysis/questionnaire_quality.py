"""Questionnaire quality: how well do the items measure what they are meant to measure?

One row per item: how it is answered (n, missing, mean, sd, floor, ceiling, levels), how it agrees
with the others (item_rest, item_total, kmo, loading beside published_loading) and how alike it is
answered in a branch (icc). In `totals`, each beside the published value where there is one:
- `reliability`: α and ω of every subscale, component and the whole, with 95 % intervals
- `adequacy`: KMO and Bartlett's test; `correlations` between all items
- `structure`: fit of the confirmatory model of the questionnaire's components or subscales, with
  `model_factors` (AVE, composite reliability) and `model_pairs` (correlations, HTMT)
What rests on several items uses complete sheets; `left_out` says how many have a gap. Answers are
taken unweighted and independent of each other, as in the published study; `icc` says how far the
second is true.
"""

import numpy as np
import polars as pl

from analysis import answer_sheets, questionnaire
from analysis.answer import Answer
from analysis.confirmed_structure import adequacy, structure
from analysis.disclosure import SMALL, few
from analysis.item_quality import FIGURES, LEVELS, item_rows
from analysis.marts import Marts, People
from analysis.scale_reliability import reliabilities
from analysis.selection import Selection, check_groups, check_one_of
from analysis.statistics.complete_cases import correlation
from analysis.structure import COMPONENT, STRUCTURES, factors_of, items_of, scales_of


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    factors: str = COMPONENT,
) -> Answer:
    """One row per item and group of `by`; totals always of the whole selection.

    factors: component or subscale, what the items are taken to measure.
    """
    by = check_groups(by)
    marts.check(selection)
    check_one_of("factors", factors, STRUCTURES)
    asked = questionnaire.choose(marts, selection)
    items = items_of(marts, asked.instrument["instrument"])
    scales = scales_of(marts, asked.instrument["instrument"], items)
    chosen = factors_of(scales, factors)
    sheets = answer_sheets.read(marts, asked, [item["item"] for item in items], by)
    rows = item_rows(sheets, items, chosen, by)
    rows = rows.with_columns(
        pl.when(~pl.col("item").is_in(_with_hidden_levels(marts, asked, by))).then(pl.col(LEVELS))
        .name.keep()
    )  # fmt: skip
    rows, n, notes = answer_sheets.suppressed(marts, rows, FIGURES, asked, by)
    if n is None:  # then nothing of the sheets may be said
        sheets = sheets._replace(answers=sheets.answers[:0])
    totals, of_item = _totals(marts, asked, sheets, scales, chosen)
    return Answer(
        question="questionnaire_quality",
        rows=_with_model(rows, of_item).sort([*by, "position"]).to_dicts(),
        totals=totals,
        n=n,
        notes=notes,
        **answer_sheets.behind(marts, asked),
    )


def _with_hidden_levels(marts, asked, by) -> list[str]:
    """The items of which a level could be told, here or by subtraction from a wider selection.

    In groups none is shown: what one group hides, the others and their total would tell.
    """
    people = People("answers", "respondents", "battery = $battery", {"battery": asked.battery})
    counted = marts.query(
        f"""select item, answer, sum(respondents)::bigint as n
            from {people.table} where {people.condition} group by all""",
        asked.selection,
        **people.parameters,
    )
    levels = ("item", "answer")
    shown, _, _ = marts.suppress(counted, ("n",), asked.selection, levels, people)
    return shown.filter(pl.lit(bool(by)) | pl.col("suppressed"))["item"].unique().to_list()


def _totals(marts, asked, sheets, scales, factors) -> tuple[dict, dict]:
    """The totals; and KMO and loadings by item."""
    figures, printed = _published(marts, asked.instrument["study"])
    adequate, kmo_of = adequacy(sheets)
    model = structure(sheets, factors, printed)
    totals = _about(asked, sheets, factors) | {
        "published": figures,
        "reliability": reliabilities(sheets, scales),
        "adequacy": adequate,
        "structure": model.fit,
        "model_factors": model.factors,
        "model_pairs": model.pairs,
        "correlations": _correlations(sheets),
    }
    return totals, {"kmo": kmo_of, "loading": model.loadings, "published_loading": printed}


def _about(asked, sheets, factors) -> dict:
    complete = sheets.moments().n
    gaps = len(sheets.answers) - complete
    hidden = few(complete) or few(gaps)
    return {
        "instrument": asked.instrument["instrument"],
        "battery": asked.battery,
        "study": asked.instrument["study"],
        "items": len(sheets.items),
        "complete": None if hidden else complete,
        "left_out": None if hidden else gaps,
        "branches": len(set(sheets.branch[: len(sheets.answers)]) - {""}),
        "factors": factors[0].kind if factors else None,
    }


def _published(marts, study) -> tuple[dict, dict]:
    """The printed figures of the study, and item → printed loading."""
    asked = {"study": study}
    figures = marts.query("select figure, value from study_figures where study = $study", **asked)
    loadings = marts.query(
        "select item, loading from study_items where study = $study and loading is not null",
        **asked,
    )
    return dict(figures.iter_rows()), dict(loadings.iter_rows())


def _correlations(sheets) -> list[dict]:
    """One row per item: item → correlation, None where an item has no spread."""
    group = sheets.moments()
    if group.n < SMALL:
        return []
    values = correlation(group.covariance)
    return [
        {"item": item}
        | {
            other: float(value) if np.isfinite(value) else None
            for other, value in zip(sheets.items, row, strict=True)
        }
        for item, row in zip(sheets.items, values, strict=True)
    ]


def _with_model(rows, of_item) -> pl.DataFrame:
    """With each item's KMO and loadings; the model is that of the whole selection."""
    return rows.with_columns(
        pl.Series(name, [values.get(item) for item in rows["item"]], dtype=pl.Float64)
        for name, values in of_item.items()
    )
