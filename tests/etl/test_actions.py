"""The actions of the project are complete, and a wrong one is refused with its place."""

import re
import tomllib

import pytest

from etl.actions import EFFORTS, LEVELS, read_actions
from etl.data_folder import DataFolder
from etl.reference import fingerprint
from etl.refusal import Refusal
from tests.conftest import PROJECT, copy_of_data

FILE = PROJECT / "data" / "actions.toml"
TOML = tomllib.loads(FILE.read_text(encoding="utf-8"))
FACTORS = [f"R{number}" for number in range(1, 43)]
# The five papers, as each gives its own title (ZWNJ as on screen).
PAPERS = {
    "طراحی مدل ارتقاء کیفیت خدمات الکترونیک سازمان‌های خدمت‌رسان عمومی "
    "(مورد مطالعه سازمان تأمین اجتماعی)",
    "کارآفرینی در خدمات غیرحضوری سازمان تامین اجتماعی",
    "بررسی وضعیت موجود خدمات غیرحضوری در شعب سازمان تامین اجتماعی و ارائه راهکارها",
    "پدیدارنگاری مدیریت ارتباط با شهروند",
    "ارائه مدلی از مؤلفه‌های کلیدی پیاده‌سازی موفق مدیریت تجربه مشتری در سازمان؛ پژوهشی کیفی",
}
ONE = """
instrument = "remote_services_42"
[[sources]]
source = "paper"
title_fa = "مقاله"
title_en = "Paper"
[[actions]]
action = "ask_first"
title_fa = "نخست بپرسید"
title_en = "Ask first"
text_fa = "بپرسید."
text_en = "Ask."
source = "paper"
place_fa = "جدول ۱"
place_en = "table 1"
level = "branch"
effort = "low"
measure = "R3"
factors = ["R3", "R12"]
"""


@pytest.fixture
def folder(tmp_path):
    made = copy_of_data(tmp_path / "data")
    made.actions.unlink()
    return made


def read(folder, text):
    folder.actions.write_text(text, encoding="utf-8")
    return read_actions(folder)


def test_every_factor_of_the_study_has_an_action():
    acted_on = {item for action in TOML["actions"] for item in action["factors"]}
    assert acted_on == set(FACTORS)
    actions, factors = read_actions(DataFolder(PROJECT / "data"))
    assert actions.height == len(TOML["actions"])
    assert set(factors["item"]) == set(FACTORS)
    assert factors.height == sum(len(action["factors"]) for action in TOML["actions"])


def test_the_actions_come_from_the_five_papers_and_name_the_place():
    assert {source["title_fa"] for source in TOML["sources"]} == PAPERS
    used = {action["source"] for action in TOML["actions"]}
    assert used == {source["source"] for source in TOML["sources"]}
    for action in TOML["actions"]:
        # A table, or a section of papers that give their proposals in prose.
        assert re.match(r"جدول [۰-۹]+|چکیده|بحث|نتیجه‌گیری", action["place_fa"]), action["action"]


def test_the_tables_that_are_named_hold_what_is_taken_from_them():
    """Strategies and consequences stand in tables 9 and 10 of the first paper, themes in table 5 of
    the last: a place of another table would send a reader astray."""
    allowed = {"eservice_quality": r"جدول (۶|۸|۹|۱۰)،", "customer_experience": r"جدول ۵،"}
    for action in TOML["actions"]:
        pattern = allowed.get(action["source"], "")
        assert re.match(pattern, action["place_fa"]), action["action"]


def test_each_level_and_effort_is_there():
    assert {action["level"] for action in TOML["actions"]} == set(LEVELS)
    assert {action["effort"] for action in TOML["actions"]} == set(EFFORTS)


def test_an_action_is_read_with_the_title_of_its_paper(folder):
    actions, factors = read(folder, ONE)
    (row,) = actions.to_dicts()
    assert (row["action"], row["source_title_en"], row["position"]) == ("ask_first", "Paper", 1)
    assert factors.rows() == [
        ("ask_first", "remote_services_42", item) for item in ("R3", "R12")
    ]  # fmt: skip


def test_without_a_file_there_are_no_actions(folder):
    assert [table.height for table in read_actions(folder)] == [0, 0]


def test_another_action_is_another_version(folder):
    before = fingerprint(folder)
    folder.actions.write_text(ONE, encoding="utf-8")
    assert fingerprint(folder) != before


@pytest.mark.parametrize(
    "found, instead, said",
    [
        ('"R3", "R12"', '"R3", "R43"', "ask_first: factors: 'R43' is not known; right: perhaps R4"),
        ('["R3", "R12"]', "[]", "ask_first: factors: are no list"),
        ('["R3", "R12"]', '["R3", "R3"]', "each once"),
        ('"branch"', '"branches"', "ask_first: level: 'branches' .*perhaps branch"),
        ('"low"', '"none"', "effort: 'none' is not known; right: one of low, medium, high"),
        ('measure = "R3"', 'measure = "satisfacton"', "measure: .*perhaps satisfaction"),
        ('source = "paper"\nplace', 'source = "papers"\nplace', "source: .*perhaps paper"),
        ('text_en = "Ask."\n', "", "ask_first: lacks text_en"),
        ('title_fa = "نخست بپرسید"', 'title_fa = " "', "ask_first: title_fa: ' ' is no text"),
        ('effort = "low"', 'efort = "low"', "unknown key efort; right: perhaps effort"),
        ('"ask_first"', '"Ask first"', "is no code"),
        ('"remote_services_42"', '"remote_services"', "instrument: .*right: remote_services_42"),
        ("[[sources]]", "[sources]", "sources: is no list of parts"),
        ("[[sources]]", "[[sources]", "actions.toml: .*line 3"),
    ],
)
def test_a_wrong_action_is_refused_with_its_place(folder, found, instead, said):
    assert found in ONE
    with pytest.raises(Refusal, match=said) as refused:
        read(folder, ONE.replace(found, instead, 1))
    assert str(refused.value).startswith("actions.toml")


def test_an_action_that_stands_twice_is_refused(folder):
    with pytest.raises(Refusal, match="actions, ask_first: stands twice"):
        read(folder, ONE + ONE[ONE.index("[[actions]]") :])
