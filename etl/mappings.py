"""Foreign headers, values and shapes → ours: which kind of extract is this, and where is what?"""

from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType

from etl.column_names import folded, listed
from etl.contract import Column
from etl.data_folder import DataFolder
from etl.formats.layout import Layout
from etl.header_search import FirstLook, Header, only
from etl.instruments import Instrument, read_instruments
from etl.mapped_contract import contract_of, for_all_answers, unpivoted
from etl.mapping_files import Mapping, read_mappings
from etl.mapping_keys import refuse_unknown_columns
from etl.refusal import Refusal
from etl.returned import LINE, is_returned
from etl.sources import all_sources
from etl.wrong_columns import refuse_wrong_columns


@dataclass(frozen=True)
class Recognised:
    """What a file was taken for."""

    source: ModuleType
    mapping: Mapping
    instrument: Instrument | None
    columns: list[Column]
    headers: list[str]
    positions: dict[str, int]  # our column → position in the file
    layout: Layout = Layout()  # how it is read: what the mapping told and what was found out
    notes: list[str] = field(default_factory=list)  # what was found out, to be said
    long: dict[str, int] = field(default_factory=dict)  # item, answer, battery → position

    @property
    def source_name(self) -> str:
        """Where extracts like this one come from: corrections replace within the same source."""
        parts = [self.source.KIND, self.mapping.name, self.instrument and self.instrument.name]
        return "/".join(part for part in parts if part)

    @property
    def free_text(self) -> frozenset[int]:
        """The positions of open answers: of a long survey, where all answers are."""
        asked = [c.name for c in self.columns if c.kind == "comment"]
        found = {self.positions[name] for name in asked if name in self.positions}
        return frozenset(found | ({self.long["answer"]} if asked and self.long else set()))

    def header_of(self, column: str) -> str:
        """The name under which the sender knows one of our columns."""
        position = self.positions.get(column)
        return column if position is None else self.headers[position]


def recognise(path: Path, folder: DataFolder) -> Recognised:
    """Find the mapping that fits a file, else the kind whose own headers it has."""
    instruments, look = read_instruments(folder), FirstLook(path)
    named = [mapping for mapping in read_mappings(folder) if look.content.named(mapping.files)]
    for mapping in named:
        if header := _fitting(look, mapping, instruments):
            return _with_mapping(path, mapping, header, instruments)
    try:
        return _canonical(path, look.headers(Layout()), instruments)
    except Refusal as refusal:
        if nearly := [said for mapping in named if (said := _lacking(look, mapping))]:
            what = f"{refusal.what}; {'; '.join(nearly)}"
            raise Refusal(path.name, what, refusal.right, code=refusal.code) from refusal
        raise


def _fitting(look: FirstLook, mapping: Mapping, instruments) -> Header | None:
    """The row that has all headers of a mapping; none where the file is not read its way."""
    try:
        headers = look.headers(mapping.layout)
    except Refusal:
        return None  # not in the mapping's encoding: then it is another's
    wanted = mapping.headers or _own_names(mapping, instruments)
    fit = [header for header in headers if header.names.all_of(wanted)]
    return only(look.path.name, fit, f"{mapping.kind} of the mapping {mapping.name}")


def _lacking(look: FirstLook, mapping: Mapping) -> str:
    """What keeps a mapping from fitting a file of which it knows the name, or most columns."""
    try:
        headers = look.headers(mapping.layout)
    except Refusal as refusal:
        return f"read as the mapping {mapping.name} says: {refusal.what}"
    if not headers and mapping.layout.sheet:
        return f"the mapping {mapping.name} reads the sheet {mapping.layout.sheet}, not there"
    if not headers or not mapping.headers:
        return ""
    absent = min(
        ([theirs for theirs in mapping.headers if header.names.position(theirs) is None]
         for header in headers),
        key=len,
    )  # fmt: skip
    if len(absent) > len(mapping.headers) / 2 and mapping.files == "*":
        return ""
    return f"the mapping {mapping.name} fits but for the columns {listed(absent)}"


def _own_names(mapping: Mapping, instruments) -> list[str]:
    """What a file must have whose mapping changes no header: our own required columns."""
    instrument = instruments.get(mapping.instrument or "")
    if mapping.kind == "survey" and not instrument:
        return []  # refused for its instrument, which is the first thing to mend
    columns = all_sources()[mapping.kind].columns(instrument)
    given = {*mapping.constants, mapping.line_number}
    return [column.name for column in columns if column.required and column.name not in given]


