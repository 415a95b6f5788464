"""The words: complete in every language, used, and written correctly."""

import ast
import re
import tomllib
from pathlib import Path

import pytest

from pages.parts import words

PROJECT = Path(__file__).resolve().parents[2]
ROOMS = ("pages", "reports")
SOURCES = [p for room in ROOMS for p in sorted((PROJECT / room).rglob("*.py"))]
SOURCES.append(PROJECT / "app.py")
FA, EN = words.words_of("fa"), words.words_of("en")
# Latin on a Persian page: symbols of statistics, a file type, and what a person types or installs
LATIN = {
    *("t", "p", "n", "d", "CSV", "XLSX", "PNG", "data", "inbox"),
    *("python", "m", "etl", "load", "rebuild", "client", "make", "run", "actions", "toml"),
    *("RMSEA", "KMO", "AVE", "CFI", "TLI", "SRMR", "HTMT", "ML", "df", "lavaan", "ND"),
    *("VIF", "LMG"),
    *("OpenStreetMap", "contributors", "PDF", "Pango", "apt", "get", "install"),
}
NAMED_IN_ITSELF = {"language.fa", "language.en"}  # a language is offered in its own words


def strings(path):
    """Every string of a file as a pattern; what an f-string fills in matches anything."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    joined = [node for node in ast.walk(tree) if isinstance(node, ast.JoinedStr)]
    inside = {id(part) for node in joined for part in node.values}
    for node in joined:
        parts = node.values
        yield "".join(re.escape(p.value) if isinstance(p, ast.Constant) else ".+" for p in parts)
    for node in ast.walk(tree):
        value = getattr(node, "value", None)
        if isinstance(node, ast.Constant) and isinstance(value, str) and id(node) not in inside:
            yield re.escape(value)


def asked_for(path):
    """The literal keys of a file; a page's own `say` puts the page's name before."""
    table = own_table(path)
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
            called = ast.unparse(node.func)
            if called == "words.say":
                yield node.args[0].value
            elif called == "say" and table:
                yield f"{table}.{node.args[0].value}"


def own_table(path):
    """The table of words that a file's own `say` looks into: a page's, or its report's."""
    if path.parent.name == "reports":
        return path.stem.partition("_")[0]
    return path.stem if path.parent.name == "pages" else ""


@pytest.mark.parametrize("path", SOURCES, ids=lambda path: path.stem)
def test_every_word_asked_for_exists(path):
    assert not [key for key in asked_for(path) if key not in FA]


def test_no_word_lies_unused():
    patterns = set()
    for path in SOURCES:
        prefix = rf"({own_table(path)}\.)?" if own_table(path) else ""
        patterns |= {prefix + string for string in strings(path) if string != ".+"}
    used = re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
    unused = [key for key in FA if not used.fullmatch(key)]
    assert [key for key in unused if not key.startswith("streamlit.")] == []


@pytest.mark.parametrize("key", FA)
def test_persian_letters_and_no_english_left(key):
    text = re.sub(r"\{[a-z_0-9]+\}|<br>", "۱", FA[key])
    assert not re.search("[يك٠-٩0-9]", text), "Arabic letters, or digits that are not Persian"
    latin = set(re.findall(r"[A-Za-z]+", text))
    assert latin <= LATIN or key in NAMED_IN_ITSELF
    assert not re.search(r"\b(می|نمی) [آ-ی]", text), "می and نمی join their verb with a ZWNJ"
    assert " ها" not in text and "  " not in text


def files_and_keys(language):
    for path in sorted((words.WORDING / language).glob("*.toml")):
        for key in words._flat(tomllib.loads(path.read_text(encoding="utf-8"))):
            yield path.name, key[0]


def test_every_language_has_the_same_keys_in_the_same_files():
    assert set(files_and_keys("en")) == set(files_and_keys("fa"))


@pytest.mark.parametrize("key", FA)
def test_every_language_fills_in_the_same_values(key):
    placeholder = r"\{(\w+)\}"
    assert set(re.findall(placeholder, EN[key])) == set(re.findall(placeholder, FA[key]))


@pytest.mark.parametrize("key", EN)
def test_no_persian_left_in_english(key):
    assert not re.search("[\u0600-\u06ff]", EN[key]) or key in NAMED_IN_ITSELF
    assert bool(EN[key].strip()) == bool(FA[key].strip()) and "  " not in EN[key]


def test_a_visit_speaks_its_own_language_and_the_next_one_the_usual():
    with words.speaking("en"):
        assert words.say("status.favourable") == "favourable"
        assert words.name({"name_fa": "یزد", "name_en": "Yazd"}) == "Yazd"
        assert words.listed(["A", "B", "C"]) == "A, B and C"
        assert sorted(["beta", "Alpha"], key=words.alphabetical) == ["Alpha", "beta"]
    assert words.say("status.favourable") == "مناسب"


def test_persian_order_of_letters():
    names = ["یزد", "گیلان", "پردیس", "کرمان", "آذربایجان", "اردبیل", "چالوس"]
    in_order = sorted(names, key=words.alphabetical)
    assert in_order == ["آذربایجان", "اردبیل", "پردیس", "چالوس", "کرمان", "گیلان", "یزد"]


def test_lists_read_like_a_sentence():
    assert words.listed(["الف"]) == "الف"
    assert words.listed(["الف", "ب", "پ"]) == "الف، ب و پ"
    assert words.listed([]) == ""


def test_names_with_commas_of_their_own_are_parted_otherwise():
    with words.speaking("en"):
        named = [f"Sample branch {n}, Kashmar" for n in (1, 2, 3)]
        assert words.listed(named) == f"{named[0]}; {named[1]} and {named[2]}"
        assert words.listed(["1,256 codes", "two", "three"]) == "1,256 codes, two and three"


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("*a* __b__ ~c~ `d`", r"\*a\* \_\_b\_\_ \~c\~ \`d\`"),
        ("![x](y) $1$ :red[z]", r"!\[x\](y) \$1\$ \:red\[z\]"),
        ("<b> a|b # c", r"\<b\> a\|b \# c"),
        ("2. a", r"2\. a"),  # no list
        ("- a", r"\- a"),
        ("3.52 of 4 (12:30): a-b, c.", "3.52 of 4 (12:30): a-b, c."),  # nothing to escape
    ],
)
def test_signs_of_markdown_in_data_are_read_as_they_stand(text, written):
    assert words.unmarked(text) == written


def test_a_name_at_a_beginning_has_a_capital_where_there_are_any():
    assert words.begun("the three Khorasans") == "The three Khorasans"
    assert (words.begun("کل کشور"), words.begun("")) == ("کل کشور", "")
