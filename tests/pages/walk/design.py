"""Means by the survey's design, from one row per respondent: Taylor linearisation written out.

Branches are clusters, provinces strata (each month anew where rows are by month). Two stages of a
finite population where the waves say how many customers a province has.
"""

from functools import cached_property
from typing import NamedTuple

import numpy as np
import polars as pl
from scipy import stats

from tests.pages.walk.files import days_of


class Estimate(NamedTuple):
    """None where it cannot be told."""

    n: int
    mean: float
    sd: float | None = None
    se: float | None = None
    df: float | None = None
    deff: float | None = None
    n_effective: float | None = None

    def interval(self, level: float = 0.95):
        if self.se is None or self.df is None or self.df < 1:
            return None, None
        half = stats.t.ppf((1 + level) / 2, self.df) * self.se
        return self.mean - half, self.mean + half

    def p_value(self, reference: float):
        if not self.se or self.df is None or self.df < 1:
            return None
        return 2 * stats.t.sf(abs(self.mean - reference) / self.se, self.df)


class Sampled:
    """The sampled branches of a selection and what is known of their populations.

    monthly: each month is a sample of its own; sheets: whose branches they are, requests perhaps.
    """

    def __init__(self, files, filters, monthly=False, finite=True, sheets=None):
        self.strata = ["month", "province"] if monthly else ["province"]
        places = [*self.strata, "branch"]
        sheets = filters.sample.of(files.sheets if sheets is None else sheets)
        self.clusters = sheets.group_by(places).agg(sheets=pl.len().cast(pl.Float64)).sort(places)
        shares = self._shares(files, filters, sheets) if finite else None
        if shares is not None and self.clusters.height:
            self.clusters = self.clusters.join(
                shares, on=self.strata, how="left", maintain_order="left"
            )
        else:
            nothing = pl.lit(None, pl.Float64)
            self.clusters = self.clusters.with_columns(branches=nothing, customers=nothing)
        self.clusters = self.clusters.with_row_index("cluster")
        codes = self.clusters.select(pl.struct(self.strata).rank("dense").cast(pl.Int64) - 1)
        self.stratum = codes.to_series().to_numpy()

    def _shares(self, files, filters, sheets):
        """Of each stratum, the share of its branches and of their customers that was asked."""
        # What the whole province tells, also where some of its branches are picked
        whole = filters.sample.without("branches").of(files.sheets)
        rows = []
        for (month, province), part in whole.partition_by(
            "month", "province", as_dict=True
        ).items():
            took = set(part["branch"])
            open_ = open_branches(files, month, province) | took
            asked = open_ & set(filters.branches) if filters.branches else open_
            wave = files.waves.filter(month=month, province=province)
            total = wave.filter(pl.col("customer_group").is_null())
            people = (total if total.height else wave)["population"].sum()
            rows.append({
                "month": month, "province": province, "sheets": float(part.height),
                "reached": people * len(took) / len(open_) if people else None,
                "took": float(len(took & asked)), "open": float(len(asked)),
            })  # fmt: skip
        if not rows:
            return None
        each = pl.DataFrame(rows).group_by(self.strata)
        sums = each.agg(pl.col("sheets", "took", "open", "reached").sum(),
                        known=pl.col("reached").is_not_null().all())  # fmt: skip
        known = pl.col("known") & (pl.col("sheets") <= pl.col("reached")) & (pl.col("took") > 0)
        return sums.select(
            *self.strata,
            branches=pl.when(known).then(pl.col("took") / pl.col("open")),
            customers=pl.when(known).then(pl.col("sheets") / pl.col("reached")),
        )

    def estimate(self, rows: pl.DataFrame, item: str, of_branch: bool = False) -> Estimate | None:
        """The weighted mean of `item` over `rows`, with its error; None without an answer."""
        rows = rows.filter(pl.col(item).is_not_null())
        if not rows.height:
            return None
        at = rows.join(self.clusters, on=[*self.strata, "branch"], how="left",
                       maintain_order="left")["cluster"].to_numpy()  # fmt: skip
        return self.from_values(rows[item].to_numpy(), rows["weight"].to_numpy(), at, of_branch)

    def from_values(self, y, w, cluster, of_branch: bool = False) -> Estimate:
        """y, w: answers and weights; cluster: the number of the branch that each belongs to."""
        n, mean = len(y), float(np.average(y, weights=w))
        if n < 2:
            return Estimate(n, mean)
        sd = float(np.sqrt(np.average((y - mean) ** 2, weights=w) * n / (n - 1)))
        if np.ptp(y) == 0:
            sd = 0.0
        named = np.bincount(self.stratum)[np.unique(self.stratum[cluster])].sum()
        kish = w.sum() ** 2 / np.sum(w**2)
        if named < 2 or of_branch:
            asked = np.nan_to_num(self.column("customers"))[cluster]
            loss = float(n / kish * (1 - asked.mean()))
            deff = loss if sd > 0 else None
            se = sd / np.sqrt(n) * np.sqrt(loss)
            return Estimate(n, mean, sd, se, n - 1, deff, n / deff if deff else None)
        df = len(np.unique(cluster)) - len(np.unique(self.pooled[cluster]))
        if len(np.unique(cluster)) < 2:
            return Estimate(n, mean, sd, None, df)
        simple, variance = sd**2 / n, self.variance(w * (y - mean) / w.sum(), cluster)
        variance = 0.0 if sd == 0 or variance <= 1e-12 * simple else variance
        deff = float(variance / simple) if simple > 0 else None
        effective = n / deff if deff else None
        return Estimate(n, mean, sd, float(np.sqrt(variance)), df, deff, effective)

    @cached_property
    def pooled(self):
        """The strata as they count: one a sample where no province has two branches."""
        strata = self.stratum.copy()
        months = self.clusters["month"].to_numpy() if "month" in self.strata else strata * 0
        for month in np.unique(months):
            if np.bincount(strata[months == month]).max() < 2:
                strata[months == month] = strata[months == month].min()
        return strata

    def variance(self, z, cluster) -> float:
        """Of Σz: between the branches of each stratum, and between the customers of a branch."""
        strata, size = self.pooled, len(self.stratum)
        sums, squares = np.bincount(cluster, z, size), np.bincount(cluster, z**2, size)
        met = np.bincount(strata, np.bincount(cluster, minlength=size)) > 0
        n = np.bincount(strata)
        exist = np.maximum(np.bincount(strata, 1 / self.column("branches")), n)
        known = ~np.isnan(exist)
        share = np.where(known, n / np.where(known, exist, 1), 0)
        centre = np.where(n > 1, np.bincount(strata, sums) / n, 0)
        spread = np.bincount(strata, (sums - centre[strata]) ** 2)
        between = (1 - share) * np.where(n > 1, n / np.maximum(n - 1, 1), 1) * spread
        m, asked = self.column("sheets"), self.column("customers")
        inside = np.where(m > 1, m / np.maximum(m - 1, 1) * (squares - sums**2 / m), squares)
        within = share * np.bincount(strata, (1 - np.nan_to_num(asked)) * inside)
        return float(np.sum((between + within)[met]))

    def column(self, name):
        return self._columns[name]

    @cached_property
    def _columns(self):
        names = ("sheets", "branches", "customers")
        known = self.clusters.select(pl.col(names).cast(pl.Float64).fill_null(float("nan")))
        return {name: known[name].to_numpy() for name in names}


def open_branches(files, month: str, province: str) -> set:
    """The branches of a province that the list says were open in the month."""
    days = list(days_of(month))
    first, last = days[0].isoformat(), days[-1].isoformat()
    rows = files.table("branches").filter(province=province).to_dicts()
    return {
        row["branch"]
        for row in rows
        if (row["opened"] or "") <= last and (not row["closed"] or row["closed"] >= first)
    }
