"""The files of `data/mappings/`: what the organisation says about the layouts of other systems."""

from dataclasses import dataclass, field
from pathlib import Path

from etl.data_folder import DataFolder
from etl.formats.layout import Layout
from etl.instruments import read_toml
from etl.mapping_keys import refuse_wrong_keys
from etl.persian_text import normalised


@dataclass(frozen=True)
class Mapping:
    """One TOML of `data/mappings/`, or the canonical layout of a kind of extract."""

    name: str
    kind: str
    instrument: str | None = None
    files: str = "*"
    layout: Layout = Layout()
    columns: dict[str, str] = field(default_factory=dict)  # header → ours
    constants: dict[str, str] = field(default_factory=dict)  # ours → value
    values: dict[str, dict[str, str]] = field(default_factory=dict)  # ours → found → becomes
    line_number: str = ""  # our column that takes the line number
    date_format: str = ""  # strptime codes, or "excel"
    calendar: str = ""  # jalali or gregorian, where the year does not tell
    decimal: str = ""  # the sign before decimals, where it is not a point
    units: dict[str, str] = field(default_factory=dict)  # ours → what a plain number counts
    missing: tuple[str, ...] = ()  # what stands where there is no value
    unpivot: dict[str, dict[str, str]] = field(default_factory=dict)  # ours → header → its value
    long: dict[str, str] = field(default_factory=dict)  # item, answer, battery → header
    ignore_others: bool = False

    @property
    def headers(self) -> list[str]:
        """The headers that it names."""
        unpivoted = [header for headers in self.unpivot.values() for header in headers]
        return [*self.columns, *unpivoted, *self.long.values()]


def read_mappings(folder: DataFolder) -> list[Mapping]:
    return [_mapping(path) for path in sorted(folder.mappings.glob("*.toml"))]


def _mapping(path: Path) -> Mapping:
    toml = read_toml(path)
    refuse_wrong_keys(f"mappings/{path.name}", toml)
    return Mapping(
        name=toml.get("mapping", path.stem),
        kind=toml["kind"],
        instrument=toml.get("instrument"),
        files=toml.get("files", "*"),
        layout=_layout(toml),
        columns=_texts(toml.get("columns", {})),
        constants={ours: normalised(str(v)) for ours, v in toml.get("constants", {}).items()},
        values={ours: _texts(words) for ours, words in toml.get("values", {}).items()},
        line_number=toml.get("line_number", ""),
        date_format=toml.get("date_format", ""),
        calendar=toml.get("calendar", ""),
        decimal=toml.get("decimal", ""),
        units=toml.get("units", {}),
        missing=tuple(toml.get("missing", ())),
        unpivot={ours: _texts(headers) for ours, headers in toml.get("unpivot", {}).items()},
        long={part: normalised(header) for part, header in toml.get("long", {}).items()},
        ignore_others=toml.get("other_columns", "refuse") == "ignore",
    )


def _texts(told: dict) -> dict[str, str]:
    """Their words as they are compared → ours."""
    return {normalised(theirs): str(ours) for theirs, ours in told.items()}


def _layout(toml: dict) -> Layout:
    return Layout(
        toml.get("encoding", ""),
        toml.get("delimiter", ""),
        str(toml.get("sheet", "")),
        toml.get("header_row"),
        tuple(toml.get("value_labels", ())),
    )
