"""The dictionary of themes: counted as a slow way counts too, refused with its place when wrong."""

import re
import tomllib

import duckdb
import polars as pl
import pytest

from analysis import open_answers
from etl import filling, theme_counts, theme_words, themes
from etl.data_folder import DataFolder
from etl.history import history
from etl.publish import connect, current
from etl.refusal import Refusal
from etl.theme_words import ENDINGS
from etl.themes import read_themes
from tests.conftest import PROJECT
from tests.etl.slow_themes import slowly
from tests.etl.test_comments import survey
from tests.etl.warehouses import run

ONE = """
instrument = "remote_services_42"
[[themes]]
theme = "outages"
title_fa = "قطعی"
title_en = "Outages"
words = ["قطع", "باز نمی‌شود", "=هنگ", "خراب*"]
except = ["بدون قطعی"]
factors = ["R25"]
components = ["infrastructure"]
"""


def themes_of(dictionary, texts):
    """Text by text what the program finds, through the real table."""
    con = connect()
    try:
        for table, frame in dictionary.items():
            con.register("frame", frame)
            con.execute(f"create table {table} as from frame")
            con.unregister("frame")
        con.execute(filling.statements(filling.MARTS / "comments.sql")[0])
        con.register("texts", pl.DataFrame({"sheet": range(len(texts)), "comment": texts}))
        con.execute("insert into comments by name from texts")
        assert theme_counts.settle(con) == len(texts)
        rows = con.execute("select themes, words from comments order by sheet").fetchall()
        return [(set(themes), set(words)) for themes, words in rows]
    finally:
        con.close()


HARD = (
    """
سايت قطع است|سایت‌های قطع|قطعي مکرر|قطع‌ها|قطعنامه|مقطع|بدون قطعی|بدون قطعي بود
باز نمی‌شود|باز نمی شود|باز نمیشود|بازنمی‌شود|باز نمیشه|هنگ کرد|هنگی|هنگ‌ها|خرابه|خرابی‌ها
بدون قطعی بدون قطعی|بدون قطعی اما قطع شد|غیرحضوری|غیر حضوری|حضوری|غیر‌حضوری و حضوری
كد تائيد|کُد تأیید|کدتایید|1420|۱۴۲۰|  |؟؟؟|😀|ERROR ارور|صف|صفت|صف‌های|می‌کند|خیلی کند
نگران هک شدن حسابم هستم|کندی|سخت‌افزار|سخت|نرم‌افزار
راضی نیستم|راضی نیستم راضی نیستم و راضی|پشتیبانیتان
""".strip("\n")
    .replace("\n", "|")
    .split("|")
)


def test_the_dictionary_counts_as_the_slow_way_counts(sample_data):
    """The project's own dictionary on spellings that are hard, and on what the sample writes."""
    toml = tomllib.loads((PROJECT / "data" / "themes.toml").read_text(encoding="utf-8"))
    with duckdb.connect(current(DataFolder(sample_data)), read_only=True) as con:
        sql = "select distinct comment from comments order by hash(comment) limit 600"
        written = [text for (text,) in con.execute(sql).fetchall()]
    texts = [*HARD, *written]
    found = themes_of(read_themes(DataFolder(PROJECT / "data")), texts)
    wrong = [(t, f) for t, f in zip(texts, found, strict=True) if f != slowly(toml, t)]
    assert wrong == []
    assert len({theme for themes, _ in found for theme in themes}) == len(toml["themes"])


@pytest.mark.parametrize(
    "text, found, why",
    [
        ("سایت قطع است", {"قطع"}, "as it stands"),
        ("قطعی‌ها زیاد است", {"قطع"}, "an ending"),
        ("قطع‌ها", {"قطع"}, "what follows a ZWNJ is another word"),
        ("قطعنامه", set(), "another word that begins so"),
        ("مقطع", set(), "another word that ends so"),
        ("بدون قطعی کار کرد", set(), "an exception"),
        ("بدون قطعی نبود، قطع شد", {"قطع"}, "once more outside of the exception"),
        ("بدون قطعی بدون قطعی", set(), "two exceptions in a row"),
        ("باز نميشود", {"باز نمی‌شود"}, "a gap closed, a letter of an Arabic keyboard"),
        ("هنگی", set(), "exactly that word only"),
        ("خرابکاری", {"خراب*"}, "whatever follows"),
    ],
)
def test_what_a_word_stands_for(folder, text, found, why):
    folder.themes.write_text(ONE, encoding="utf-8")
    ((_, words),) = themes_of(read_themes(folder), [text])
    assert {word.removeprefix("outages/") for word in words} == found, why


@pytest.fixture
def folder(empty_folder):
    empty_folder.themes.unlink()
    return empty_folder


