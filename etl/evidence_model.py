"""A paradigm model as a paper printed it (`studies/evidence_model.toml`): parts, concepts, codes.

How often each code was named stands line by line, as printed, also where a line repeats an earlier
one. The factors and actions that a code belongs to are the organisation's own reading of it. What
names a factor, an action or a line that is not there is refused, with its place.
"""

import polars as pl

from etl.data_folder import DataFolder
from etl.instruments import read_instruments, read_toml
from etl.refusal import closest, refuse_wrong_keys, wrong_setting
from etl.tables import read_table

TITLES = {"title_fa": pl.String, "title_en": pl.String}
PLACES = {"place_fa": pl.String, "place_en": pl.String}
EVIDENCE = {
    "evidence_model": {"paper": pl.String, "instrument": pl.String, "participants": pl.Int64},
    "evidence_parts": {
        "part": pl.String, "position": pl.Int32, **TITLES, "codes_table": pl.Int32,
        "concepts_table": pl.Int32,
    },
    "evidence_concepts": {
        "part": pl.String, "concept": pl.String, "position": pl.Int32, **TITLES,
        "elsewhere_title_fa": pl.String, "elsewhere_title_en": pl.String,
        "elsewhere_place_fa": pl.String, "elsewhere_place_en": pl.String,
    },
    "evidence_codes": {
        "part": pl.String, "concept": pl.String, "line": pl.Int32, "frequency": pl.Int64,
        "repeats": pl.Int32, "listed": pl.Boolean, **TITLES,
    },
    "evidence_links": {
        "part": pl.String, "concept": pl.String, "line": pl.Int32, "kind": pl.String,
        "code": pl.String, "position": pl.Int32,
    },
    "evidence_said": {"part": pl.String, "what": pl.String, "value": pl.Int64, **PLACES},
}  # fmt: skip
TOP = ("paper", "instrument", "participants", "parts")
PART = ("part", *TITLES, "concepts")
PART_MAY = ("codes_table", "concepts_table", "said")
CONCEPT = ("concept", *TITLES)
CODE = ("lines", "frequencies", *TITLES)
LINKED = ("factors", "actions")  # of a code, each a list of codes known elsewhere
COUNTED = ("codes", "concepts")  # what a paper says that there are so many of


def read_evidence_model(folder: DataFolder, actions: pl.DataFrame) -> list[tuple]:
    """The tables of EVIDENCE by name, all empty where there is no such file.

    actions: those known, as `etl.actions` reads them.
    """
    rows = {table: [] for table in EVIDENCE}
    if folder.evidence_model.exists():
        toml = read_toml(folder.evidence_model)
        known = _known(folder, toml, actions)
        _fill(rows, folder.evidence_model.name, toml, known)
    return [(table, pl.DataFrame(rows[table], schema=EVIDENCE[table])) for table in EVIDENCE]


def _known(folder: DataFolder, toml: dict, actions: pl.DataFrame) -> dict[str, list[str]]:
    """What a code may name: factors of the questionnaire, and actions on them."""
    file = folder.evidence_model.name
    refuse_wrong_keys(file, toml, TOP)
    papers = [row["paper"] for row in read_table(folder.studies / "papers.csv", ["paper"])]
    _refuse_unknown(f"{file}: paper", toml["paper"], papers)
    instruments = read_instruments(folder)
    _refuse_unknown(f"{file}: instrument", toml["instrument"], list(instruments))
    items = [item["item"] for item in instruments[toml["instrument"]].toml["items"]]
    own = actions.filter(instrument=toml["instrument"])["action"].to_list()
    return {"factors": items, "actions": own}


def _fill(rows: dict, file: str, toml: dict, known: dict) -> None:
    rows["evidence_model"].append({key: toml[key] for key in EVIDENCE["evidence_model"]})
    for position, part in enumerate(_parts(file, toml["parts"], "part"), start=1):
        where = f"{file}: {part['part']}"
        refuse_wrong_keys(where, part, PART, PART_MAY)
        of = {"part": part["part"]}
        rows["evidence_parts"].append(_kept("evidence_parts", part | {"position": position}))
        for said in part.get("said", []):
            refuse_wrong_keys(f"{where}: said", said, ("what", "value", *PLACES))
            _refuse_unknown(f"{where}: said: what", said["what"], COUNTED)
            rows["evidence_said"].append(of | said)
        for number, concept in enumerate(_parts(where, part["concepts"], "concept"), start=1):
            _fill_concept(rows, where, of, concept | {"position": number}, known)
        _refuse_gaps(where, [row for row in rows["evidence_codes"] if row["part"] == part["part"]])


def _fill_concept(rows: dict, where: str, of: dict, concept: dict, known: dict) -> None:
    where = f"{where}: {concept['concept']}"
    refuse_wrong_keys(where, concept, CONCEPT, ("position", "elsewhere", "codes"))
    elsewhere = {f"elsewhere_{key}": text for key, text in concept.get("elsewhere", {}).items()}
    rows["evidence_concepts"].append(_kept("evidence_concepts", of | concept | elsewhere))
    of = of | {"concept": concept["concept"]}
    for code in concept.get("codes", []):
        refuse_wrong_keys(where, code, CODE, (*LINKED, "listed"))
        lines, frequencies = code["lines"], code["frequencies"]
        if len(lines) != len(frequencies) or not _counts([*lines, *frequencies]):
            what = f"lines {lines} with frequencies {frequencies}"
            raise wrong_setting(where, what, "as many whole numbers above 0")
        for line, frequency in zip(lines, frequencies, strict=True):
            repeats = None if line == lines[0] else lines[0]
            told = {"line": line, "frequency": frequency, "repeats": repeats}
            own = {"listed": code.get("listed", True)} | {key: code[key] for key in TITLES}
            rows["evidence_codes"].append(of | told | own)
        rows["evidence_links"] += _links(where, of | {"line": lines[0]}, code, known)


def _links(where: str, of: dict, code: dict, known: dict) -> list[dict]:
    links = []
    for kind in LINKED:
        for position, named in enumerate(code.get(kind, []), start=1):
            _refuse_unknown(f"{where}: line {of['line']}: {kind}", named, known[kind])
            links.append(of | {"kind": kind, "code": named, "position": position})
    return links


def _parts(where: str, parts: list[dict], key: str) -> list[dict]:
    """The parts of a list, each with a code of its own."""
    seen = set()
    for part in parts:
        code = part.get(key)
        if code is None or code in seen:
            raise wrong_setting(f"{where}: {key}", f"'{code or ''}'", "a code, and once")
        seen.add(code)
    return parts


def _refuse_gaps(where: str, codes: list[dict]) -> None:
    """A line left out or typed twice would change the paper's table without anybody knowing."""
    lines = sorted(row["line"] for row in codes)
    if lines != list(range(1, len(lines) + 1)):
        raise wrong_setting(f"{where}: lines", f"{lines}", "each line of the table once, from 1")


def _refuse_unknown(where: str, found, known) -> None:
    if found not in known:
        right = closest(str(found), list(known)) or f"one of {', '.join(known)}"
        raise wrong_setting(where, f"'{found}' is not known", right)


def _counts(values: list) -> bool:
    return all(type(value) is int and value > 0 for value in values)


def _kept(table: str, row: dict) -> dict:
    return {column: row.get(column) for column in EVIDENCE[table]}
