"""The files of `data/mappings/`: what the organisation says about the layouts of other systems."""

from dataclasses import dataclass, field
from pathlib import Path

from etl.data_folder import DataFolder
from etl.formats.layout import Layout
from etl.instruments import read_toml
from etl.persian_text import normalised
from etl.refusal import Refusal, closest
from etl.sources import all_sources

KEYS = {
    "mapping", "kind", "instrument", "files", "encoding", "delimiter", "columns", "constants",
    "values", "line_number", "date_format", "other_columns", "sheet", "header_row", "value_labels",
}  # fmt: skip


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
    date_format: str = ""
    ignore_others: bool = False


def read_mappings(folder: DataFolder) -> list[Mapping]:
    return [_mapping(path) for path in sorted(folder.mappings.glob("*.toml"))]


def _mapping(path: Path) -> Mapping:
    toml = read_toml(path)
    if unknown := sorted(set(toml) - KEYS):
        proposals = ", ".join(closest(key, sorted(KEYS)) or key for key in unknown)
        raise Refusal(
            path.name, f"unknown keys {', '.join(unknown)}", f"perhaps {proposals}", code="settings"
        )
    if toml.get("kind") not in all_sources():
        raise Refusal(
            path.name,
            f"kind {toml.get('kind')!r}",
            f"one of {', '.join(all_sources())}",
            code="settings",
        )
    return Mapping(
        name=toml.get("mapping", path.stem),
        kind=toml["kind"],
        instrument=toml.get("instrument"),
        files=toml.get("files", "*"),
        layout=_layout(toml),
        columns={normalised(header): ours for header, ours in toml.get("columns", {}).items()},
        constants={ours: str(value) for ours, value in toml.get("constants", {}).items()},
        values={
            ours: {normalised(found): str(becomes) for found, becomes in words.items()}
            for ours, words in toml.get("values", {}).items()
        },
        line_number=toml.get("line_number", ""),
        date_format=toml.get("date_format", ""),
        ignore_others=toml.get("other_columns", "refuse") == "ignore",
    )


def _layout(toml: dict) -> Layout:
    return Layout(
        toml.get("encoding", ""),
        toml.get("delimiter", ""),
        str(toml.get("sheet", "")),
        toml.get("header_row"),
        tuple(toml.get("value_labels", ())),
    )
