"""The sample: extracts of an invented organisation, in exactly the form an analyst would drop.

One file per kind and month, and one of a panel of experts. The same arguments give the same bytes,
and a month is the same however many months are asked for.
"""

from collections.abc import Callable
from pathlib import Path

import polars as pl

from etl.data_folder import DataFolder
from etl.refusal import Refusal
from etl.sample import expert_panel, self_assessments, service_log, service_quality, survey
from etl.sample.months import Month, months_until
from etl.sample.questionnaire import INSTRUMENT
from etl.sample.sizes import SIZES
from etl.sample.world import World

__all__ = ["SIZES", "write"]


def write(
    to: Path,
    months: int | None = None,
    seed: int = 7,
    size: str = "small",
    until: str = "1405-07",
    reference: Path | None = None,
    instruments: Path | None = None,
    studies: Path | None = None,
    frameworks: Path | None = None,
    progress: Callable[[str], None] = lambda line: None,
    stories: bool = True,
) -> list[Path]:
    """Write the extracts of the `months` that end with `until`; returns the files, oldest first.

    months: None for those of the size. Without `reference`, `instruments`, `studies` and
    `frameworks` those of the data folder in use are taken.
    `stories`: whether the events of `etl.sample.stories` are planted.
    """
    if size not in SIZES:
        raise Refusal("sample", f"size '{size}' is not known", f"one of {', '.join(SIZES)}")
    months = SIZES[size].months if months is None else months
    wanted, folder = months_until(until, months), DataFolder.chosen()
    world = World.read(
        reference or folder.reference,
        instruments or folder.instruments,
        studies or folder.studies,
        frameworks or folder.frameworks,
        seed,
        size,
    )
    quality = service_quality.asked(instruments or folder.instruments)
    to.mkdir(parents=True, exist_ok=True)
    written = []
    for month in wanted:
        tables = _tables(world, month, stories, quality)
        written += [_write(table, to / f"{name}.csv") for name, table in tables.items()]
        log, answers = (table.height for table in list(tables.values())[:2])
        progress(f"{month.name}: {log:,} requests, {answers:,} respondents")
    return written


def _tables(
    world: World, month: Month, stories: bool, quality: dict | None
) -> dict[str, pl.DataFrame]:
    answers, waves = survey.tables(world, month, stories)
    found = {
        f"service_log_{month.name}": service_log.table(world, month, stories),
        f"survey_{INSTRUMENT}_{month.name}": answers,
        f"survey_wave_{month.name}": waves,
    }
    more = service_quality.table(world, month, stories, quality)
    if more is not None:
        found[f"survey_{service_quality.INSTRUMENT}_{month.name}"] = more
    if self_assessments.is_round(world, month):
        found[f"self_assessment_{month.name}"] = self_assessments.table(world, month)
    panel = expert_panel.table(world.questionnaire, month, world.seed)
    if panel is not None:
        found[f"expert_panel_{month.name}"] = panel
    return found


def _write(table: pl.DataFrame, file: Path) -> Path:
    """Under another name first: who loads the folder meanwhile never meets half a file."""
    partial = file.with_suffix(".partial")
    table.write_csv(partial)
    return partial.replace(file)
