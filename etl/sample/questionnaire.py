"""Which items are asked, to which component does each belong, and what did the study find?"""

import csv
import tomllib
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import numpy as np

from etl.sample import levels

INSTRUMENT = "remote_services_42"


@dataclass(frozen=True)
class Questionnaire:
    """One entry per item, in the order of the instrument; `component` counts from 0."""

    items: list[str]
    component: np.ndarray
    loading: np.ndarray
    mean: list[float]
    sd: list[float]

    @classmethod
    def read(cls, instrument: Path, study: Path) -> "Questionnaire":
        toml = tomllib.loads(instrument.read_text(encoding="utf-8"))
        names = [each["component"] for each in toml["components"]]
        of = {each["subscale"]: names.index(each["component"]) for each in toml["subscales"]}
        with study.open(encoding="utf-8", newline="") as lines:
            found = {row["item"]: row for row in csv.DictReader(lines)}
        items = [item["item"] for item in toml["items"]]
        return cls(
            items,
            np.array([of[item["subscale"]] for item in toml["items"]]),
            np.array([float(found[item]["loading"]) for item in items]),
            [float(found[item]["mean"]) for item in items],
            [float(found[item]["sd"]) for item in items],
        )

    @cached_property
    def below(self) -> np.ndarray:
        """The shares of answers below 2, 3, 4 and 5 that each item had in the study."""
        pairs = zip(self.mean, self.sd, strict=True)
        return np.array([np.cumsum(levels.shares(mean, sd))[:-1] for mean, sd in pairs])

    def counts(self, n: int) -> list[tuple[int, ...]]:
        """How many of `n` respondents give each answer, so that the study's figures result."""
        pairs = zip(self.mean, self.sd, strict=True)
        return [levels.counts(mean, sd, n) for mean, sd in pairs]
