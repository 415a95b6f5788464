"""How is a mapping written as TOML? Only what mappings hold: texts, numbers, lists, tables."""

import json
import re

BARE = re.compile(r"[A-Za-z0-9_-]+")


def toml_text(table: dict) -> str:
    """A TOML document with single values first, as the format wants.

    >>> print(toml_text({"kind": "survey", "columns": {"شعبه": "branch"}}), end="")
    kind = "survey"
    <BLANKLINE>
    [columns]
    "شعبه" = "branch"
    """
    return "\n".join(_lines(table, ())).lstrip("\n") + "\n"


def _lines(table: dict, path: tuple[str, ...]):
    single = {key: value for key, value in table.items() if not isinstance(value, dict)}
    if path and (single or not table):
        yield f"\n[{'.'.join(map(_key, path))}]"
    for key, value in single.items():
        yield f"{_key(key)} = {_value(value)}"
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _lines(value, (*path, key))


def _key(key: str) -> str:
    return key if BARE.fullmatch(key) else _value(key)


def _value(value) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        pairs = (f"{_key(key)} = {_value(each)}" for key, each in value.items())
        return f"{{ {', '.join(pairs)} }}"
    # A basic string escapes as JSON does, and DEL too.
    return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")
