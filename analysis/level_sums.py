"""The sums over answers that mean and deviation follow from: in SQL, and back to their scale."""

import polars as pl

from analysis.statistics.moments import Moments, from_sums

SUMS = ("n", "total", "squares")


def sums_of(value: str) -> str:
    """The columns `SUMS` of a mart with respondents per level, `value` being the level's column.

    They are taken about the parameter $reference: for whole answers they are whole numbers, and
    nothing is lost to rounding.
    """
    distance = f"({value} - $reference::double)"
    # A product, as `** 2` takes DuckDB half as long again.
    return f"""sum(respondents)::bigint as n, sum(respondents * {distance}) as total,
               sum(respondents * {distance} * {distance}) as squares"""


def moments_of(rows: pl.DataFrame, reference: float | None) -> Moments:
    """n, mean and deviation of each row of sums about `reference`."""
    n, mean, sd = from_sums(*(rows[name].to_numpy() for name in SUMS))
    return Moments(n, mean + (reference or 0), sd)
