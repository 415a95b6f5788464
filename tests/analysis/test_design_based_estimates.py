"""Means, errors and design effects of the sample's survey against svy 0.35 on the raw sheets.

The sheets are the accepted rows of the loads, with the weights that raking gave them, and so are
the customers of the waves; the branches of a province are those of the list. The answers come from
the marts. Both stages have a finite population correction: see `analysis.finite_population`.
"""

import datetime
from types import SimpleNamespace

import duckdb
import jdatetime
import polars as pl
import pytest
import svy
from scipy import stats

from analysis import factor_status, satisfaction_trends, scale_status
from analysis.marts import Reader, open_marts
from analysis.selection import Selection

ITEMS = ("R1", "R17", "R42")
CLOSE = {"rel": 1e-8, "abs": 1e-12}
WAVE = {"first_month": "1404-05", "last_month": "1404-05"}


@pytest.fixture(scope="module")
def sheets(warehouse) -> pl.DataFrame:
    """Every accepted answer sheet with its province and month, weight, and populations.

    open: branches of the province that are open in the month; customers: those of the month.
    """
    survey = accepted(warehouse, ITEMS[0])
    waves = accepted(warehouse, "population").group_by("province", month="wave").agg(
        customers=pl.col("population").sum()
    )  # fmt: skip
    branches = pl.read_csv(warehouse / "reference/branches.csv", try_parse_dates=True)
    open_ = (
        ends(survey["month"].unique())
        .join(branches, how="cross")
        .filter(
            (pl.col("opened") <= pl.col("last"))
            & (pl.col("closed") >= pl.col("first")).fill_null(True)
        )
    )
    open_ = open_.group_by("month", "province").agg(open=pl.len())
    with duckdb.connect(warehouse / "warehouse/current", read_only=True) as marts:
        factors = marts.sql("select month, province, customer_group, factor from weighting_cells")
        factors = factors.pl()
    places = ["month", "province"]
    survey = survey.join(factors, on=[*places, "customer_group"], how="left", nulls_equal=True)
    return survey.join(waves, on=places, how="left").join(open_, on=places, how="left")


def ends(months) -> pl.DataFrame:
    """The first and last day of Jalali months, Gregorian."""
    days = []
    for month in months:
        first = jdatetime.date(int(month[:4]), int(month[5:]), 1)
        length = jdatetime.j_days_in_month[first.month - 1] + (first.isleap() and first.month == 12)
        last = first + datetime.timedelta(days=int(length) - 1)
        days.append((month, first.togregorian(), last.togregorian()))
    return pl.DataFrame(days, schema=["month", "first", "last"], orient="row")


def accepted(warehouse, column) -> pl.DataFrame:
    """The accepted rows of the loads that have this column."""
    frames = []
    for path in sorted(warehouse.glob("warehouse/loads/*/accepted.parquet")):
        frame = pl.read_parquet(path)
        frames += [frame] if column in frame.columns else []
    return pl.concat(frames, how="diagonal_relaxed")


def populations(drawn: pl.DataFrame) -> pl.DataFrame:
    """`drawn` with the branches of the stratum, and the customers of each branch that took part."""
    months = drawn.group_by("province", "month").agg(
        pl.col("open", "customers").first(), sheets=pl.len(), took_part=pl.col("branch").n_unique()
    )
    reached = pl.col("customers") * pl.col("took_part") / pl.col("open")
    strata = months.group_by("province").agg(
        asked=pl.col("sheets").sum() / reached.sum(),
        more=pl.col("open").sum() / pl.col("took_part").sum(),
    )
    return drawn.join(strata, on="province").with_columns(
        branches=pl.col("branch").n_unique().over("province") * pl.col("more"),
        asked_of=pl.len().over("province", "branch") / pl.col("asked"),
    )


@pytest.fixture
def marts(sample_data):
    return open_marts(Reader("design"))


def told(sheets, values, domain):
    """svy's estimate of the mean of `values` in `domain`, over the design of all `sheets`."""
    known = sheets if "asked_of" in sheets.columns else populations(sheets)
    frame = known.select(
        "province", "branch", "branches", "asked_of",
        value=values,
        kept=domain,
        weight=pl.col("factor"),
        sheet=pl.int_range(pl.len()),
    )  # fmt: skip
    frame = frame.with_columns(
        met=(pl.col("value").is_not_null() & pl.col("kept")).fill_null(False),
        value=pl.col("value").cast(pl.Float64).fill_null(0),
    )
    design = svy.Design(
        stratum="province", psu="branch", ssu="sheet", wgt="weight", singleton="center",
        pop_size=svy.PopSize("branches", "asked_of"),
    )  # fmt: skip
    sample = svy.Sample(frame, design)
    found = sample.estimation.mean("value", deff="wr", where=svy.col("met")).estimates[0]
    return with_lone_sheets(frame, found)


def with_lone_sheets(frame, found) -> SimpleNamespace:
    """svy leaves out the customers' part of a branch with one sheet; we count it about 0."""
    of = ["province", "branch"]
    share = pl.col("branch").n_unique().over("province") / pl.col("branches")
    z = pl.col("weight") * (pl.col("value") - found.est) / pl.col("weight").filter("met").sum()
    parts = frame.select("met", z=z, part=share * (1 - 1 / pl.col("asked_of")),
                         alone=pl.len().over(of) == 1)  # fmt: skip
    more = parts.filter("met", "alone").select((pl.col("part") * pl.col("z") ** 2).sum()).item()
    variance = found.se**2 + more
    half = stats.t.ppf(0.975, found.df) * variance**0.5
    return SimpleNamespace(
        n=found.n, est=found.est, df=found.df, se=variance**0.5,
        deff=found.deff * variance / found.se**2, lci=found.est - half, uci=found.est + half,
    )  # fmt: skip