def _with_mapping(path, mapping: Mapping, header: Header, instruments) -> Recognised:
    source = all_sources()[mapping.kind]
    instrument = instruments.get(mapping.instrument or "")
    if mapping.kind == "survey" and instrument is None:
        raise Refusal(
            f"mapping {mapping.name}",
            f"instrument {mapping.instrument!r} is not in data/instruments",
            f"one of {', '.join(instruments)}",
            code="settings",
        )
    mapping = for_all_answers(mapping, instrument)
    columns = contract_of(source, instrument, mapping, bool(header.table.layout.sheet))
    refuse_unknown_columns(mapping, columns)
    positions = _own_positions(mapping, columns, header) | header.names.positions(_theirs(mapping))
    if mapping.line_number and is_returned(header.headers):
        positions[mapping.line_number] = header.headers.index(LINE)  # as it was in the file sent
    found = Recognised(
        source,
        mapping,
        instrument,
        columns,
        header.headers,
        positions,
        header.layout(mapping.layout),
        header.notes,
        header.names.positions({header: part for part, header in mapping.long.items()}),
    )
    refuse_wrong_columns(path, found)
    return found


def _theirs(mapping: Mapping) -> dict[str, str]:
    """Their header → our column, also of the headers that are to be unpivoted."""
    return mapping.columns | {
        header: unpivoted(by, value)
        for by, headers in mapping.unpivot.items()
        for header, value in headers.items()
    }


def _own_positions(mapping: Mapping, columns: list[Column], header: Header) -> dict[str, int]:
    """Columns that a mapping need not name, since they are called as we call them.

    Beside headers of theirs only what is spelled exactly so; a file that has none is wholly ours.
    """
    given = {*mapping.constants, *_theirs(mapping).values(), mapping.line_number}
    own = {column.name: column.name for column in columns if column.name not in given}
    if not mapping.headers:
        return header.names.positions(own)
    return {ours: header.headers.index(ours) for ours in own if ours in header.headers}


def _asked_in(headers: list[str], instrument: Instrument | None) -> int:
    """How many questions of a questionnaire stand in the headers, in either language."""
    texts = [folded(header) for header in headers]
    told = instrument.told_columns() if instrument else []
    wordings = {folded(item[key]) for _, item, _ in told for key in ("title_fa", "title_en")}
    return sum(any(wording in text for text in texts) for wording in wordings if wording)


def _canonical(path: Path, rows: list[Header], instruments: dict[str, Instrument]) -> Recognised:
    """The kind, and for a survey the questionnaire, whose columns a row resembles most."""
    candidates = [
        (2 * len(positions) - len(row.headers), row, source, instrument, columns, positions)
        for source in all_sources().values()
        for instrument in (instruments.values() if source.KIND == "survey" else [None])
        for columns in [source.columns(instrument)]
        for row in rows
        # One name alone is chance: a request called r1 is no answer to the item R1.
        if len(positions := row.names.positions({c.name: c.name for c in columns})) > 1
    ]
    if not any(row.headers for row in rows):
        raise Refusal(path.name, "nothing is in the file", "a header and rows", code="no_rows")
    if not candidates:
        raise Refusal(
            path.name,
            f"no known kind of extract has the headers {listed(_widest(rows))}",
            "the headers of a kind of extract, as `etl template` writes them, or a mapping: the "
            "page Data desk proposes one, and data/mappings/README.md lists its keys",
            code="unknown_kind",
        )
    most = max(score for score, *_ in candidates)  # columns that are shared, less strange ones
    likely = [candidate for candidate in candidates if candidate[0] == most]
    if len(likely) > 1:
        likely.sort(key=lambda candidate: -_asked_in(candidate[1].headers, candidate[3]))
    _, row, source, instrument, columns, positions = likely[0]
    only(path.name, [candidate[1] for candidate in likely], source.KIND)
    mapping = Mapping("", source.KIND)
    columns = contract_of(source, instrument, mapping, bool(row.table.layout.sheet))
    found = Recognised(
        source, mapping, instrument, columns, row.headers, positions, row.layout(Layout()),
        row.notes,
    )  # fmt: skip
    refuse_wrong_columns(path, found)
    return found


def _widest(rows: list[Header]) -> list[str]:
    """The row that is most likely to be the header when none is known."""
    return max((row.headers for row in rows), key=len, default=[])
