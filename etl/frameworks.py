"""The frameworks of `data/frameworks/`, by which units judge themselves: one TOML each.

Two kinds of one machinery: `weighted` (statements weigh by how often the paper's experts spoke of
them) and `staged` (components are levels, reached one after the other). Layers hold components,
components hold the statements that are scored; conceptions and elements are a reading guide.
"""

from collections.abc import Iterator

import polars as pl

from etl.data_folder import DataFolder
from etl.framework_keys import PARTS, refuse_wrong_framework
from etl.instruments import read_toml
from etl.papers import PAPERS
from etl.refusal import wrong_setting
from etl.tables import read_table

TEXTS = ("title_fa", "title_en", "encounter_fa", "encounter_en", "place_fa", "place_en",
         "note_fa", "note_en")  # fmt: skip
FRAMEWORK = {
    "framework": pl.String, "position": pl.Int32, "kind": pl.String, "paper": pl.String,
    "title_fa": pl.String, "title_en": pl.String, "note_fa": pl.String, "note_en": pl.String,
    "lowest": pl.Int32, "highest": pl.Int32, "reached": pl.Int32,
}  # fmt: skip
PART = {
    "framework": pl.String, "kind": pl.String, "part": pl.String, "parent": pl.String,
    "position": pl.Int32, "value": pl.Int32, **dict.fromkeys(TEXTS, pl.String),
}  # fmt: skip
STATEMENT = {
    "framework": pl.String, "statement": pl.String, "title_fa": pl.String, "title_en": pl.String,
    "lowest": pl.Int32, "highest": pl.Int32,
}  # fmt: skip
TABLES = {"frameworks": FRAMEWORK, "framework_parts": PART, "framework_statements": STATEMENT}


def read_frameworks(folder: DataFolder) -> dict[str, dict]:
    """Every framework as its TOML gives it, by name; none where there is no such folder."""
    found: dict[str, dict] = {}
    papers = [row["paper"] for row in read_table(folder.studies / "papers.csv", PAPERS["papers"])]
    for path in sorted(folder.frameworks.glob("*.toml")):
        toml, file = read_toml(path), f"frameworks/{path.name}"
        refuse_wrong_framework(file, toml, papers)
        if toml["framework"] in found:
            raise wrong_setting(file, f"{toml['framework']} stands twice", "a name of its own")
        found[toml["framework"]] = toml
    return found


def framework_tables(folder: DataFolder) -> Iterator[tuple[str, pl.DataFrame]]:
    """`frameworks`, `framework_parts` (layer to element, in the paper's order; `value`: score of an
    anchor, code frequency, stated number) and `framework_statements`."""
    tomls = list(read_frameworks(folder).values())
    rows = {
        "frameworks": [
            {column: toml.get(column) for column in FRAMEWORK} | {"position": position}
            for position, toml in enumerate(sorted(tomls, key=_weighted_first), start=1)
        ],
        "framework_parts": [row for toml in tomls for row in _parts(toml)],
        "framework_statements": [
            {column: entry.get(column, toml.get(column)) for column in STATEMENT}
            for toml in tomls
            for entry in toml["statements"]
        ],
    }
    for table, schema in TABLES.items():
        yield table, pl.DataFrame(rows[table], schema=schema)


def _weighted_first(toml: dict) -> tuple:
    return toml["kind"] != "weighted", toml["framework"]


def _parts(toml: dict) -> Iterator[dict]:
    for part, (key, parent, *_) in PARTS.items():
        for position, entry in enumerate(toml.get(part, []), start=1):
            value = next((entry[of] for of in ("score", "codes", "value") if of in entry), None)
            yield {text: entry.get(text) for text in TEXTS} | {
                "framework": toml["framework"],
                "kind": key,
                "part": str(entry[key]),
                "parent": entry.get(parent),
                "position": position,
                "value": value,
            }
