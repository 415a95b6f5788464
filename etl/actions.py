"""What can be done about a factor, by whom, and what would show that it worked? `actions.toml`.

Every action is checked when it is read: one that names a factor nobody asks about, or that has no
words in one of the languages, would be missing from a page without anybody knowing.
"""

import re
import tomllib
from collections.abc import Iterator

import polars as pl

from etl.data_folder import DataFolder
from etl.events import MEASURES
from etl.instruments import Instrument, read_instruments
from etl.refusal import closest, refuse_wrong_keys, wrong_setting

LEVELS = ("branch", "province", "headquarters")
EFFORTS = ("low", "medium", "high")
TITLES = ("title_fa", "title_en")
ACTION = ("action", *TITLES, "text_fa", "text_en", "source", "place_fa", "place_en", "level",
          "effort", "measure", "factors")  # fmt: skip
SOURCE = ("source", *TITLES)
TOP = ("instrument", "sources", "actions")
COLUMNS = ("instrument", "action", *ACTION[1:6], "source_title_fa", "source_title_en",
           *ACTION[6:11])  # fmt: skip
CODE = r"[a-z][a-z0-9_]*"


def read_actions(folder: DataFolder) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Two tables: the actions (`COLUMNS` and position), and action, instrument, item.

    Both are empty where there is no such file.
    """
    toml = _parsed(folder)
    if toml:
        instrument = _instrument(folder, toml)
        _refuse_wrong(folder.actions.name, toml, instrument)
    actions = list(_actions(toml)) if toml else []
    factors = [
        {"action": entry["action"], "instrument": toml["instrument"], "item": item}
        for entry in toml.get("actions", [])
        for item in entry["factors"]
    ]
    schema = dict.fromkeys(COLUMNS, pl.String) | {"position": pl.Int32}
    texts = dict.fromkeys(("action", "instrument", "item"), pl.String)
    return pl.DataFrame(actions, schema=schema), pl.DataFrame(factors, schema=texts)


def _parsed(folder: DataFolder) -> dict:
    if not folder.actions.exists():
        return {}
    try:
        return tomllib.loads(folder.actions.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        right = "TOML in UTF-8, see data/README.md"
        raise wrong_setting(folder.actions.name, str(error), right) from error


def _actions(toml: dict) -> Iterator[dict]:
    titles = {entry["source"]: entry for entry in toml["sources"]}
    for position, entry in enumerate(toml["actions"], start=1):
        of = {f"source_{title}": titles[entry["source"]][title] for title in TITLES}
        row = {key: entry[key] for key in ACTION if key != "factors"}
        yield row | of | {"instrument": toml["instrument"], "position": position}


def _instrument(folder: DataFolder, toml: dict) -> Instrument:
    known = read_instruments(folder)
    asked = toml.get("instrument")
    if asked not in known:
        like = closest(str(asked), list(known)) or ", ".join(known)
        where = f"{folder.actions.name}: instrument"
        raise wrong_setting(where, f"'{asked}' is no questionnaire", like)
    return known[asked]


def _refuse_wrong(file: str, toml: dict, instrument: Instrument) -> None:
    refuse_wrong_keys(file, toml, TOP)
    for part, needed in (("sources", SOURCE), ("actions", ACTION)):
        if not isinstance(toml[part], list):
            raise wrong_setting(f"{file}: {part}", "is no list of parts", f"parts [[{part}]]")
        seen = set()
        for number, entry in enumerate(toml[part], start=1):
            code = entry.get(needed[0], f"number {number}")
            where = f"{file}: {part}, {code}"
            refuse_wrong_keys(where, entry, needed)
            _refuse_wrong_texts(where, entry)
            if code in seen:
                raise wrong_setting(where, "stands twice", "one part each")
            seen.add(code)
    sources = [entry["source"] for entry in toml["sources"]]
    items = [item["item"] for item in instrument.toml["items"]]
    for entry in toml["actions"]:
        _refuse_unknown(f"{file}: actions, {entry['action']}", entry, sources, items)


def _refuse_wrong_texts(where: str, entry: dict) -> None:
    for key, value in entry.items():
        if key != "factors" and not (isinstance(value, str) and value.strip()):
            raise wrong_setting(f"{where}: {key}", f"{value!r} is no text", "a text in quotes")
    if "action" in entry and not re.fullmatch(CODE, entry["action"]):
        raise wrong_setting(where, "is no code", "small Latin letters, digits and _")


def _refuse_unknown(where: str, entry: dict, sources: list[str], items: list[str]) -> None:
    allowed = {
        "source": sources,
        "level": LEVELS,
        "effort": EFFORTS,
        "measure": [*MEASURES, *items],
    }
    for key, known in allowed.items():
        if entry[key] not in known:
            _refuse_value(f"{where}: {key}", entry[key], known)
    factors = entry["factors"]
    if not isinstance(factors, list) or not factors or len(set(factors)) < len(factors):
        raise wrong_setting(f"{where}: factors", "are no list", "at least one factor, each once")
    for item in factors:
        if item not in items:
            _refuse_value(f"{where}: factors", item, items)


def _refuse_value(where: str, found: str, known) -> None:
    like = closest(str(found), list(known))
    right = f"perhaps {like}" if like else f"one of {', '.join(known)}"
    raise wrong_setting(where, f"'{found}' is not known", right)
