"""Frameworks as tables, and a wrong TOML refused with file, part and key."""

import pytest

from etl.frameworks import framework_tables, read_frameworks
from etl.reference import fingerprint
from etl.refusal import Refusal

PLACES = 'place_fa = "جدول"\nplace_en = "Table"\n'
TITLES = 'title_fa = "عنوان"\ntitle_en = "Title"\n'
ANCHORS = "".join(f"[[anchors]]\nscore = {score}\n{TITLES}" for score in range(3))
ONE = f"""
framework = "own"
{TITLES}paper = "customer_experience"
kind = "weighted"
lowest = 0
highest = 2
note_fa = "یادداشت"
note_en = "Note"
{ANCHORS}
[[layers]]
layer = "outer"
{TITLES}{PLACES}
[[components]]
component = "care"
layer = "outer"
{TITLES}{PLACES}
[[statements]]
statement = "s1"
component = "care"
codes = 7
{TITLES}{PLACES}
"""


@pytest.fixture
def folder(empty_folder):
    for path in empty_folder.frameworks.glob("*.toml"):
        path.unlink()
    return empty_folder


def write(folder, text):
    (folder.frameworks / "own.toml").write_text(text, encoding="utf-8")
    return folder


def test_a_framework_is_three_tables(folder):
    tables = dict(framework_tables(write(folder, ONE)))
    (top,) = tables["frameworks"].to_dicts()
    assert (top["framework"], top["kind"], top["highest"], top["reached"]) == (
        "own", "weighted", 2, None,
    )  # fmt: skip
    parts = tables["framework_parts"].select("kind", "part", "parent", "value").rows()
    assert parts == [
        ("score", "0", None, 0), ("score", "1", None, 1), ("score", "2", None, 2),
        ("layer", "outer", None, None), ("component", "care", "outer", None),
        ("statement", "s1", "care", 7),
    ]  # fmt: skip
    assert tables["framework_statements"].select("statement", "lowest", "highest").rows() == [
        ("s1", 0, 2)
    ]


def test_without_a_folder_there_are_none(folder):
    folder.frameworks.rmdir()
    assert read_frameworks(folder) == {}
    assert [table.height for _, table in framework_tables(folder)] == [0, 0, 0]


def test_another_framework_is_another_version(folder):
    before = fingerprint(folder)
    assert fingerprint(write(folder, ONE)) != before


@pytest.mark.parametrize(
    "found, instead, said",
    [
        ('kind = "weighted"', 'kind = "weight"', "kind: 'weight' .*perhaps weighted"),
        ('paper = "customer_experience"', 'paper = "customers"', "paper: 'customers' is not known"),
        ('kind = "weighted"', 'kind = "staged"', "reached: of a staged framework"),
        ("highest = 2", "highest = 2\nreached = 1", "reached: of a weighted framework"),
        ("highest = 2", 'highest = "2"', "highest: '2' is no whole number"),
        ("highest = 2", "highest = 0", "lowest 0 and highest 0"),
        ("highest = 2", "highest = 3", "anchors: are 0, 1, 2; right: every step from 0 to 3"),
        ("codes = 7\n", "", "statements, s1: codes: is missing"),
        ("codes = 7", "codes = 0", "statements, s1: codes: 0"),
        ("codes = 7", "code = 7", "statements, s1: unknown key code; right: perhaps codes"),
        ('component = "care"\ncodes', 'component = "car"\ncodes', "'car' is not .*perhaps care"),
        ('place_fa = "جدول"\n', "", "layers, outer: lacks place_fa"),
        ("[[statements]]", "[statements]", "statements: is no list of parts"),
        ('note_en = "Note"', 'note_en = " "', "note_en: ' ' is no text"),
        ("[[layers]]", "[[layers]", "own.toml: not a TOML file"),
        ("[[components]]", "[[layers]]\nlayer = \"empty\"\n" + TITLES + PLACES + "[[components]]",
         "layers: has no component: empty"),
    ],
)  # fmt: skip
def test_a_wrong_framework_is_refused_with_its_place(folder, found, instead, said):
    assert found in ONE
    with pytest.raises(Refusal, match=said) as refused:
        read_frameworks(write(folder, ONE.replace(found, instead, 1)))
    assert "own.toml" in str(refused.value)


def test_what_stands_twice_is_refused(folder):
    with pytest.raises(Refusal, match="statements, s1: stands twice"):
        read_frameworks(write(folder, ONE + ONE[ONE.index("[[statements]]") :]))
    (folder.frameworks / "other.toml").write_text(ONE, encoding="utf-8")
    with pytest.raises(Refusal, match="own stands twice"):
        read_frameworks(write(folder, ONE))
