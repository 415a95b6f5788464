"""Which rows of an unknown file may be its header, and which saved mapping is nearest to it?"""

from dataclasses import dataclass
from pathlib import Path

from etl.column_names import Names
from etl.data_folder import DataFolder
from etl.formats.layout import Layout, Row
from etl.header_search import FirstLook, Header
from etl.instruments import read_toml
from etl.mapping_files import read_mappings

MOST = 12  # rows that are offered
NEAR = 0.5  # share of a mapping's columns from which on it is worth correcting


@dataclass(frozen=True)
class Head:
    """A row that may be the header, and the first rows below it."""

    sheet: str
    row: int
    headers: list[str]
    names: Names
    below: list[Row]
    layout: Layout


@dataclass(frozen=True)
class Near:
    """A saved mapping that fits a file but for some columns."""

    name: str  # of its file, without the suffix
    toml: dict
    absent: list[str]  # headers it names that the file does not have
    head: Head


def heads(path: Path, encoding: str = "", delimiter: str = "") -> list[Head]:
    """The likeliest first: the row with most names, and of these the upper one."""
    found = [_head(header) for header in FirstLook(path).headers(Layout(encoding, delimiter))]
    return sorted(found, key=lambda head: (-len(set(head.headers) - {""}), head.row))[:MOST]


def _head(header: Header) -> Head:
    return Head(
        header.table.layout.sheet,
        header.row,
        header.headers,
        header.names,
        [row for row in header.table.first_rows if row[0] > header.row],
        header.table.layout,
    )


def nearest(folder: DataFolder, path: Path) -> Near | None:
    """The mapping most of whose columns stand in the file, read in that mapping's way."""
    found, look = [], FirstLook(path)
    for file in sorted(folder.mappings.glob("*.toml")):
        toml = read_toml(file)
        columns = toml.get("columns", {})
        told = Layout(toml.get("encoding", ""), toml.get("delimiter", ""))
        for head in [_head(header) for header in look.headers(told)] if columns else []:
            absent = [header for header in columns if head.names.position(header) is None]
            found.append((len(absent) / len(columns), Near(file.stem, toml, absent, head)))
    best = min(found, key=lambda pair: pair[0], default=None)
    return best[1] if best and best[0] <= 1 - NEAR else None


def names_of_mappings(folder: DataFolder) -> list[str]:
    return [mapping.name for mapping in read_mappings(folder)]
