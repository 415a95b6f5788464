"""Which words does the reader see? One folder of files per language, looked up by key.

`pages/wording/fa/` holds every word of the pages; another language is a folder with the same
keys, in files of the same names. Each visit has its language, so nothing that outlives a run of a
page may hold words: what is cached keeps codes, or has the language in its key.
"""

import functools
import re
import tomllib
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

DIRECTIONS = {"fa": "rtl", "en": "ltr"}  # the languages; the first is the usual one
USUAL = "fa"
OF_VISIT = "language"  # in session state
# Of this run of a page: every word asks for it, and session state is slow to ask
_SPOKEN = ContextVar("language", default=None)
WORDING = Path(__file__).parents[1] / "wording"
# What Streamlit reads as Markdown inside a line, and as a list at its beginning
MARKDOWN = re.compile(r"[\\`*_{}\[\]$~<>|#]|:(?=[^\W\d_])")
LIST = re.compile(r"^(\s*\d*)([-+.)])(?=\D|$)", re.MULTILINE)
ALPHABET = " \u200cآاأئءبپتثجچحخدذرزژسشصضطظعغفقکگلمنوؤهۀی"


def language():
    """The language of this visit; the usual one where there is no visit."""
    spoken = _SPOKEN.get()
    if spoken is None and get_script_run_ctx(suppress_warning=True):
        spoken = st.session_state.get(OF_VISIT)  # a callback or fragment, before any run
    return spoken or USUAL


def speak(code):
    """Speak a language from here on in this run of a page."""
    _SPOKEN.set(code)


@contextmanager
def speaking(code):
    """Speak a language inside, where no visit says which: a document, a file to be downloaded."""
    before = _SPOKEN.set(code)
    try:
        yield
    finally:
        _SPOKEN.reset(before)


def say(key, /, **values):
    """The words behind `key`, with `{name}` replaced by the (already written) values."""
    text = words_of(language())[key]
    return text.format(**values) if values else text


def has(key):
    """Whether there are words for `key`, for codes that come from data (a status, a battery)."""
    return key in words_of(language())


def table(prefix):
    """All words of one table, {key: text}."""
    start = f"{prefix}."
    told = words_of(language()).items()
    return {k.removeprefix(start): v for k, v in told if k.startswith(start)}


def name(row):
    """The name of a row of reference data in the reader's language."""
    return row[f"name_{language()}"]


def title(row):
    """The title of a row of an instrument in the reader's language."""
    return row[f"title_{language()}"]


def note(row):
    """A remark of an instrument in the reader's language, else in the one that it has."""
    return row[f"note_{language()}"] or row["note_fa"] or row["note_en"]


def listed(names):
    """«الف، ب و پ», “A, B and C”: a list as a sentence has it; “A, a; B, b and C” where it must."""
    names = list(names)
    if len(names) < 2:
        return "".join(names)
    inside = any(say("list.comma") in name for name in names)
    between = say("list.semicolon" if inside else "list.comma")
    return say("list.last").format(first=between.join(names[:-1]), last=names[-1])


def begun(text):
    """As it stands at a beginning: "The whole country" of "the whole country"."""
    return text[:1].upper() + text[1:]


def unmarked(text):
    """Text of data where Streamlit takes Markdown: no sign of it is Markdown.

    A bare address becomes a link all the same, which reads as it stands.

    >>> print(unmarked("2 * [x](y) costs $3 and 1.5, :red[z]"))
    2 \\* \\[x\\](y) costs \\$3 and 1.5, \\:red\\[z\\]
    """
    return LIST.sub(r"\1\\\2", MARKDOWN.sub(r"\\\g<0>", text))


def alphabetical(text):
    """Sort key in the order of the alphabet; code points put «پ» and «گ» after «ی»."""
    if language() != "fa":
        return text.casefold()
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
