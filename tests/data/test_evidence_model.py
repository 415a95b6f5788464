"""Does the evidence model say what the paper printed? Against a transcription of its own.

`evidence_model_tables.csv` was typed from the paper a second time, apart from
`data/studies/evidence_model.toml`: table by table and row by row, spelled as printed but for
broken words. The concepts of tables 6 to 10 are below.
"""

import csv
from pathlib import Path

import pytest

from etl.actions import read_actions
from etl.data_folder import DataFolder
from etl.evidence_model import read_evidence_model

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
# Table of concepts → the table of codes it orders, its concepts, and how many codes each has
CONCEPTS = {
    6: (1, {"صرفه جویی در هزینه": 3, "راحتی ادراک شده": 3, "مدیریت نیاز مشتریان": 3,
            "کیفیت عملکردی": 3, "ارزش ادراک شده": 4}),
    7: (2, {"دسترس پذیری": 2, "فشار جامعه": 3, "تجربه استفاده": 3}),
    8: (3, {"نگرش مشتریان نسبت به خدمات الکترونیکی": 4, "ریسک پذیری": 4, "تصویرذهنی": 5}),
    9: (4, {"مشتری گرایی": 7, "گرایش به نوآوری": 3, "تبلیغات گسترده": 4, "ویژگی های وب": 2}),
    10: (5, {"نوین سازی سازمانی": 4, "پیامدهای کارکنان": 3,
             "مزایای ارتقای کیفیت الکترونیک برای جامعه": 3, "وفاداری و رضایت مشتریان": 0}),
}  # fmt: skip
# What the paper says of its own counts, in the five answers of its conclusion
SAID = {
    ("causal", "codes"): 16, ("causal", "concepts"): 5,
    ("contextual", "codes"): 8, ("contextual", "concepts"): 3,
    ("intervening", "codes"): 13, ("intervening", "concepts"): 3,
    ("strategies", "codes"): 10, ("strategies", "concepts"): 4,
    ("consequences", "codes"): 10, ("consequences", "concepts"): 4,
}  # fmt: skip
SPELLED = str.maketrans({"\u200c": "", " ": "", "أ": "ا", "ٔ": "", "ّ": "", "۲": "2", "۴": "4"})


def plain(text):
    """Letters alone: the paper's words are broken, and pages spell with ZWNJ."""
    return text.translate(SPELLED).replace("بالایارائه", "بالاارائه")


@pytest.fixture(scope="module")
def tables():
    folder = DataFolder(DATA)
    return dict(read_evidence_model(folder, read_actions(folder)[0]))


@pytest.fixture(scope="module")
def typed():
    """{(table, row): (text, frequency)}"""
    with (HERE / "evidence_model_tables.csv").open(encoding="utf-8", newline="") as file:
        return {
            (int(row["table"]), int(row["row"])): (plain(row["text"]), int(row["frequency"]))
            for row in csv.DictReader(file)
        }


def test_every_row_of_tables_1_to_5(tables, typed):
    codes = tables["evidence_codes"].join(tables["evidence_parts"], on="part")
    found = {
        (row["codes_table"], row["line"]): (plain(row["title_fa"]), row["frequency"])
        for row in codes.to_dicts()
    }
    assert found == typed
    lines = {table: sum(key[0] == table for key in typed) for table in range(1, 6)}
    assert lines == {1: 16, 2: 8, 3: 26, 4: 16, 5: 11}


@pytest.mark.parametrize("table", CONCEPTS)
def test_concepts_and_their_codes_of_tables_6_to_10(tables, table):
    of_codes, concepts = CONCEPTS[table]
    part = tables["evidence_parts"].filter(concepts_table=table).to_dicts()[0]
    assert part["codes_table"] == of_codes
    own = tables["evidence_concepts"].filter(part=part["part"]).sort("position")
    assert [plain(name) for name in own["title_fa"]] == [plain(name) for name in concepts]
    codes = tables["evidence_codes"].filter(part=part["part"], listed=True)
    codes = codes.filter(codes["repeats"].is_null())
    first = 1
    for concept, many in zip(own["concept"], concepts.values(), strict=True):
        lines = codes.filter(concept=concept)["line"].sort().to_list()
        assert lines == list(range(first, first + many)), concept  # both tables in one order
        first += many


def test_table_3_has_every_code_twice_and_nothing_is_mended(tables, typed):
    codes = tables["evidence_codes"]
    again = codes.filter(codes["repeats"].is_not_null())
    assert again["part"].unique().to_list() == ["intervening"]
    assert dict(again.select("line", "repeats").rows()) == {n: n - 13 for n in range(14, 27)}
    for line, first in again.select("line", "repeats").rows():
        assert typed[3, line][0] == typed[3, first][0]
    # Its first numbers are those of table 1 in the same order
    assert [typed[3, n][1] for n in range(1, 17)] == [typed[1, n][1] for n in range(1, 17)]


def test_loyalty_is_a_concept_that_table_10_gives_no_codes(tables):
    unlisted = tables["evidence_codes"].filter(listed=False).to_dicts()
    assert [(row["concept"], row["line"], row["frequency"]) for row in unlisted] == [
        ("loyalty", 11, 27)
    ]


def test_what_the_conclusion_says(tables):
    said = tables["evidence_said"].filter(tables["evidence_said"]["place_en"] != ELSEWHERE)
    found = {
        (part, what): value for part, what, value in said.select("part", "what", "value").rows()
    }
    assert found == SAID
    third = tables["evidence_said"].filter(place_en=ELSEWHERE).to_dicts()
    assert [(row["part"], row["what"], row["value"]) for row in third] == [
        ("consequences", "concepts", 3)
    ]


ELSEWHERE = "Abstract and figure 3"


def test_every_strategy_has_factors_and_actions_that_act_on_them(tables):
    links = tables["evidence_links"]
    folder = DataFolder(DATA)
    acts_on = read_actions(folder)[1]
    codes = tables["evidence_codes"].filter(part="strategies")
    for line in codes["line"]:
        own = links.filter(part="strategies", line=line)
        factors = set(own.filter(kind="factors")["code"])
        assert factors, line
        for action in own.filter(kind="actions")["code"]:
            assert factors & set(acts_on.filter(action=action)["item"]), (line, action)
        assert own.filter(kind="actions").height, line
    assert set(links["part"]) == {"strategies"}
