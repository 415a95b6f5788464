"""The questionnaires of `data/instruments/` and the studies of `data/studies/`: one TOML each."""

import tomllib
from dataclasses import dataclass
from pathlib import Path

from etl.contract import Column
from etl.data_folder import DataFolder
from etl.refusal import Refusal
from etl.tables import read_table

STUDY_TABLE = ["item", "loading", "mean", "sd", "t", "p", "status"]
# Of `weights`: raked to the population that a survey wave tells, or left as the extract has them.
FROM_WAVE, AS_GIVEN = WEIGHTS = ("wave", "none")


@dataclass(frozen=True)
class Instrument:
    """A questionnaire as its TOML gives it."""

    name: str
    toml: dict

    @property
    def batteries(self) -> list[str]:
        return [battery["battery"] for battery in self.toml["batteries"]]

    @property
    def overall(self) -> list[dict]:
        return self.toml.get("overall", [])

    @property
    def weights(self) -> str:
        return self.toml.get("weights", FROM_WAVE)

    def answer_columns(self) -> list[tuple[str, dict, str]]:
        """(column name, item, battery) of every answer, in the order of the questionnaire."""
        single = len(self.batteries) == 1
        answers = [
            (item["item"] if single else f"{item['item']}.{battery}", item, battery)
            for battery in self.batteries
            for item in self.toml["items"]
        ]
        return answers + [(item["item"], item, "overall") for item in self.overall]

    def scales(self) -> dict[tuple[str, str], list[str]]:
        """(battery, scale) → its answer columns; the scales are subscales, components and total."""
        component = {s["subscale"]: s.get("component") for s in self.toml.get("subscales", [])}
        scales: dict[tuple[str, str], list[str]] = {}
        for column, item, battery in self.answer_columns():
            subscale = item.get("subscale")
            of = ("total", subscale, item.get("component") or component.get(subscale))
            for scale in of if battery != "overall" else ():
                if scale:
                    scales.setdefault((battery, scale), []).append(column)
        return scales

    def limits(self, item: dict) -> tuple[float, float, float]:
        """Lowest, highest and reference of an item: its own, else the questionnaire's."""
        keys = ("lowest", "highest", "reference")
        return tuple(float(item.get(key, self.toml[key])) for key in keys)

    def contract(self) -> list[Column]:
        codes = tuple(float(code) for code in self.toml.get("not_applicable", []))
        return [
            Column(
                column,
                f"answer to {item.get('title_en', column)}",
                "whole",
                empty=True,
                lowest=self.limits(item)[0],
                highest=self.limits(item)[1],
                not_answers=codes,
            )
            for column, item, _ in self.answer_columns()
        ]


def read_instruments(folder: DataFolder) -> dict[str, Instrument]:
    """Every questionnaire of the data folder, by name."""
    found = {}
    for path in sorted(folder.instruments.glob("*.toml")):
        toml = read_toml(path)
        missing = [
            key
            for key in ("instrument", "title_fa", "title_en", "lowest", "highest", "reference",
                        "batteries", "items")
            if key not in toml
        ]  # fmt: skip
        if missing:
            raise Refusal(
                path.name, f"lacks {', '.join(missing)}", "see data/README.md", code="settings"
            )
        items = [item.get("item") for item in toml["items"] + toml.get("overall", [])]
        if twice := sorted({str(item) for item in items if items.count(item) > 1}):
            raise Refusal(
                path.name,
                f"items that stand twice: {', '.join(twice)}",
                "one each",
                code="settings",
            )
        if (weights := toml.get("weights", FROM_WAVE)) not in WEIGHTS:
            right = f"one of {', '.join(WEIGHTS)}"
            raise Refusal(path.name, f"weights = {weights!r}", right, code="settings")
        found[toml["instrument"]] = Instrument(toml["instrument"], toml)
    return found


def read_studies(folder: DataFolder) -> list[tuple[dict, list[dict]]]:
    """Every published study: its TOML and the rows of its table."""
    studies = []
    for path in sorted(folder.studies.glob("*.toml")):
        table = read_table(path.with_suffix(".csv"), STUDY_TABLE)
        studies.append((read_toml(path), table))
    return studies


def read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise Refusal(
            path.name, f"not a TOML file: {error}", "see data/README.md", code="settings"
        ) from error
