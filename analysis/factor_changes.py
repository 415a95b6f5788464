"""Factor changes: how far has every factor moved since the month before, or a year ago?

The last month of the selection against the one it is compared with, factor by factor: all of them,
also those whose change may be chance (`what_changed` tells only what is more). Tested by the
survey's design with the covariance of branches that are in both months, and adjusted over the
factors together (Benjamini–Hochberg); the intervals agree with p_adjusted. A factor that small
numbers hide in one of the two months has no change.
"""

import dataclasses

import polars as pl

from analysis import change_tests, questionnaire
from analysis.answer import Answer
from analysis.change_sums import shown_sums
from analysis.cluster_cells import SHEETS, sampled_branches
from analysis.marts import Marts
from analysis.measure_sums import in_months
from analysis.measures import satisfaction
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError, check_groups, check_one_of
from analysis.what_changed import COMPARISONS, PREVIOUS, earlier

FIGURES = (*change_tests.RESULTS, *change_tests.FAMILY)
ALPHA = 0.05


def ask(
    marts: Marts, selection: Selection, by: tuple[str, ...] = (), compare: str = PREVIOUS
) -> Answer:
    """One row per factor, in the order of the questionnaire; no figures where there is no change.

    by: must be empty, a change is one of the selection as a whole.
    """
    _check(by, compare)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    battery = {"battery": asked.battery}
    source = provenance(
        marts, "respondents", asked.selection, "answered > 0 and battery = $battery", **battery
    )
    months, found = None, pl.DataFrame()
    if source["loads"]:
        after = source["period"]["to"]
        months = earlier(after, compare), after
        found = _tested(marts, asked, months)
    rows = _all_factors(marts, asked, found)
    adjusted = [row["p_adjusted"] for row in rows if row["p_adjusted"] is not None]
    return Answer(
        question="factor_changes",
        rows=rows,
        totals={
            "instrument": asked.instrument["instrument"],
            "battery": asked.battery,
            "compare": compare,
            "before": months and months[0],
            "after": months and months[1],
            "tested": len(adjusted),
            "surviving": sum(p < ALPHA for p in adjusted),
            "adjustment": "bh",
        },
        n=int(max((row["n_after"] for row in rows if row["change"] is not None), default=0)),
        notes=asked.notes,
        **source,
    )


def _check(by, compare) -> None:
    if check_groups(by):
        raise SelectionError("by", " ".join(by), "is not for changes of the whole selection")
    check_one_of("compare", compare, COMPARISONS)


def _tested(marts, asked, months) -> pl.DataFrame:
    wide = dataclasses.replace(asked.selection, first_month=None, last_month=None)
    satisfied = satisfaction(marts, asked)
    sums, _ = shown_sums(marts, wide, asked, satisfied, (), months)
    branches = sampled_branches(marts, wide, (), in_months(SHEETS, months))
    own = pl.col("measure").is_in(_items(marts, asked)["item"].to_list())
    return change_tests.judged(
        change_tests.estimated(sums.filter("whole", own), ("measure",), branches), ALPHA
    )


def _items(marts, asked) -> pl.DataFrame:
    return marts.query(
        """select item, position, title_fa, title_en from items
           where instrument = $instrument and not overall order by position""",
        instrument=asked.instrument["instrument"],
    )


def _all_factors(marts, asked, found: pl.DataFrame) -> list[dict]:
    """Every factor; sums were taken about the middle of the scale, and are put back there."""
    items = _items(marts, asked)
    if not found.height:
        return [row | dict.fromkeys(FIGURES) for row in items.to_dicts()]
    middle = asked.instrument["reference"] or 0.0
    found = found.rename({"measure": "item"}).with_columns(pl.col("before", "after") + middle)
    rows = items.join(found, on="item", how="left").sort("position")
    moved = pl.col("change").is_not_null()
    return rows.with_columns(pl.when(moved).then(pl.col(FIGURES)).name.keep()).to_dicts()
