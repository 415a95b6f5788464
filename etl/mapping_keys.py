"""Does a mapping's TOML say what a mapping can say? What is wrong is told by file and key."""

import codecs
import datetime as dt

from etl import numbers
from etl.date_formats import WrongFormat, date_format
from etl.moments import CALENDARS, EXCEL
from etl.refusal import closest, wrong_setting
from etl.sources import all_sources

TEXT, TABLE, TEXTS, TABLES = "a text", "a table", "a list of texts", "a table of tables"
KEYS = {
    "mapping": TEXT, "kind": TEXT, "instrument": TEXT, "files": TEXT, "encoding": TEXT,
    "delimiter": TEXT, "columns": TABLE, "constants": TABLE, "values": TABLES, "line_number": TEXT,
    "date_format": TEXT, "calendar": TEXT, "decimal": TEXT, "units": TABLE, "missing": TEXTS,
    "other_columns": TEXT, "sheet": "a text or a number", "header_row": "a number from 1",
    "value_labels": TEXTS, "unpivot": TABLES, "long": TABLE,
}  # fmt: skip
LONG = ("item", "answer", "battery")
UNITS = (*numbers.UNITS, *numbers.SHARES)
VALUE = (str, int, float, dt.date)  # what a TOML can say of a single cell


def refuse_wrong_keys(file: str, toml: dict) -> None:
    """Raise `Refusal` for the first key that a mapping does not have, or that says nothing."""
    _refuse_unknown(file, "", toml, KEYS)
    for key, value in toml.items():
        if not _fits(value, KEYS[key]):
            raise wrong_setting(
                f"{file}: {key}", f"{_said(value)} is not {KEYS[key]}", _example(key)
            )
    _refuse_other(file, toml, "kind", tuple(all_sources()))
    _refuse_other(file, toml, "other_columns", ("refuse", "ignore"))
    _refuse_other(file, toml, "calendar", CALENDARS)
    _refuse_other(file, toml, "decimal", numbers.DECIMALS)
    for column, unit in toml.get("units", {}).items():
        _refuse_other(f"{file}: units", {column: unit}, column, UNITS)
    _refuse_unknown(file, "long.", toml.get("long", {}), LONG)
    if missing := [key for key in LONG[:2] if "long" in toml and key not in toml["long"]]:
        raise wrong_setting(
            f"{file}: long", f"lacks {missing[0]}", 'long = {item = "…", answer = "…"}'
        )
    _refuse_unreadable(file, toml)


def _refuse_unknown(file: str, where: str, found: dict, known) -> None:
    for key in found:
        if key not in known:
            like = closest(key, sorted(known))
            right = f"perhaps {like}" if like else f"one of {', '.join(known)}"
            raise wrong_setting(file, f"unknown key {where}{key}", right)


def _refuse_other(file: str, toml: dict, key: str, allowed: tuple[str, ...]) -> None:
    if key == "kind" and key not in toml:
        raise wrong_setting(file, "lacks the key kind", f"one of {', '.join(allowed)}")
    if key in toml and toml[key] not in allowed:
        raise wrong_setting(f"{file}: {key}", _said(toml[key]), f"one of {', '.join(allowed)}")


def _refuse_unreadable(file: str, toml: dict) -> None:
    """An encoding, delimiter or date format with which nothing could be read."""
    try:
        codecs.lookup(toml.get("encoding") or "utf-8")
    except LookupError as error:
        what, right = f"unknown encoding {toml['encoding']!r}", "utf-8, cp1256, utf-16 or the like"
        raise wrong_setting(f"{file}: encoding", what, right) from error
    delimiter = toml.get("delimiter", ",")
    if len(delimiter) != 1 or delimiter in '"\r\n':
        what = f"{delimiter!r} is not one sign"
        raise wrong_setting(f"{file}: delimiter", what, 'one sign, such as ";" or "\\t"')
    if toml.get("date_format", EXCEL) != EXCEL:
        try:
            date_format(toml["date_format"], toml.get("calendar", ""))
        except WrongFormat as error:
            where = f"{file}: date_format"
            raise wrong_setting(
                where, f"{toml['date_format']!r} {error.what}", error.right
            ) from error


def _fits(value, kind: str) -> bool:
    if kind == TABLE:
        return isinstance(value, dict) and all(isinstance(v, VALUE) for v in value.values())
    if kind == TABLES:
        return isinstance(value, dict) and all(_fits(v, TABLE) for v in value.values())
    if kind == TEXTS:
        return isinstance(value, list) and all(isinstance(v, str) for v in value)
    number = isinstance(value, int) and not isinstance(value, bool) and value >= 1
    if kind == TEXT:
        return isinstance(value, str)
    return number or (kind == KEYS["sheet"] and isinstance(value, str))


def _said(value) -> str:
    said = repr(value)
    return said if len(said) <= 60 else said[:60] + "…"


def _example(key: str) -> str:
    return {
        "columns": 'a part [columns] with lines "their header" = "our column"',
        "constants": 'a part [constants] with lines our_column = "value"',
        "values": 'a part [values.our_column] with lines "their value" = "our value"',
        "unpivot": 'a part [unpivot.channel] with lines "their header" = "our channel"',
        "units": 'a part [units] with lines our_column = "minutes"',
        "long": 'long = {item = "their header", answer = "their header"}',
        "missing": 'missing = ["ND", "نامشخص"]',
        "files": 'files = "calls_*.csv"; another layout is another mapping',
        "kind": f"one of {', '.join(all_sources())}",
    }.get(key, f"{key} = {'1' if key == 'header_row' else chr(34) + '…' + chr(34)}")


def refuse_unknown_columns(mapping, columns: list) -> None:
    """Raise `Refusal` where a mapping speaks of a column that its kind of extract does not have."""
    known = [column.name for column in columns]
    kinds = {column.name: column.kind for column in columns}
    named = {
        "columns": list(mapping.columns.values()),
        "constants": mapping.constants,
        "values": mapping.values,
        "units": mapping.units,
        "line_number": [mapping.line_number] if mapping.line_number else [],
    }
    for key, names in named.items():
        for name in names:
            if name not in known:
                like = closest(name, known)
                right = f"perhaps {like}" if like else f"one of {', '.join(known[:20])}"
                where = f"mapping {mapping.name}: {key}"
                raise wrong_setting(where, f"{name!r} is no column of {mapping.kind}", right)
    for name, unit in mapping.units.items():
        allowed = {"share": numbers.SHARES, "duration": tuple(numbers.UNITS)}.get(kinds[name])
        if not allowed or unit not in allowed:
            what = f"{name} is not counted in {unit}"
            right = f"one of {', '.join(allowed)}" if allowed else "units of durations and shares"
            raise wrong_setting(f"mapping {mapping.name}: units", what, right)
