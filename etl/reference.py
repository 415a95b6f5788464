"""The organisation's reference data, questionnaires and studies as tables of the warehouse."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import duckdb
import polars as pl

from etl.actions import COLUMNS as ACTIONS
from etl.actions import read_actions
from etl.calendar_table import calendar
from etl.cities import CITIES, read_cities
from etl.data_folder import DataFolder
from etl.events import EVENTS, read_events
from etl.evidence_model import EVIDENCE, read_evidence_model
from etl.frameworks import TABLES as FRAMEWORKS
from etl.frameworks import framework_tables
from etl.instrument_tables import ASKED, instrument_tables
from etl.instruments import read_instruments, read_studies
from etl.papers import PAPERS, read_papers
from etl.refusal import Refusal
from etl.sql import name
from etl.tables import day, read_keyed
from etl.targets import TARGETS, read_targets
from etl.themes import SCHEMAS as THEMES
from etl.themes import read_themes

# table → the columns its CSV must have; the first is the key
TABLES = {
    "provinces": ["province", "name_fa", "name_en"],
    "branches": ["branch", "name_fa", "name_en", "province", "opened", "closed", "source"],
    "services": ["service", "name_fa", "name_en", "group_fa", "group_en", "source"],
    "channels": ["channel", "name_fa", "name_en", "remote"],
    "customer_groups": ["customer_group", "name_fa", "name_en"],
}
DAYS = {"opened", "closed"}


def create_tables(con: duckdb.DuckDBPyConnection, folder: DataFolder) -> None:
    """Write every reference table anew into `con`."""
    for table, frame in _tables(folder):
        con.register("frame", frame)
        con.execute(f"create or replace table {name(table)} as from frame")
        con.unregister("frame")
    con.execute("create or replace view months as select distinct month from calendar")


def fingerprint(folder: DataFolder) -> str:
    """Changes when any reference file, questionnaire or study changes."""
    # Also when the program asks for other tables than the version published before.
    asked = [*TABLES, *CITIES, EVENTS, TARGETS, ACTIONS, PAPERS, *ASKED, *THEMES, EVIDENCE,
             FRAMEWORKS]  # fmt: skip
    digest = hashlib.sha256(repr(asked).encode())
    for path in (folder.events, folder.targets, folder.actions, folder.themes):
        if path.exists():
            digest.update(path.name.encode() + path.read_bytes())
    for part in (folder.reference, folder.instruments, folder.studies, folder.frameworks):
        for path in sorted(p for p in part.glob("*") if p.suffix in (".csv", ".toml")):
            digest.update(path.name.encode() + path.read_bytes())
    return digest.hexdigest()


def _tables(folder: DataFolder) -> Iterator[tuple[str, pl.DataFrame]]:
    for table, columns in TABLES.items():
        frame = _frame(folder.reference / f"{table}.csv", columns)
        if table == "provinces":
            provinces = set(frame["province"])
        elif table == "branches":
            _refuse_unknown("branches.csv", "branch", frame, provinces)
        elif table == "channels":
            _refuse_wrong_remote(frame)
        yield table, frame
    regions = _regions(folder.reference / "regions.csv")
    _refuse_unknown("regions.csv", "region", regions, provinces)
    yield "regions", regions
    yield "cities", read_cities(folder.reference / "branches.csv")
    yield "events", read_events(folder)
    yield "targets", read_targets(folder)
    yield "calendar", calendar(folder.reference / "holidays.csv")
    instruments = read_instruments(folder)
    yield from instrument_tables(list(instruments.values()))
    yield from _study_tables(folder)
    yield from read_papers(folder)
    yield from framework_tables(folder)
    actions, action_factors = read_actions(folder)
    yield from (("actions", actions), ("action_factors", action_factors))
    yield from read_themes(folder).items()
    yield from read_evidence_model(folder, actions)


def _refuse_unknown(file: str, key: str, frame: pl.DataFrame, provinces: set[str]) -> None:
    """A branch without a known province would be missing from every province's figures."""
    for row in frame.filter(~pl.col("province").is_in(list(provinces), nulls_equal=True)).rows(
        named=True
    ):
        found = f"{row[key]}: province {row['province'] or 'missing'}"
        raise Refusal(file, found, "a code of data/reference/provinces.csv", code="settings")


def _refuse_wrong_remote(frame: pl.DataFrame) -> None:
    for channel, remote in frame.select("channel", "remote").rows():
        if remote not in ("yes", "no", "unknown"):
            raise Refusal(
                "channels.csv",
                f"{channel}: remote {remote!r}",
                "yes, no or unknown",
                code="settings",
            )


def _frame(path: Path, columns: list[str]) -> pl.DataFrame:
    """A table of the organisation; the columns of DAYS are days."""
    rows = read_keyed(path, columns)
    for line, row in enumerate(rows, start=2):
        row |= {c: day(path, line, c, row[c]) for c in DAYS & row.keys()}
    schema = {c: pl.Date if c in DAYS else pl.String for c in columns}
    return pl.DataFrame(rows, schema=schema)


def _regions(path: Path) -> pl.DataFrame:
    columns = ["region", "name_fa", "name_en", "provinces"]
    return (
        _frame(path, columns)
        .with_row_index("position", offset=1)
        .with_columns(pl.col("position").cast(pl.Int32), pl.col("provinces").str.split(" "))
        .explode("provinces")
        .rename({"provinces": "province"})
    )


def _study_tables(folder: DataFolder) -> Iterator[tuple[str, pl.DataFrame]]:
    studies = read_studies(folder)
    texts = ["study", "instrument", "title_fa", "title_en", "citation", "doi", "province"]
    tops = [{k: toml.get(k) for k in [*texts, "n"]} for toml, _ in studies]
    schema = dict.fromkeys(texts, pl.String) | {"n": pl.Int64}
    yield "studies", pl.DataFrame(tops, schema=schema)
    numbers = ["loading", "mean", "sd", "t", "p"]
    rows = [
        {"study": toml["study"], "item": row["item"], "status": row["status"]}
        | {k: float(row[k]) for k in numbers}
        for toml, table in studies
        for row in table
    ]
    schema = dict.fromkeys(["study", "item"], pl.String) | dict.fromkeys(numbers, pl.Float64)
    yield "study_items", pl.DataFrame(rows, schema=schema | {"status": pl.String})
    figures = [
        {"study": toml["study"], "figure": figure, "value": float(value)}
        for toml, _ in studies
        for figure, value in toml.get("figures", {}).items()
    ]
    schema = {"study": pl.String, "figure": pl.String, "value": pl.Float64}
    yield "study_figures", pl.DataFrame(figures, schema=schema)
