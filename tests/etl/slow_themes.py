"""Which themes does a comment mention? Without a regular expression: spellings written out."""

import functools
from itertools import product

from etl.theme_words import ENDINGS, folded


def slowly(toml, text):
    """The same without a regular expression: every spelling of every entry is written out."""
    found = set()
    for theme in toml["themes"]:
        told = f" {folded(text)} "
        for spelling in sorted(spelled(tuple(theme.get("except", []))), key=len, reverse=True):
            while f" {spelling} " in told:
                told = told.replace(f" {spelling} ", " | ")
        for word in theme["words"]:
            if any(f" {spelling} " in told for spelling in spelled((word,))) or begins(word, told):
                found.add(f"{theme['theme']}/{word}")
    return {word.split("/")[0] for word in found}, found


@functools.cache
def spelled(entries):
    """Every way to write the entries: gaps closed or open, with each ending or none."""
    ways = set()
    for entry in entries:
        if entry.endswith("*"):
            continue
        parts = folded(entry.removeprefix("=")).split()
        endings = [""] if entry.startswith("=") else ["", *ENDINGS]
        for gaps in product(("", " "), repeat=len(parts) - 1):
            joined = parts[0] + "".join(
                gap + part for gap, part in zip(gaps, parts[1:], strict=True)
            )
            ways |= {joined + ending for ending in endings}
    return ways


def begins(entry, told):
    """Whether a word begins so, its gaps closed or open."""
    if not entry.endswith("*"):
        return False
    parts = folded(entry.removesuffix("*")).split()
    return any(f" {gap.join(parts)}" in told for gap in ("", " "))
