"""What papers say about themselves (`studies/paper*.csv`): as printed, place by place.

`papers`: title and citation. `paper_subjects`: what a paper states more than once, or states and
lists. `paper_statements`: what is printed where: `said` a number, `part` one addend of it, `row`
one line of a list, by its text. Nothing is judged here.
"""

from pathlib import Path

import polars as pl

from etl.data_folder import DataFolder
from etl.refusal import wrong_setting
from etl.tables import read_keyed, read_table

PAPERS = {
    "papers": ["paper", "title_fa", "title_en", "citation", "doi"],
    "paper_subjects": ["paper", "subject", "title_fa", "title_en"],
    "paper_statements": [
        "paper", "subject", "kind", "place_fa", "place_en", "line", "value", "text_fa", "text_en",
    ],
}  # fmt: skip
KINDS = {"said": "value", "part": "value", "row": "text_fa"}  # kind → the cell it cannot do without
NUMBERS = {"line": pl.Int32, "value": pl.Float64}


def read_papers(folder: DataFolder) -> list[tuple[str, pl.DataFrame]]:
    """The three tables, empty where there is no such file; refused where a line names nothing."""
    papers, subjects, statements = (_rows(folder, table) for table in PAPERS)
    _refuse_unknown(folder, "paper_subjects", subjects, {(row["paper"],) for row in papers})
    known = {(row["paper"], row["subject"]) for row in subjects}
    _refuse_unknown(folder, "paper_statements", statements, known)
    for number, row in enumerate(statements, start=2):
        _check(_path(folder, "paper_statements"), number, row)
    return [
        (table, pl.DataFrame(rows, schema=_schema(columns), strict=False, orient="row"))
        for (table, columns), rows in zip(
            PAPERS.items(), (papers, subjects, statements), strict=True
        )
    ]


def _path(folder: DataFolder, table: str) -> Path:
    return folder.studies / f"{table}.csv"


def _rows(folder, table):
    read = read_keyed if table == "papers" else read_table
    return read(_path(folder, table), PAPERS[table])


def _schema(columns):
    return {column: NUMBERS.get(column, pl.String) for column in columns}


def _refuse_unknown(folder, table, rows, known):
    length = len(next(iter(known), ()))
    for number, row in enumerate(rows, start=2):
        key = tuple(row[column] for column in PAPERS[table][:length])
        if key not in known:
            where = f"{table}.csv, line {number}"
            raise wrong_setting(where, f"{' '.join(map(str, key))} is not known", "one of the list")


def _check(path, number, row):
    where = f"{path.name}, line {number}"
    if row["kind"] not in KINDS:
        raise wrong_setting(f"{where}: kind", f"'{row['kind'] or ''}'", ", ".join(KINDS))
    needed = KINDS[row["kind"]]
    if row[needed] is None or row["place_fa"] is None or row["place_en"] is None:
        raise wrong_setting(where, "is not complete", f"places and {needed} of a {row['kind']}")
    for column in NUMBERS:
        if row[column] is not None:
            row[column] = _number(where, column, row[column])


def _number(where, column, text):
    try:
        return int(text) if column == "line" else float(text)
    except ValueError:
        raise wrong_setting(f"{where}: {column}", f"'{text}' is no number", "a number") from None
