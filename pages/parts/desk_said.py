"""What did etl say, in the reader's language? Its sentences are those of the command line.

`wording/said.<language>.toml` has them with what they hold in braces. A sentence that is not there
is shown as it is, left to right: better in English than not at all.
"""

import functools
import re
import tomllib
from html import escape

import streamlit as st

from pages.parts import numbers, words

SPOKEN_BY_ETL = "en"
NUMBER = re.compile(r"[\d,.]+%?")
WITHIN = "(?:(?!; ).)+?"  # what a sentence holds does not reach into the next


def line(said):
    """One sentence, or several with semicolons between them, in the reader's language."""
    if words.language() == SPOKEN_BY_ETL:
        return said
    whole = _translated(said)
    if whole:
        return whole
    parts = [_translated(part) or apart(part) for part in said.split("; ")]
    return words.say("desk.semicolon").join(parts)


def literal(text):
    """A name or value of a sender where Streamlit takes Markdown: shown letter by letter."""
    return words.unmarked(apart(text))


def apart(text):
    """An isolate: a name in another script does not turn the sentence around."""
    return f"\u2068{text}\u2069"


def refusal(told, title="desk.refused.title"):
    """A box: what was not taken, why, and what would be right."""
    right = told.right and words.say("desk.refused.right", right=line(told.right))
    box(words.say(title), [line(told.what), *([right] if right else [])], "problem")


def box(title, lines, kind="note"):
    """A designed box; texts of data are escaped."""
    role = "alert" if kind == "problem" else "status"
    told = "".join(f"<p>{_names_apart(escape(one))}</p>" for one in lines)
    title = _names_apart(escape(title))
    st.html(f"<section class='notice {kind}' role='{role}'><h3>{title}</h3>{told}</section>")


def _names_apart(html):
    """What a sender wrote keeps its own digits: 2018-2019_services.csv is called so."""
    return html.replace("\u2068", "<bdi class='given'>").replace("\u2069", "</bdi>")


def _translated(said):
    for pattern, ours in _sentences(words.language()):
        if found := pattern.fullmatch(said.strip()):
            return ours.format(**{k: _value(v) for k, v in found.groupdict().items()})
    return ""


def _value(text):
    if NUMBER.fullmatch(text):
        return numbers.in_script(text)
    parts = [_translated(part) for part in text.split(", ")]  # such as a list of places
    return words.say("list.comma").join(parts) if all(parts) else apart(text)


@functools.cache
def _sentences(language):
    path = words.WORDING / f"said.{language}.toml"
    told = tomllib.loads(path.read_text(encoding="utf-8"))["said"]
    return [(_pattern(one["en"]), one[language]) for one in told]


def _pattern(sentence):
    parts = re.split(r"\{(\w+)\}", sentence)
    fixed = [
        re.escape(part) if n % 2 == 0 else f"(?P<{part}>{WITHIN})" for n, part in enumerate(parts)
    ]
    return re.compile("".join(fixed), re.DOTALL)
