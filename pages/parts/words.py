"""Which words does the reader see? One folder of files per language, looked up by key.

`pages/wording/fa/` holds every word of the pages; another language is a folder with the same
keys, in files of the same names.
"""

import functools
import tomllib
from pathlib import Path

LANGUAGE = "fa"
WORDING = Path(__file__).parents[1] / "wording"
ALPHABET = " \u200cآاأئءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهۀی"


def say(key, /, **values):
    """The words behind `key`, with `{name}` replaced by the (already written) values."""
    text = words_of(LANGUAGE)[key]
    return text.format(**values) if values else text


def has(key):
    """Whether there are words for `key`, for codes that come from data (a status, a battery)."""
    return key in words_of(LANGUAGE)


def table(prefix):
    """All words of one table, {key: text}."""
    start = f"{prefix}."
    return {k.removeprefix(start): v for k, v in words_of(LANGUAGE).items() if k.startswith(start)}


def name(row):
    """The name of a row of reference data in the reader's language."""
    return row[f"name_{LANGUAGE}"]


def title(row):
    """The title of a row of an instrument in the reader's language."""
    return row[f"title_{LANGUAGE}"]


def listed(names):
    """«الف، ب و پ»: a list as a sentence has it."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    return say("list.last").format(first=say("list.comma").join(names[:-1]), last=names[-1])


def alphabetical(text):
    """Sort key in the order of the Persian alphabet; code points put «پ» and «گ» after «ی»."""
    return [ALPHABET.find(letter) for letter in text]


@functools.cache
def words_of(language):
    """All words of a language as {"table.key": text}."""
    found = {}
    for path in sorted((WORDING / language).glob("*.toml")):
        told = dict(_flat(tomllib.loads(path.read_text(encoding="utf-8"))))
        if twice := found.keys() & told.keys():
            raise ValueError(f"{path.name}: {', '.join(sorted(twice))}: also in another file")
        found |= told
    return found


def _flat(table, prefix=""):
    for key, value in table.items():
        if isinstance(value, dict):
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield prefix + key, value.strip("\n")
