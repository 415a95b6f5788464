"""Tests of many changes between two months at once, from sums per branch.

Each change is that of `analysis.statistics.change`: branches are clusters and provinces strata, and
branches that answered in both months bring in their covariance. Groups of few branches steady each
other's design effects, measure by measure (`analysis.statistics.moderated`); those with enough of
them speak for themselves.
All tests of the family are adjusted together. Used by `what_changed` and its benchmark.
"""

from collections.abc import Sequence

import numpy as np
import polars as pl

from analysis.measure_sums import PLACE, SUMS
from analysis.statistics.change import change
from analysis.statistics.cluster_sums import added_up, moments
from analysis.statistics.moderated import steadied
from analysis.statistics.multiple import judged_together

RESULTS = ("n_before", "n_after", "before", "after", "change", "se", "df", "effect")
FAMILY = ("p", "p_adjusted", "ci_low", "ci_high")


def estimated(sums: pl.DataFrame, keys: Sequence[str], sampled: pl.DataFrame) -> pl.DataFrame:
    """`keys` (measure and groups) and RESULTS, one row per pair with data in either month.

    sums: keys, province, branch, period (0 before, 1 after) and SUMS; total about 0 or about any
    number, which `before` and `after` then are too. sampled: province and branch of all clusters.
    effect: the change in standard deviations within a month.
    """
    pairs = sums.select(keys).unique(maintain_order=True).with_row_index("pair")
    clusters = pl.concat([sampled.select(list(PLACE)), sums.select(list(PLACE))]).unique()
    clusters = clusters.sort(list(PLACE), nulls_last=True).with_row_index("cluster")
    placed = sums.join(pairs, on=list(keys), nulls_equal=True)
    placed = placed.join(clusters, on=list(PLACE), nulls_equal=True)
    stratum = clusters.select(pl.col("province").rle_id()).to_series().to_numpy()
    domain = 2 * placed["pair"].to_numpy().astype(int) + placed["period"].to_numpy()
    cells = added_up(
        domain, placed["cluster"].to_numpy(), *(placed[name].to_numpy() for name in SUMS)
    )
    before = 2 * np.arange(pairs.height)
    found = change(cells, stratum, 2 * pairs.height, before, before + 1)
    n, mean, sd, _ = moments(cells, 2 * pairs.height)
    n, mean, sd = (values.reshape(-1, 2) for values in (n, mean, sd))
    se, df = _steadied(found, (sd**2 / np.where(n > 0, n, np.nan)).sum(axis=1), pairs)
    spread = np.sqrt((sd**2).mean(axis=1))
    effect = found.difference / np.where(spread > 0, spread, np.nan)
    values = (n[:, 0], n[:, 1], mean[:, 0], mean[:, 1], found.difference, se, df, effect)
    return pairs.select(keys).with_columns(
        pl.Series(name, column).fill_nan(None) for name, column in zip(RESULTS, values, strict=True)
    )


def judged(rows: pl.DataFrame, alpha: float = 0.05) -> pl.DataFrame:
    """`rows` with FAMILY: p, p after Benjamini–Hochberg over all rows, and intervals that agree."""
    change_, se, df = (
        rows[name].cast(pl.Float64).fill_null(float("nan")).to_numpy()
        for name in ("change", "se", "df")
    )
    family = judged_together(change_, se, df, method="bh", alpha=alpha)
    return rows.with_columns(
        pl.Series(name, getattr(family, name)).fill_nan(None) for name in FAMILY
    )


def _steadied(found, simple, pairs: pl.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """se and df after the design effects of the small groups have steadied each other."""
    deff = found.se**2 / np.where(simple > 0, simple, np.nan)
    se, df = found.se.copy(), found.df.copy()
    measure = pairs["measure"].rank("dense").to_numpy()
    for each in np.unique(measure):
        of = np.flatnonzero(measure == each)
        shared, df[of] = steadied(deff[of], df[of])
        se[of] = np.where(np.isnan(shared), se[of], np.sqrt(shared * simple[of]))
    return se, df
