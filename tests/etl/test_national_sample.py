"""The national sample: every branch, opening hours, a capacity, outages that can be found again."""

import dataclasses
from pathlib import Path

import polars as pl
import pytest

from etl import sample
from etl.sample.months import Month
from etl.sample.opening import HOURS
from etl.sample.outages import outages
from etl.sample.sizes import SIZES

DATA = Path(__file__).resolve().parents[2] / "data"
FOLDERS = {part: DATA / part for part in ("reference", "instruments", "studies", "frameworks")}
MONTH = "1404-09"
SEED = 7


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> Path:
    to = tmp_path_factory.mktemp("national")
    sample.write(to, 1, until=MONTH, seed=SEED, size="national", **FOLDERS)
    return to


@pytest.fixture(scope="module")
def log(folder) -> pl.DataFrame:
    branches = pl.read_csv(DATA / "reference" / "branches.csv").select("branch", "province")
    rows = pl.read_csv(folder / f"service_log_{MONTH}.csv").join(branches, on="branch", how="left")
    day = pl.col("submitted_at").str.slice(8, 2).cast(pl.Int64) - 1
    clock = pl.col("submitted_at").str.slice(11, 5)
    return rows.with_columns(day=day, clock=clock)


def test_five_hundred_branches_and_every_province_service_and_channel_report(log):
    assert log["branch"].n_unique() >= 500
    counts = [log[column].n_unique() for column in ("province", "service", "channel")]
    assert counts[0] == 31 and counts[1] >= 40 and counts[2] == 7
    assert 80_000 < log.height < 140_000  # three to five millions in 36 months


def test_respondents_of_each_province_are_as_many_as_the_size_says(folder):
    branches = pl.read_csv(DATA / "reference" / "branches.csv").select("branch", "province")
    answers = pl.read_csv(folder / f"survey_remote_services_42_{MONTH}.csv")
    of_province = answers.join(branches, on="branch").group_by("province").len()["len"]
    fewest, most = SIZES["national"].respondents
    assert of_province.len() == 31
    assert fewest <= of_province.min() and of_province.max() <= most


def test_it_has_three_years_where_nobody_says_otherwise(tmp_path, monkeypatch):
    """How many months is the size's to say; here a short one, since thirty-six take minutes."""
    assert SIZES["national"].months == 36
    short = dataclasses.replace(SIZES["small"], months=2)
    monkeypatch.setitem(SIZES, "small", short)
    files = sample.write(tmp_path, until=MONTH, seed=SEED, size="small", **FOLDERS)
    months = {file.stem[-7:] for file in files if file.stem.startswith("service_log")}
    assert months == {"1404-08", MONTH}


def test_counters_serve_only_while_they_are_open_and_remote_channels_always(log):
    clock = log.filter(pl.col("channel").is_in(["in_person", "kiosk"]))
    opens = clock.group_by("branch").agg(pl.col("clock").min().alias("first"),
                                         pl.col("clock").max().alias("last"))  # fmt: skip
    earliest, latest = min(o for o, *_ in HOURS), max(c for _, c, _ in HOURS)
    assert opens["first"].min() >= f"{int(earliest):02d}:00"
    assert opens["last"].max() < f"{int(latest):02d}:00"
    assert opens.filter(pl.col("last") > "14:30").height < 0.3 * opens.height  # not all alike
    assert (log.filter(channel="web_portal")["clock"] > "20:00").any()


def test_on_days_with_more_visits_than_a_counter_serves_more_leave(log):
    visits = log.filter(channel="in_person")
    of_day = visits.with_columns(
        number=pl.len().over("branch", "day"), usual=pl.len().over("branch") / 22
    )
    crowded = of_day.filter(pl.col("number") > 2.5 * pl.col("usual"), pl.col("number") > 6)
    others = of_day.filter(pl.col("number") <= 1.2 * pl.col("usual"))
    share = [(part["status"] == "abandoned").mean() for part in (crowded, others)]
    assert crowded.height > 100 and share[0] > 2 * share[1]


def test_planted_outages_are_seen_in_the_log(log):
    provinces = pl.read_csv(DATA / "reference" / "provinces.csv")["province"].to_list()
    planted = outages(SEED, Month.named(MONTH), provinces)
    assert planted
    for outage in planted:
        rows = log.filter(channel=outage.channel)
        if outage.province:
            rows = rows.filter(province=outage.province)
        hit = pl.col("day").is_between(outage.first, outage.first + outage.days - 1)
        failed = rows.filter(hit)["status"].eq("failed")
        if failed.len() >= 50:
            assert failed.mean() > 0.8 * outage.failed


def test_a_month_is_the_same_however_many_are_asked_for(folder, tmp_path):
    files = sample.write(tmp_path, 2, until=MONTH, seed=SEED, size="national", **FOLDERS)
    again = [file for file in files if MONTH in file.name]
    assert len(again) == 3
    for file in again:
        assert file.read_bytes() == (folder / file.name).read_bytes()


def test_without_stories_nothing_fails_for_a_reason_of_the_day(folder, tmp_path):
    quiet = sample.write(tmp_path, 1, until=MONTH, size="national", stories=False, **FOLDERS)
    told = pl.read_csv(folder / f"service_log_{MONTH}.csv")
    assert pl.read_csv(quiet[0])["status"].eq("failed").mean() < told["status"].eq("failed").mean()
