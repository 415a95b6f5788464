"""The rows of a comparison: each unit's value with its funnel limits and the ranks it may have.

Used by `comparison`; the formulas are those of `statistics.funnel` and `statistics.rank_intervals`.
"""

import math

import numpy as np
import polars as pl

from analysis.measures import Measure
from analysis.statistics.funnel import Funnel, mean_funnel, share_funnel
from analysis.statistics.rank_intervals import rank_intervals
from analysis.unit_sizes import Sizes

SIDE = {1: "above", -1: "below", 0: "at"}


def drawn(
    rows: pl.DataFrame, by, sizes: Sizes, measure: Measure, about: float, target: float | None
) -> tuple[list[dict], dict]:
    """The rows of the units, and what is said of all of them.

    about: what the sums of `rows` were taken about; target: None for the average of all units.
    """
    shown = sizes.size > 0
    whole = rows.filter(pl.Series(shown)).select(pl.col("total", "weight").sum()).row(0)
    aim = target if target is not None else whole[0] / whole[1] + about if whole[1] else math.nan
    value = np.where(shown, sizes.mean + about, np.nan)
    funnel, se = (_shares if measure.is_share else _means)(sizes, value, aim, measure)
    ranks = rank_intervals(funnel.value, se, df=math.inf if sizes.df is None else sizes.df)
    deff = sizes.deff[shown]
    totals = {
        "measure": measure.measure,
        "title_fa": measure.title_fa,
        "title_en": measure.title_en,
        "better": measure.better,
        "target": _number(funnel.target),
        "target_given": target is not None,
        "units": int(np.count_nonzero(~np.isnan(funnel.value))),
        **{flag: funnel.flag.count(flag) for flag in ("inside", "between", "outside")},
        "deff": float(deff.mean()) if deff.size else None,
        "clustered": sizes.df is not None,
        "phi": _number(funnel.phi),
        "tau": _number(np.sqrt(funnel.tau_squared)),
        "overdispersed": funnel.tau_squared > 0,
    }
    rows = rows.to_dicts()
    return [_row(row, by, i, sizes, funnel, ranks) for i, row in enumerate(rows)], totals


def _shares(sizes: Sizes, share, target, measure) -> tuple[Funnel, np.ndarray]:
    """Exact limits unless answers are weighted one by one; the standard error of Agresti & Coull
    (1998), which is not 0 where all or none succeeded."""
    size, share = sizes.size, np.nan_to_num(share)
    exact = sizes.df is not None or bool((size % 1 == 0).all())
    # Whole numbers again, which the share was made of.
    count = share * size if sizes.df is not None or not exact else np.rint(share * size)
    funnel = share_funnel(count, size, target, "exact" if exact else "normal", df=sizes.df)
    near = (share * size + 2) / (size + 4)
    return funnel, np.where(size > 0, np.sqrt(near * (1 - near) / (size + 4)), np.nan)


def _means(sizes: Sizes, mean, target, measure) -> tuple[Funnel, np.ndarray]:
    """The deviation within units is that of all units together: few answers know theirs badly."""
    size = sizes.size
    df = np.where((size > 0) & (sizes.n > 1) & ~np.isnan(sizes.sd), sizes.n - 1, 0.0)
    inside = np.sqrt(np.sum(df * np.nan_to_num(sizes.sd) ** 2) / df.sum()) if df.sum() else np.nan
    bounds = (measure.lowest, measure.highest)
    funnel = mean_funnel(size, mean, inside, target, sizes.df, bounds=bounds)
    return funnel, inside / np.sqrt(np.where(size > 0, size, np.nan))


def _row(row: dict, by, place: int, sizes: Sizes, funnel: Funnel, ranks) -> dict:
    flag = funnel.flag[place]
    first, last = (_number(limit[place]) for limit in ranks)
    return {
        **{name: row[name] for name in by},
        "n": None if row["n"] is None else int(row["n"]),
        "n_effective": None if row["suppressed"] else _number(sizes.size[place]),
        "deff": None if row["suppressed"] else _number(sizes.deff[place]),
        "value": _number(funnel.value[place]),
        "lower_95": _number(funnel.inner.lower[place]),
        "upper_95": _number(funnel.inner.upper[place]),
        "lower_998": _number(funnel.outer.lower[place]),
        "upper_998": _number(funnel.outer.upper[place]),
        "flag": flag,
        "side": None if flag is None else SIDE[int(funnel.side[place])],
        "z": _number(funnel.z[place]),
        "first_rank": None if first is None else int(first),
        "last_rank": None if last is None else int(last),
        "suppressed": row["suppressed"],
        "weak": row["weak"],
    }


def _number(value) -> float | None:
    return float(value) if np.isfinite(value) else None
