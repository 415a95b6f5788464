"""Who is in the invented country? The reference data, as the sample uses them."""

import csv
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

import numpy as np

from etl.refusal import Refusal
from etl.sample.channels import CHANNELS
from etl.sample.months import Month, read_holidays
from etl.sample.outages import outages
from etl.sample.provinces import Province, provinces
from etl.sample.questionnaire import INSTRUMENT, Questionnaire
from etl.sample.services import ANOTHER, KINDS, SERVICES, Kind, Service
from etl.sample.sizes import SIZES, Size
from etl.sample.stories import Stories

LISTS = ("provinces", "branches", "channels", "services", "customer_groups", "holidays")


@dataclass(frozen=True)
class World:
    seed: int
    size: Size
    provinces: list[Province]
    channels: list[str]
    services: list[str]
    groups: list[str]
    holidays: frozenset[date]
    questionnaire: Questionnaire
    frameworks: dict[str, list[str]]  # framework → its statements

    @classmethod
    def read(
        cls, reference: Path, instruments: Path, studies: Path, frameworks: Path, seed: int,
        size: str,
    ) -> "World":  # fmt: skip
        lists = [reference / f"{name}.csv" for name in LISTS]
        asked, found = instruments / f"{INSTRUMENT}.toml", studies / f"{INSTRUMENT}.csv"
        for file in (*lists, asked, found):
            if not file.exists():
                raise Refusal("sample", f"{file} is missing", "the data folder of the product")
        return cls(
            seed,
            SIZES[size],
            provinces(_codes(reference, "provinces"), _rows(lists[1]), seed, size),
            [code for code in _codes(reference, "channels") if code in CHANNELS],
            _codes(reference, "services"),
            _codes(reference, "customer_groups"),
            read_holidays(reference / "holidays.csv"),
            Questionnaire.read(asked, found),
            _statements(frameworks),
        )

    @cached_property
    def kinds(self) -> list[Kind]:
        return [KINDS[service.kind] for service in self._traits()]

    @cached_property
    def service_weights(self) -> np.ndarray:
        """Channels × services: how often each is asked for there; 0 where it is not offered."""
        return np.array(
            [
                [s.weight * KINDS[s.kind].channels.get(channel, 0) for s in self._traits()]
                for channel in self.channels
            ]
        )

    @cached_property
    def group_weights(self) -> np.ndarray:
        """Services × customer groups: who asks for it."""
        return np.array([[s.groups.get(g, 1.0) for g in self.groups] for s in self._traits()])

    def stories(self, month: Month, told: bool) -> Stories:
        """What happens in a month; nothing where the stories are not told."""
        struck = told and self.size.limited
        codes = [province.code for province in self.provinces]
        return Stories(told, month, outages(self.seed, month, codes) if struck else ())

    def _traits(self) -> list[Service]:
        return [SERVICES.get(service, ANOTHER) for service in self.services]


def _rows(file: Path) -> list[dict[str, str]]:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _statements(frameworks: Path) -> dict[str, list[str]]:
    """Framework → its statements, in order; none where there is no such folder."""
    files = sorted(frameworks.glob("*.toml"))
    tomls = [tomllib.loads(file.read_text(encoding="utf-8")) for file in files]
    return {toml["framework"]: [one["statement"] for one in toml["statements"]] for toml in tomls}


def _codes(reference: Path, table: str) -> list[str]:
    """The first column of a list: its codes."""
    return [next(iter(row.values())) for row in _rows(reference / f"{table}.csv")]
