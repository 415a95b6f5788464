"""Foreign headers, values and shapes → ours: which kind of extract is this, and where is what?"""

from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from types import ModuleType

from etl.contract import Column
from etl.data_folder import DataFolder
from etl.instruments import Instrument, read_instruments, read_toml
from etl.persian_text import normalised
from etl.reading import Layout, Reading
from etl.refusal import Refusal, closest
from etl.sources import all_sources

KEYS = {
    "mapping", "kind", "instrument", "files", "encoding", "delimiter", "columns", "constants",
    "values", "line_number", "date_format", "other_columns",
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


@dataclass(frozen=True)
class Recognised:
    """What a file was taken for."""

    source: ModuleType
    mapping: Mapping
    instrument: Instrument | None
    columns: list[Column]
    headers: list[str]
    positions: dict[str, int]  # our column → position in the file

    @property
    def source_name(self) -> str:
        """Where extracts like this one come from: corrections replace within the same source."""
        parts = [self.source.KIND, self.mapping.name, self.instrument and self.instrument.name]
        return "/".join(part for part in parts if part)

    def header_of(self, column: str) -> str:
        """The name under which the sender knows one of our columns."""
        position = self.positions.get(column)
        return column if position is None else self.headers[position]


def recognise(path: Path, folder: DataFolder) -> Recognised:
    """Find the mapping that fits a file, else the kind whose own headers it has."""
    instruments = read_instruments(folder)
    for mapping in read_mappings(folder):
        if fnmatch(path.name, mapping.files):
            headers = _headers_if_readable(path, mapping)
            if headers and all(header in headers for header in mapping.columns):
                return _with_mapping(path, mapping, headers, instruments)
    return _canonical(path, Reading(path, Layout()).headers(), instruments)


def _headers_if_readable(path: Path, mapping: Mapping) -> list[str]:
    """No headers where the file is not in the mapping's encoding: then it is another's."""
    try:
        return Reading(path, mapping.layout).headers()
    except Refusal:
        return []


def read_mappings(folder: DataFolder) -> list[Mapping]:
    return [_mapping(path) for path in sorted(folder.mappings.glob("*.toml"))]


def _mapping(path: Path) -> Mapping:
    toml = read_toml(path)
    if unknown := sorted(set(toml) - KEYS):
        proposals = ", ".join(closest(key, sorted(KEYS)) or key for key in unknown)
        raise Refusal(path.name, f"unknown keys {', '.join(unknown)}", f"perhaps {proposals}")
    if toml.get("kind") not in all_sources():
        raise Refusal(path.name, f"kind {toml.get('kind')!r}", f"one of {', '.join(all_sources())}")
    return Mapping(
        name=toml.get("mapping", path.stem),
        kind=toml["kind"],
        instrument=toml.get("instrument"),
        files=toml.get("files", "*"),
        layout=Layout(toml.get("encoding", "utf-8-sig"), toml.get("delimiter", ",")),
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


def _with_mapping(path, mapping: Mapping, headers, instruments) -> Recognised:
    source = all_sources()[mapping.kind]
    instrument = instruments.get(mapping.instrument or "")
    if mapping.kind == "survey" and instrument is None:
        raise Refusal(
            f"mapping {mapping.name}",
            f"instrument {mapping.instrument!r} is not in data/instruments",
            f"one of {', '.join(instruments)}",
        )
    positions = {ours: headers.index(header) for header, ours in mapping.columns.items()}
    found = Recognised(
        source, mapping, instrument, _columns(source, instrument, mapping), headers, positions
    )
    _refuse_wrong_columns(path, found)
    return found


def _canonical(path: Path, headers: list[str], instruments: dict[str, Instrument]) -> Recognised:
    """The kind, and for a survey the questionnaire, whose columns the headers resemble most."""
    candidates = []
    for source in all_sources().values():
        for instrument in instruments.values() if source.KIND == "survey" else [None]:
            columns = source.columns(instrument)
            ours = [column.name for column in columns]
            shared = len(set(ours) & set(headers))
            candidates.append((shared - len(set(headers) - set(ours)), source, instrument, columns))
    if not candidates or max(c[0] for c in candidates) <= -len(headers) or not headers:
        raise Refusal(
            path.name,
            f"no known kind of extract has the headers {', '.join(headers[:12])}",
            "the headers of a kind of extract, or a mapping in data/mappings",
        )
    _, source, instrument, columns = max(candidates, key=lambda candidate: candidate[0])
    positions = {c.name: headers.index(c.name) for c in columns if c.name in headers}
    found = Recognised(source, Mapping("", source.KIND), instrument, columns, headers, positions)
    _refuse_wrong_columns(path, found)
    return found


def _columns(source, instrument, mapping: Mapping) -> list[Column]:
    """The contract with the mapping's date format in it."""
    columns = source.columns(instrument)
    if not mapping.date_format:
        return columns
    return [
        Column(**{**vars(c), "date_format": mapping.date_format})
        if c.kind == "moment" and c.name not in mapping.constants
        else c
        for c in columns
    ]


def _refuse_wrong_columns(path: Path, found: Recognised) -> None:
    """A file with wrong columns is refused whole; the message proposes the closest names."""
    ours = [column.name for column in found.columns]
    given = {*found.positions, *found.mapping.constants, found.mapping.line_number}
    unknown = sorted(given - set(ours) - {""})
    missing = [c.name for c in found.columns if c.name not in given and c.required]
    if not given & set(found.source.PLACE):
        missing.append(" or ".join(found.source.PLACE))
    if "answers" in found.source.MARTS:
        sheet = {column for column, _, _ in found.instrument.answer_columns()}
        missing.extend(sorted(sheet - given - set(missing)))
    taken = {found.headers[position] for position in found.positions.values()}
    extra = [h for h in found.headers if h not in taken] if not found.mapping.ignore_others else []
    twice = sorted({h for h in taken if found.headers.count(h) > 1})
    if unknown or missing or extra or twice:
        raise Refusal(
            path.name,
            _wrong_columns(found, unknown, missing, extra, twice),
            f"the columns of {found.source.KIND}, or a mapping in data/mappings",
        )


def _wrong_columns(found: Recognised, unknown, missing, extra, twice) -> str:
    said = [f"taken for {found.source_name}"]
    if missing:
        said.append(f"missing columns {', '.join(missing)}")
    for header in extra:
        like = closest(header, missing)
        said.append(f"unexpected column {header!r}" + (f" (perhaps {like}?)" if like else ""))
    if unknown:
        said.append(f"the mapping names unknown columns {', '.join(unknown)}")
    if twice:
        said.append(f"columns that stand twice: {', '.join(twice)}")
    return "; ".join(said)
