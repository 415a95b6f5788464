"""Factor since: how long has every factor lain on one side of the reference without a break?

Every month up to the last one asked for counts, also those before the first. A month on whose mean
small numbers forbid a word neither breaks the row nor counts for it. The means are those of
`one_factor` by month, which tells of one factor what this tells of all.
"""

from dataclasses import replace

import polars as pl

from analysis import answer_sheets, questionnaire
from analysis.answer import Answer
from analysis.marts import Marts, People
from analysis.measure_sums import answer_sums
from analysis.provenance import provenance
from analysis.selection import Selection, SelectionError, check_groups

MONTHLY = ("month",)
FIGURES = ("side", "month", "months", "at_least")


def ask(
    marts: Marts, selection: Selection, by: tuple[str, ...] = (), target: float | None = None
) -> Answer:
    """One row per factor, in the order of the questionnaire: side (above or below), month (since
    when), months, and at_least: whether the row reaches back to the first month that there is.

    by: must be empty, a row is one of the selection as a whole; target: in place of the reference.
    """
    if check_groups(by):
        raise SelectionError("by", " ".join(by), "is not for factors of the whole selection")
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    about = asked.instrument["reference"] if target is None else target
    battery = {"battery": asked.battery}
    sheets = People("respondents", "answered", "battery = $battery", battery)
    source = provenance(
        marts, "respondents", asked.selection, "answered > 0 and battery = $battery", **battery
    )
    means = _means(marts, replace(asked.selection, first_month=None), sheets, about)
    known = means.filter(pl.col("mean").is_not_null(), pl.col("month").is_not_null())
    rows = [_row(item, known, about) for item in _items(marts, asked)]
    return Answer(
        question="factor_since",
        rows=rows,
        totals={"instrument": asked.instrument["instrument"], "battery": asked.battery,
                "reference": about},
        n=answer_sheets.respondents(marts, asked)[0],
        notes=asked.notes,
        **source,
    )  # fmt: skip


def _means(marts, selection, sheets, about) -> pl.DataFrame:
    """item, month, n and mean, weighted, without those that small numbers forbid."""
    answers = People("answers", "respondents", sheets.condition, sheets.parameters)
    sums = answer_sums(marts, selection, ("item", *MONTHLY), answers, "answer", about)
    mean = (about or 0.0) + pl.col("total") / pl.col("weight")
    counted = sums.select("item", *MONTHLY, "n", mean.fill_nan(None).alias("mean"))
    return marts.suppress(counted, ("mean",), selection, MONTHLY, sheets, answers)[0]


def _items(marts, asked) -> list[dict]:
    return marts.query(
        """select item, position, title_fa, title_en from items
           where instrument = $instrument and not overall order by position""",
        instrument=asked.instrument["instrument"],
    ).to_dicts()


def _row(item, known: pl.DataFrame, about) -> dict:
    months = known.filter(pl.col("item") == item["item"]).sort("month").to_dicts()
    return item | dict.fromkeys(FIGURES) | (last_side(months, about) or {})


def last_side(months: list[dict], about: float | None) -> dict | None:
    """The last months on one side of the reference without a break, from means in their order.

    >>> last_side([{"month": m, "mean": y} for m, y in (("05", 3.2), ("06", 2.9), ("07", 2.8))], 3)
    {'side': 'below', 'month': '06', 'months': 2, 'at_least': False}
    """
    if not months or about is None:
        return None
    sides = ["above" if row["mean"] > about else "below" for row in months]
    count = next((i for i, side in enumerate(sides[::-1]) if side != sides[-1]), len(sides))
    found = {"side": sides[-1], "month": months[-count]["month"], "months": count}
    return found | {"at_least": count == len(months)}
