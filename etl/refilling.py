"""How do the rows of a load that was kept come into the marts again?

They are counted as the reference data and questionnaires are now, as a fresh load would be.
"""

from pathlib import Path

from etl import contract, filling
from etl.data_folder import DataFolder
from etl.instruments import Instrument, read_instruments
from etl.refusal import Refusal
from etl.sources import all_sources
from etl.sql import literal, name


def refill(con, folder: DataFolder, entry: dict) -> None:
    """Count the accepted rows of a load, a row of the table `loads`, into the marts of `con`."""
    source = all_sources().get(entry["kind"])
    if source is None:
        raise Refusal(f"load {entry['load']}", f"no module etl/sources/{entry['kind']}.py")
    insert(con, folder, entry["load"], source, _instrument(folder, entry))
    filling.refuse_loss(con, source, entry)


def insert(con, folder: DataFolder, load: int, source, instrument, only: str = "") -> None:
    """The same of those rows that satisfy the condition `only`."""
    rows = accepted_rows(folder, load)
    missing = _missing(con, rows, source.columns(instrument))
    filling.accept(con, load, rows, missing, only)
    filling.insert(con, source, instrument)


def accepted_rows(folder: DataFolder, load: int) -> Path:
    """The Parquet file with the rows of a load; refused where it is gone."""
    path = folder.loads / str(load) / "accepted.parquet"
    if not path.is_file():
        raise Refusal(
            f"load {load}",
            f"its rows are gone: {path}",
            "the folder of the load from a backup (python -m etl restore)",
        )
    return path


def _instrument(folder: DataFolder, entry: dict) -> Instrument | None:
    """The questionnaire, which is the last part of a survey's source."""
    if entry["kind"] != "survey":
        return None
    named, known = entry["source"].rpartition("/")[2], read_instruments(folder)
    if named not in known:
        raise Refusal(
            f"load {entry['load']}",
            f"its questionnaire {named} is not in data/instruments",
            f"data/instruments/{named}.toml as it was",
        )
    return known[named]


def _missing(con, rows: Path, columns: list) -> list[str]:
    """The columns that came to us since, in which nobody has a value."""
    found = con.execute(f"describe from read_parquet({literal(rows)})").fetchall()
    missing = [column for column in columns if column.name not in {row[0] for row in found}]
    kinds = ["double" if c.kind in contract.NUMBERS else "varchar" for c in missing]
    return [f"null::{kind} as {name(c.name)}" for c, kind in zip(missing, kinds, strict=True)]
