"""Which words speak of which theme? `themes.toml`, the dictionary by which comments are counted.

Every entry is checked when it is read: a word that no comment can hold, or an exception that
excepts nothing, would be a rule that nobody knows is dead.
"""

import re
import tomllib

import polars as pl

from etl.actions import CODE
from etl.data_folder import DataFolder
from etl.instruments import Instrument, read_instruments
from etl.refusal import closest, refuse_wrong_keys, wrong_setting
from etl.theme_words import EXACT, OPEN, any_of, folded

TITLES = ("title_fa", "title_en")
THEME = ("theme", *TITLES, "words")
TEXTS = THEME[:3]
OPTIONAL = ("except", "factors", "components")
TOP, TOP_OPTIONAL = ("themes",), ("instrument",)
LISTS = ("words", *OPTIONAL)
NONE = "none"  # in answers and on pages: the comments that no theme catches
SCHEMAS = {
    "themes": {"theme": pl.String, "position": pl.Int32, "title_fa": pl.String,
               "title_en": pl.String},
    "theme_words": {"theme": pl.String, "position": pl.Int32, "kind": pl.String,
                    "word": pl.String},
    "theme_links": {"theme": pl.String, "instrument": pl.String, "kind": pl.String,
                    "code": pl.String},
}  # fmt: skip


def read_themes(folder: DataFolder) -> dict[str, pl.DataFrame]:
    """The tables `themes`, `theme_words` (kind: words or except) and `theme_links` (kind: factors
    or components); empty where there is no such file."""
    toml = _parsed(folder)
    if toml:
        _refuse_wrong(folder, toml)
    themes = toml.get("themes", [])
    rows = {
        "themes": [
            {key: each[key] for key in TEXTS} | {"position": n} for n, each in enumerate(themes, 1)
        ],
        "theme_words": [
            {"theme": each["theme"], "position": n, "kind": kind, "word": word}
            for each in themes
            for kind in ("words", "except")
            for n, word in enumerate(each.get(kind, []), start=1)
        ],
        "theme_links": [
            {"theme": each["theme"], "instrument": toml["instrument"], "kind": kind, "code": code}
            for each in themes
            for kind in OPTIONAL[1:]
            for code in each.get(kind, [])
        ],
    }
    return {table: pl.DataFrame(rows[table], schema=schema) for table, schema in SCHEMAS.items()}


def _parsed(folder: DataFolder) -> dict:
    if not folder.themes.exists():
        return {}
    try:
        return tomllib.loads(folder.themes.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        right = "TOML in UTF-8, see data/README.md"
        raise wrong_setting(folder.themes.name, str(error), right) from error


def _refuse_wrong(folder: DataFolder, toml: dict) -> None:
    file = folder.themes.name
    refuse_wrong_keys(file, toml, TOP, TOP_OPTIONAL)
    themes = toml["themes"]
    if not isinstance(themes, list) or not all(isinstance(each, dict) for each in themes):
        raise wrong_setting(f"{file}: themes", "is no list of parts", "parts [[themes]]")
    seen = set()
    for number, theme in enumerate(themes, start=1):
        code = theme.get("theme", f"number {number}")
        where = f"{file}: themes, {code}"
        refuse_wrong_keys(where, theme, THEME, OPTIONAL)
        _refuse_wrong_values(where, theme)
        if code in seen:
            raise wrong_setting(where, "stands twice", "one part each")
        seen.add(code)
        _refuse_dead_words(where, theme)
    if any(theme.get(kind) for theme in themes for kind in OPTIONAL[1:]):
        _refuse_unknown_links(file, themes, _instrument(folder, toml))


def _refuse_wrong_values(where: str, theme: dict) -> None:
    for key in TEXTS:
        if not (isinstance(theme[key], str) and theme[key].strip()):
            raise wrong_setting(f"{where}: {key}", f"{theme[key]!r} is no text", "a text in quotes")
    if not re.fullmatch(CODE, theme["theme"]) or theme["theme"] == NONE:
        raise wrong_setting(where, "is no code", f"small Latin letters, digits and _; not {NONE}")
    for key in LISTS:
        told = theme.get(key, [])
        if not isinstance(told, list) or not all(isinstance(word, str) for word in told):
            raise wrong_setting(f"{where}: {key}", "is no list of texts", f'{key} = ["…", "…"]')
    if not theme["words"]:
        raise wrong_setting(f"{where}: words", "has none", "at least one word or phrase")


def _refuse_dead_words(where: str, theme: dict) -> None:
    for key in ("words", "except"):
        seen = {}
        for word in theme.get(key, []):
            plain = word.removeprefix(EXACT).removesuffix(OPEN)
            place = f"{where}: {key}, {word!r}"
            if not folded(plain):
                raise wrong_setting(place, "has no letter", "a word or phrase")
            if OPEN in plain or EXACT in plain or (word[0] == EXACT and word[-1] == OPEN):
                right = f"{EXACT} at the beginning or {OPEN} at the end, not both"
                raise wrong_setting(place, f"{EXACT} or {OPEN} where it means nothing", right)
            if (same := seen.setdefault(folded(plain), word)) is not word:
                raise wrong_setting(place, f"is {same!r} once more", "each word once")
    finds = re.compile(any_of(theme["words"]))
    for phrase in theme.get("except", []):
        if not finds.search(folded(phrase)):
            what = "holds none of the theme's words, so it excepts nothing"
            raise wrong_setting(f"{where}: except, {phrase!r}", what, "a phrase around such a word")


def _instrument(folder: DataFolder, toml: dict) -> Instrument:
    known, asked = read_instruments(folder), toml.get("instrument")
    if asked not in known:
        like = closest(str(asked), list(known)) or ", ".join(known)
        where = f"{folder.themes.name}: instrument"
        raise wrong_setting(where, f"{asked!r} is no questionnaire", like)
    return known[asked]


def _refuse_unknown_links(file: str, themes: list[dict], instrument: Instrument) -> None:
    known = {
        "factors": [item["item"] for item in instrument.toml["items"]],
        "components": [each["component"] for each in instrument.toml.get("components", [])],
    }
    for theme in themes:
        for kind, codes in known.items():
            for code in theme.get(kind, []):
                if code not in codes:
                    like = closest(code, codes)
                    right = f"perhaps {like}" if like else f"one of {', '.join(codes)}"
                    where = f"{file}: themes, {theme['theme']}: {kind}"
                    raise wrong_setting(where, f"{code!r} is not known", right)