def test_the_tables_of_a_dictionary(folder):
    folder.themes.write_text(ONE, encoding="utf-8")
    tables = read_themes(folder)
    assert tables["themes"].rows() == [("outages", 1, "قطعی", "Outages")]
    assert tables["theme_words"].height == 5
    assert [row[2:] for row in tables["theme_links"].rows()] == [
        ("factors", "R25"), ("components", "infrastructure"),
    ]  # fmt: skip


def test_without_a_dictionary_there_are_no_themes(folder):
    assert [table.height for table in read_themes(folder).values()] == [0, 0, 0]
    assert themes_of(read_themes(folder), ["قطع"]) == [(set(), set())]


@pytest.mark.parametrize(
    "found, instead, said",
    [
        ('theme = "outages"', 'theme = "Outages"', "themes, Outages: is no code"),
        ('theme = "outages"', 'theme = "none"', "is no code; right: .*not none"),
        ('theme = "outages"\n', "", "themes, number 1: lacks theme"),
        ('title_fa = "قطعی"', 'title_fa = " "', "outages: title_fa: ' ' is no text"),
        ("words = [", "wrods = [", "outages: unknown key wrods; right: perhaps words"),
        ('"=هنگ"', '"؟!"', "outages: words, '؟!': has no letter"),
        ('"=هنگ"', '"=هنگ*"', "words, '=هنگ\\*': = or \\* where it means nothing"),
        ('"=هنگ"', '"هن*گ"', "where it means nothing; right: = at the beginning or"),
        ('"=هنگ"', '"=قطع"', "words, '=قطع': is 'قطع' once more"),
        ('"=هنگ"', "5", "outages: words: is no list of texts"),
        ('"بدون قطعی"', '"بدون برق"', "except, 'بدون برق': holds none of the theme's words"),
        ('"R25"', '"R52"', "themes, outages: factors: 'R52' is not known; right: perhaps R"),
        ('"infrastructure"', '"structure"', "components: 'structure' is not known"),
        (
            '"remote_services_42"',
            '"remote"',
            "themes.toml: instrument: 'remote' is no questionnaire",
        ),
        ("[[themes]]", "[themes]", "themes: is no list of parts"),
        ("[[themes]]", "[[themes]", "themes.toml: .*line 3"),
    ],
)
def test_a_wrong_dictionary_is_refused_with_its_place(folder, found, instead, said):
    assert found in ONE
    folder.themes.write_text(ONE.replace(found, instead, 1), encoding="utf-8")
    with pytest.raises(Refusal, match=said) as refused:
        read_themes(folder)
    assert str(refused.value).startswith("themes.toml")


def test_a_theme_that_stands_twice_is_refused(folder):
    folder.themes.write_text(ONE + ONE[ONE.index("[[themes]]") :], encoding="utf-8")
    with pytest.raises(Refusal, match="themes, outages: stands twice"):
        read_themes(folder)


def test_an_edit_counts_from_the_next_version_on_and_loads_nothing_again(folder):
    folder.themes.write_text(ONE, encoding="utf-8")
    file = survey(folder, "survey_1404-07.csv", ["سایت قطع است", "ممنون", None, "هنگ کرد"])
    assert run(folder, "load", file) == 0
    first = current(folder)
    assert counted(first) == [["outages"], [], ["outages"]]
    folder.themes.write_text(ONE.replace('"=هنگ"', '"ممنون"'), encoding="utf-8")
    assert run(folder, "load") == 0
    assert counted(current(folder)) == [["outages"], ["outages"], []]
    assert counted(first) == [["outages"], [], ["outages"]]  # as it was published
    assert len(history(folder)) == 1


def test_a_change_of_the_folding_folds_and_counts_again(folder, monkeypatch):
    """What was folded by another rule is not kept beside words folded by the new one."""
    folder.themes.write_text(ONE.replace('"=هنگ"', '"خراسان"'), encoding="utf-8")
    file = survey(folder, "survey_1404-07.csv", ["سايت خُراسان", "ممنون"])
    letters = {**theme_words.LETTERS, ord("س"): "ص"}
    with monkeypatch.context() as before:
        before.setattr(theme_words, "LETTERS", letters)
        assert run(folder, "load", file) == 0
    more = survey(folder, "survey_1404-08.csv", [None], first=9, answered_on="1404-08-12")
    assert run(folder, "load", more) == 0
    with duckdb.connect(current(folder), read_only=True) as con:
        told = con.execute("select folded, themes from comments order by sheet").fetchall()
    assert told == [("سایت خراسان", ["outages"]), ("ممنون", [])]


def test_no_theme_has_one_name_in_all_rooms():
    assert themes.NONE == open_answers.NONE


def counted(version):
    with duckdb.connect(version, read_only=True) as con:
        sql = "select themes from comments order by sheet"
        return [themes for (themes,) in con.execute(sql).fetchall()]


def test_readme_tells_every_ending():
    told = (PROJECT / "data" / "README.md").read_text(encoding="utf-8")
    listed = re.search(r"endings: `([^`]*)`", told)[1].split()
    assert tuple(listed) == ENDINGS
