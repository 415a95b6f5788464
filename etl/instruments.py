"""The questionnaires of `data/instruments/` and the studies of `data/studies/`: one TOML each."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path

from etl.answer_labels import Scale, labels_of, not_answers, read_scales
from etl.battery_pairs import KANO_LABELS, KANO_SCALE, kano_columns
from etl.contract import Column
from etl.data_folder import DataFolder
from etl.instrument_keys import WEIGHTS, refuse_wrong_keys
from etl.refusal import wrong_setting
from etl.tables import read_table

STUDY_TABLE = ["item", "loading", "mean", "sd", "t", "p", "status"]
FROM_WAVE, AS_GIVEN = WEIGHTS


@dataclass(frozen=True)
class Instrument:
    """A questionnaire as its TOML gives it."""

    name: str
    toml: dict
    file: str = ""
    words: dict[str, dict[str, str]] = field(default_factory=dict)  # item → word → answer, or ""
    not_answers: tuple[float, ...] = ()

    @property
    def batteries(self) -> list[str]:
        return [battery["battery"] for battery in self.toml["batteries"]]

    @property
    def overall(self) -> list[dict]:
        return self.toml.get("overall", [])

    @property
    def kano(self) -> list[dict]:
        return [KANO_SCALE | item for item in self.toml.get("kano", [])]

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
        overall = [(item["item"], item, "overall") for item in self.overall]
        return answers + overall + kano_columns(self.kano)

    @property
    def open(self) -> list[dict]:
        """The questions that are answered in the respondent's own words."""
        return self.toml.get("open", [])

    def open_rows(self) -> list[dict]:
        """The open questions as rows of a table."""
        return [
            {"instrument": self.name, "position": n}
            | {key: asked[key] for key in ("question", "title_fa", "title_en")}
            for n, asked in enumerate(self.open, start=1)
        ]

    def told_columns(self) -> list[tuple[str, dict, str]]:
        """`answer_columns`, then those of the open questions, whose battery is `open`."""
        return self.answer_columns() + [
            (asked["question"], asked | {"item": asked["question"]}, "open") for asked in self.open
        ]

    def scales(self) -> dict[tuple[str, str], list[str]]:
        """(battery, scale) → its answer columns; the scales are subscales, components and total."""
        component = {s["subscale"]: s.get("component") for s in self.toml.get("subscales", [])}
        scales: dict[tuple[str, str], list[str]] = {}
        for column, item, battery in self.answer_columns():
            subscale = item.get("subscale")
            of = ("total", subscale, item.get("component") or component.get(subscale))
            for scale in of if battery in self.batteries else ():
                if scale:
                    scales.setdefault((battery, scale), []).append(column)
        return scales

    def limits(self, item: dict) -> tuple[float, float, float]:
        """Lowest, highest and reference of an item: its own, else the questionnaire's."""
        keys = ("lowest", "highest", "reference")
        return tuple(float(item.get(key, self.toml[key])) for key in keys)

    def contract(self) -> list[Column]:
        return [
            Column(
                column,
                f"answer to {item.get('title_en', column)}",
                "whole",
                empty=True,
                lowest=self.limits(item)[0],
                highest=self.limits(item)[1],
                not_answers=self.not_answers,
                words=tuple(self.words.get(item["item"], {}).items()),
            )
            for column, item, _ in self.answer_columns()
        ] + [
            Column(
                asked["question"],
                f"open answer to {asked['title_en']}",
                "comment",
                required=False,
                empty=True,
            )
            for asked in self.open
        ]


def read_instruments(folder: DataFolder) -> dict[str, Instrument]:
    """Every questionnaire of the data folder, by name."""
    found: dict[str, Instrument] = {}
    scales = read_scales(folder.instruments / "scales")
    for path in sorted(folder.instruments.glob("*.toml")):
        toml = read_toml(path)
        instrument = _instrument(f"instruments/{path.name}", toml, scales)
        if other := found.get(instrument.name):
            what = f"{instrument.name} is already the instrument of {other.file}"
            raise wrong_setting(instrument.file, what, "a name of its own")
        found[instrument.name] = instrument
    return found


def _instrument(file: str, toml: dict, scales: dict[str, Scale]) -> Instrument:
    refuse_wrong_keys(file, toml)
    codes, no_answers = not_answers(f"{file}: not_applicable", toml.get("not_applicable", []))
    plain = Instrument(toml["instrument"], toml)
    words = {
        item["item"]: _labels(file, plain, item, scales) | no_answers
        for item in (*toml["items"], *plain.overall)
    }
    if plain.kano:
        known = _kano_labels(file, toml, scales) | no_answers
        words |= {item["item"]: known for item in plain.kano}
    return Instrument(plain.name, toml, file, words, codes)


def _labels(file: str, instrument: Instrument, item: dict, scales) -> dict[str, str]:
    """The words of one item: its own, else those of the questionnaire if it has the same scale."""
    limits, common = instrument.limits(item)[:2], instrument.limits({})[:2]
    if "labels" in item:
        return labels_of(f"{file}: {item['item']}: labels", item["labels"], limits, scales)
    if "labels" not in instrument.toml or limits != common:
        return {}
    return labels_of(f"{file}: labels", instrument.toml["labels"], limits, scales)


def _kano_labels(file: str, toml: dict, scales) -> dict[str, str]:
    """The words of the five answers; numbers from 1 to 5 are understood without any."""
    told = toml.get("kano_labels", KANO_LABELS if KANO_LABELS in scales else {})
    limits = (KANO_SCALE["lowest"], KANO_SCALE["highest"])
    return labels_of(f"{file}: kano_labels", told, limits, scales)


def read_studies(folder: DataFolder) -> list[tuple[dict, list[dict]]]:
    """Every published study: its TOML and the rows of its table."""
    studies = []
    for path in sorted(set(folder.studies.glob("*.toml")) - {folder.evidence_model}):
        table = read_table(path.with_suffix(".csv"), STUDY_TABLE)
        studies.append((read_toml(path), table))
    return studies


def read_toml(path: Path) -> dict:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        what = f"not a TOML file: {error}"
        raise wrong_setting(path.name, what, "see data/README.md") from error
