"""Means, errors and design effects of the sample's survey against svy 0.35 on the raw sheets.

The sheets are the accepted rows of the loads; the answers come from the marts.
"""

import polars as pl
import pytest
import svy

from analysis import factor_status, satisfaction_trends, scale_status
from analysis.marts import Reader, open_marts
from analysis.selection import Selection

ITEMS = ("R1", "R17", "R42")
CLOSE = {"rel": 1e-8, "abs": 1e-12}
WAVE = {"first_month": "1404-05", "last_month": "1404-05"}


@pytest.fixture(scope="module")
def sheets(warehouse) -> pl.DataFrame:
    """Every accepted answer sheet with its province and month."""
    frames = []
    for accepted in sorted(warehouse.glob("warehouse/loads/*/accepted.parquet")):
        frame = pl.read_parquet(accepted)
        frames += [frame] if "respondent" in frame.columns else []
    return pl.concat(frames, how="diagonal_relaxed")


@pytest.fixture
def marts(sample_data):
    return open_marts(Reader("design"))


def told(sheets, values, domain):
    """svy's estimate of the mean of `values` in `domain`, over the design of all `sheets`."""
    frame = sheets.select("province", "branch", value=values).with_columns(
        met=(pl.col("value").is_not_null() & sheets.select(kept=domain)["kept"]).fill_null(False),
        value=pl.col("value").cast(pl.Float64).fill_null(0),
        weight=pl.lit(1.0),
    )
    design = svy.Design(stratum="province", psu="branch", wgt="weight", singleton="center")
    sample = svy.Sample(frame, design)
    found = sample.estimation.mean("value", deff="wr", where=svy.col("met")).estimates
    return found[0]


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
        assert row == expected | {"month": "1404-05"}


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
    of = "select item, 'total', subscale, component from items where not overall"
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
