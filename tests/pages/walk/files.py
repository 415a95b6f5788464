"""What do the files say? Requests and answer sheets as rows, with province, month and weight."""

import datetime as dt
import tomllib
from functools import cached_property
from pathlib import Path

import jdatetime
import polars as pl

WEEKEND = (3, 4)  # Thursday and Friday, as Python counts
KEYS = ("province", "branch", "channel", "service", "customer_group")


class Files:
    """The rows of a data folder's inbox, with what the reference data says of them."""

    def __init__(self, root: Path):
        self.root = root

    def table(self, name: str) -> pl.DataFrame:
        return pl.read_csv(self.root / "reference" / f"{name}.csv", infer_schema=False)

    @cached_property
    def province_of(self) -> dict:
        return dict(self.table("branches").select("branch", "province").rows())

    @cached_property
    def provinces(self) -> list:
        return sorted(self.table("provinces")["province"])

    @cached_property
    def regions(self) -> dict:
        rows = self.table("regions").select("region", "provinces").rows()
        return {region: tuple(sorted(inside.split())) for region, inside in rows}

    @cached_property
    def items(self) -> pl.DataFrame:
        """The factors: item, subscale, component, position."""
        subscales = {one["subscale"]: one["component"] for one in self.instrument["subscales"]}
        rows = [
            {"item": one["item"], "subscale": one["subscale"],
             "component": subscales[one["subscale"]], "position": at}
            for at, one in enumerate(self.instrument["items"])
        ]  # fmt: skip
        return pl.DataFrame(rows)

    @cached_property
    def instrument(self) -> dict:
        path = self.root / "instruments" / "remote_services_42.toml"
        return tomllib.loads(path.read_text(encoding="utf-8"))

    @cached_property
    def titles(self) -> dict:
        """Factor, subscale and component → its Persian title; and of all factors together."""
        named = {"total": "همهٔ عامل‌ها با هم"}
        for kind, code in (("items", "item"), ("subscales", "subscale"),
                           ("components", "component"), ("overall", "item")):  # fmt: skip
            named |= {one[code]: one["title_fa"] for one in self.instrument[kind]}
        return named

    @cached_property
    def published(self) -> dict:
        """item → the line of the published study."""
        rows = pl.read_csv(self.root / "studies" / "remote_services_42.csv", infer_schema=False)
        return {row["item"]: row for row in rows.to_dicts()}

    @cached_property
    def requests(self) -> pl.DataFrame:
        """One row per request; at, done_at, due: datetimes; seconds to completion."""
        rows = self._rows("service_log_*.csv", "submitted_at")
        moments = {"at": "submitted_at", "done_at": "completed_at", "due": "due_at"}
        rows = rows.with_columns(moment(rows[old]).alias(new) for new, old in moments.items())
        remote = self.table("channels").select("channel", "remote")
        seconds = (pl.col("done_at") - pl.col("at")).dt.total_seconds()
        done = pl.col("status") == "completed"
        return rows.join(remote, on="channel", how="left").with_columns(
            seconds=pl.when(done).then(seconds),
            known=pl.col("remote").is_in(["yes", "no"]),
            is_remote=pl.col("remote") == "yes",
            due_known=done & pl.col("due").is_not_null(),
            on_time=done & pl.col("due").is_not_null() & (pl.col("done_at") <= pl.col("due")),
        )

    @cached_property
    def sheets(self) -> pl.DataFrame:
        """One row per answer sheet; weight: so that the populations of the waves are met, in a unit
        that gives every month as much weight as it has sheets."""
        rows = self._rows("survey_remote_services_42_*.csv", "answered_on")
        answers = [*self.items["item"], "overall"]
        rows = rows.with_columns(pl.col(answers).cast(pl.Float64, strict=False))
        cell = ["month", "province", "customer_group"]
        persons = self.waves.select(*cell, pl.col("population").cast(pl.Float64))
        by_group = rows.join(persons, on=cell, how="left")
        whole = persons.filter(pl.col("customer_group").is_null()).drop("customer_group")
        joined = by_group.join(whole, on=["month", "province"], how="left", suffix="_whole")
        own = pl.col("population").is_not_null()
        joined = joined.with_columns(
            cell=pl.when(own).then("customer_group"),
            persons=pl.coalesce("population", "population_whole"),
        )
        each = pl.col("persons") / pl.len().over("month", "province", "cell")
        joined = joined.with_columns(weight=each)
        unit = pl.col("weight").sum().over("month") / pl.len().over("month")
        return joined.with_columns(weight=pl.col("weight") / unit)

    @cached_property
    def waves(self) -> pl.DataFrame:
        files = sorted((self.root / "inbox").glob("survey_wave_*.csv"))
        rows = pl.concat([pl.read_csv(file, infer_schema=False) for file in files])
        numbers = ("invited", "answered", "population")
        return rows.rename({"wave": "month"}).with_columns(
            *(pl.col(name).cast(pl.Int64) for name in numbers),
            pl.when(pl.col("customer_group") != "").then("customer_group").alias("customer_group"),
        )

    def working_days(self, month: str) -> int:
        holidays = {dt.date.fromisoformat(day) for day in self.table("holidays")["day"]}
        return sum(d.weekday() not in WEEKEND and d not in holidays for d in days_of(month))

    def _rows(self, pattern: str, when: str) -> pl.DataFrame:
        files = sorted((self.root / "inbox").glob(pattern))
        rows = pl.concat([pl.read_csv(file, infer_schema=False) for file in files])
        places = pl.DataFrame({"branch": list(self.province_of), "province":
                               list(self.province_of.values())})  # fmt: skip
        rows = rows.join(places, on="branch", how="left", maintain_order="left")
        return rows.with_columns(month=pl.col(when).str.slice(0, 7))


def days_of(month: str):
    """The Gregorian days of a Jalali month."""
    year, number = map(int, month.split("-"))
    day = jdatetime.date(year, number, 1).togregorian()
    while jdatetime.date.fromgregorian(date=day).month == number:
        yield day
        day += dt.timedelta(days=1)


def moment(written: pl.Series) -> pl.Series:
    """Jalali moments as datetimes."""
    days = written.drop_nulls().str.slice(0, 10).unique().to_list()
    known = {day: jdatetime.date(*map(int, day.split("-"))).togregorian() for day in days if day}
    day = written.str.slice(0, 10).replace_strict(known, default=None, return_dtype=pl.Date)
    clock = pl.col("clock").str.strptime(pl.Time, "%H:%M:%S", strict=False)
    both = pl.DataFrame({"day": day, "clock": written.str.slice(11)})
    return both.select(pl.col("day").dt.combine(clock))["day"]
