"""The share of comments that mention each theme, with its interval by the survey's design.

A share is the mean of 0/1 over those who wrote. Its interval is Wilson's with the effective answers
and degrees of freedom of the design, since many themes are rare and an interval of plus and minus
would reach below nothing; no more effective answers than answers are taken.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.marts import Marts
from analysis.measure_sums import INNER, PLACE, PLAIN
from analysis.open_answers import MART, MENTIONED, Asked, asks
from analysis.statistics.wilson import wilson
from analysis.survey_estimates import SIMPLE, with_estimates

KEY = ("theme",)
FIGURES = ("n", "comments", "share", "share_low", "share_high", "deff", "n_effective")
_SAID = ("mentions", "said", "said_squared")
_WEIGHTS = {
    "n": "count(*)",
    "weighed": "count(*) filter (weight > 0)",
    "weight": "sum(weight)",
    "weight_squared": "sum(weight_squared)",
}


def sums_of(marts: Marts, chosen: Asked, by: Sequence[str]) -> pl.DataFrame:
    """`PLAIN`, `SUMS` and `INNER` per theme, group of `by`, province and branch; y is 0 or 1."""
    cells = list(dict.fromkeys((*by, *PLACE)))
    told = ", ".join([*cells, *(f"{sql}::double as {name}" for name, sql in _WEIGHTS.items())])
    every = asks(marts, chosen, told, "group by all")
    mentions = asks(
        marts,
        chosen,
        f"theme, {', '.join(cells)}, count(*)::double as mentions, sum(weight) as said, "
        "sum(weight_squared) as said_squared",
        "group by all",
        table=f"(select *, unnest({MENTIONED}) as theme from {MART})",
    )
    themes = pl.DataFrame({"theme": chosen.codes})
    sums = every.join(themes, how="cross").join(
        mentions, on=[*cells, "theme"], how="left", nulls_equal=True
    )
    one, weight, squared = (pl.col(name).fill_null(0.0) for name in _SAID)
    y = dict.fromkeys(PLAIN[1:], one) | dict.fromkeys(("total", "squares"), weight)
    y |= dict.fromkeys(INNER, squared)
    return sums.with_columns(value.alias(name) for name, value in y.items()).drop(_SAID)


def shares(
    chosen: Asked, sums: pl.DataFrame, by: Sequence[str], sampled: pl.DataFrame, design: str
) -> tuple[pl.DataFrame, list]:
    """One row per theme and group of `by` that has comments, with `FIGURES`; and remarks.

    sums: of `sums_of`, perhaps by more than `by`; sampled: from `survey_estimates.sample_of`.
    """
    keys = [*by, *KEY]
    groups = sums.group_by(keys).agg(
        pl.col("plain_total").sum().cast(pl.Int64).alias("n"),
        pl.col("n").sum().cast(pl.Int64).alias("comments"),
        (pl.col("weight").sum() ** 2 / pl.col("weight_squared").sum()).alias("kish"),
    )
    rows, notes = with_estimates(groups, keys, sums, sampled, 0.0, design)
    known = {
        name: rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in ("weighted_mean", "n_effective", "df_design", "kish", "comments")
    }
    # Where nobody or everybody mentions it there is no spread to compare: weights alone count.
    effective = np.where(np.isnan(known["n_effective"]), known["kish"], known["n_effective"])
    df = known["comments"] - 1 if design == SIMPLE else known["df_design"]
    low, high = wilson(known["weighted_mean"], np.minimum(effective, known["comments"]), df)
    found = zip(("share_low", "share_high"), (low, high), strict=True)
    rows = rows.rename({"weighted_mean": "share"}).with_columns(
        pl.Series(name, values).fill_nan(None) for name, values in found
    )
    return rows.select(*keys, *FIGURES), notes