def same(row, expected):
    assert row["n"] == expected.n
    assert row["weighted_mean"] == pytest.approx(expected.est, **CLOSE)
    assert row["se_design"] == pytest.approx(expected.se, **CLOSE)
    assert row["df_design"] == expected.df
    assert row["deff"] == pytest.approx(expected.deff, **CLOSE)
    assert row["n_effective"] == pytest.approx(expected.n / expected.deff, **CLOSE)


EVERYBODY = pl.lit(True)
CASES = {
    "one wave of one province": (
        {"provinces": "IR-09", **WAVE},
        (pl.col("province") == "IR-09") & (pl.col("month") == "1404-05"),
        EVERYBODY,
    ),
    "the country over all months": ({}, EVERYBODY, EVERYBODY),
    "three provinces, one channel": (
        {"region": "khorasans", "channels": "kiosk"},
        pl.col("province").is_in(["IR-09", "IR-28", "IR-29"]),
        pl.col("channel") == "kiosk",
    ),
    "one province, one group of customers": (
        {"provinces": "IR-07", "customer_groups": "employer"},
        pl.col("province") == "IR-07",
        pl.col("customer_group") == "employer",
    ),
    "branches that were picked": (
        {"branches": ["B0901", "B0902", "B0905"]},
        pl.col("branch").is_in(["B0901", "B0902", "B0905"]),
        EVERYBODY,
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_items_equal_svy(marts, sheets, name):
    fields, sample, domain = CASES[name]
    rows = factor_status.ask(marts, Selection(**fields)).rows
    drawn = sheets.filter(sample)
    if "branches" in fields:  # these are all branches then, with the customers of the province
        province = populations(sheets.filter(pl.col("province") == "IR-09"))
        drawn = province.filter(sample).with_columns(branches=pl.lit(len(fields["branches"])))
    for row in rows:
        if row["item"] in ITEMS:
            same(row, told(drawn, pl.col(row["item"]), domain))


def test_each_month_is_a_sample_of_its_own(marts, sheets):
    answer = factor_status.ask(marts, Selection(provinces="IR-09"), by=("month",))
    alone = factor_status.ask(marts, Selection(provinces="IR-09", **WAVE))
    months = {row["month"] for row in answer.rows}
    assert len(months) == 3
    for row in answer.rows:
        if row["item"] in ITEMS:
            month = pl.col("month") == row["month"]
            drawn = sheets.filter((pl.col("province") == "IR-09") & month)
            same(row, told(drawn, pl.col(row["item"]), EVERYBODY))
    month = [row for row in answer.rows if row["month"] == "1404-05"]
    for row, expected in zip(month, alone.rows, strict=True):
        assert row == pytest.approx(expected | {"month": "1404-05"})


def test_groups_are_domains(marts, sheets):
    answer = factor_status.ask(marts, Selection(provinces="IR-09"), by=("channel",))
    drawn = sheets.filter(pl.col("province") == "IR-09")
    rows = [row for row in answer.rows if row["item"] == "R17" and row["channel"]]
    assert len(rows) > 3
    for row in rows:
        same(row, told(drawn, pl.col("R17"), pl.col("channel") == row["channel"]))


@pytest.mark.parametrize("by", [(), ("province",), ("month",), ("channel",)])
def test_satisfaction_equals_svy(marts, sheets, by):
    answer = satisfaction_trends.ask(marts, Selection(region="khorasans"), by=by)
    drawn = sheets.filter(pl.col("province").is_in(["IR-09", "IR-28", "IR-29"]))
    same(answer.totals, told(drawn, pl.col("overall"), EVERYBODY))
    for row in answer.rows:
        own = drawn.filter(pl.col("month") == row["month"]) if "month" in by else drawn
        domain = EVERYBODY
        for name in by:
            domain = domain & pl.col(name).eq_missing(pl.lit(row[name]))
        expected = told(own, pl.col("overall"), domain)
        same(row, expected)
        limits = (row["interval_low"], row["interval_high"])
        assert limits == pytest.approx((expected.lci, expected.uci), rel=1e-8)


def test_scores_equal_svy(marts, sheets):
    items = {}
    of = """select item, 'total', subscale, component from items
            where instrument = 'remote_services_42' and not overall"""
    for item, *scales in marts.query(of).iter_rows():
        for scale in scales:
            items.setdefault(scale, []).append(item)
    answer = scale_status.ask(marts, Selection(provinces="IR-09", **WAVE))
    drawn = sheets.filter((pl.col("province") == "IR-09") & (pl.col("month") == "1404-05"))
    assert {row["kind"] for row in answer.rows} == {"subscale", "component", "total"}
    for row in answer.rows:
        columns = items[row["scale"]]
        answered = pl.sum_horizontal(pl.col(columns).is_not_null()) * 2 >= len(columns)
        score = pl.when(answered).then(pl.mean_horizontal(columns)).round(9)
        same(row, told(drawn, score, EVERYBODY))
