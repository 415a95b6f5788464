"""The marts of a questionnaire with everything that the sample's has not, counted by hand.

Two batteries, a reversed item, answers that are none, weights, an overall item of its own scale.
"""

import pytest

from etl.data_folder import DataFolder
from etl.publish import reading
from tests.etl.extracts import respondent, write_survey
from tests.etl.warehouses import taken

COUNTER = """
instrument = "counter"
title_fa = "پیشخوان"
title_en = "Counter"
lowest = 1
highest = 5
reference = 3
not_applicable = [9]

[[batteries]]
battery = "expected"
title_fa = "انتظار"
title_en = "Expected"

[[batteries]]
battery = "found"
title_fa = "تجربه"
title_en = "Found"

[[subscales]]
subscale = "pace"
title_fa = "سرعت"
title_en = "Pace"

[[items]]
item = "q1"
subscale = "pace"
title_fa = "پاسخ سریع است"
title_en = "The answer comes soon"

[[items]]
item = "q2"
subscale = "pace"
title_fa = "باید منتظر ماند"
title_en = "One has to wait"
reversed = true

[[items]]
item = "q3"
subscale = "pace"
title_fa = "یک بار مراجعه کافی است"
title_en = "One visit is enough"

[[items]]
item = "q4"
title_fa = "شعبه نزدیک است"
title_en = "The branch is near"

[[overall]]
item = "again"
title_fa = "دوباره می‌آیم"
title_en = "I would come again"
lowest = 0
highest = 10
reference = 5
"""
ITEMS = ("q1", "q2", "q3", "q4")


@pytest.fixture
def counter(empty_folder) -> DataFolder:
    (empty_folder.instruments / "counter.toml").write_text(COUNTER, encoding="utf-8")
    return empty_folder


def sheet(number: int, weight, found: tuple, again="", **changes) -> dict:
    """An answer sheet whose expectations are all 5; `found` are the answers to q1, q2, …"""
    row = respondent(number, [f"{item}.expected" for item in ITEMS], answer=5)
    answers = dict.fromkeys([f"{item}.found" for item in ITEMS], "")
    answers |= {f"{item}.found": answer for item, answer in zip(ITEMS, found, strict=False)}
    return row | answers | {"again": again, "weight": weight} | changes


def of_counter(folder: DataFolder, rows: list[dict], query: str) -> list[tuple]:
    taken(folder, write_survey(folder.inbox / "counter_1404-07.csv", rows))
    with reading(folder) as con:
        return con.execute(query).fetchall()


def test_reversed_items_are_turned_in_every_battery(counter):
    rows = [sheet(1, 1, (4, 1, 2)), sheet(2, 1, (4, 2, 2))]
    found = of_counter(
        counter, rows, "select battery, item, answer, respondents from answers order by all"
    )
    assert found == [
        ("expected", "q1", 5, 2),
        ("expected", "q2", 1, 2),  # expecting to wait is turned into not expecting it
        ("expected", "q3", 5, 2),
        ("expected", "q4", 5, 2),
        ("found", "q1", 4, 2),
        ("found", "q2", 4, 1),
        ("found", "q2", 5, 1),  # 1 on a scale from 1 to 5
        ("found", "q3", 2, 2),
    ]


def test_codes_that_are_not_answers_are_counted_as_none(counter):
    rows = [sheet(1, 1, (9, 9, 2), again=7), sheet(2, 1, (4, "", 9)), sheet(3, 1, (9, 9, 9))]
    taken(counter, write_survey(counter.inbox / "counter_1404-07.csv", rows))
    with reading(counter) as con:
        answers = con.execute(
            "select item, answer from answers where battery = 'found' order by all"
        ).fetchall()
        respondents = con.execute(
            "select battery, respondents, answered from respondents order by all"
        ).fetchall()
    assert answers == [("q1", 4), ("q3", 2)]  # neither a 9 nor, turned, a −3
    assert respondents == [("expected", 3, 3), ("found", 3, 2), ("overall", 3, 1)]


def test_a_score_needs_half_of_its_items_and_turned_answers(counter):
    rows = [
        sheet(1, 1, (4, 1, 2, 1)),  # 4, 5, 2 and, in no subscale, 1
        sheet(2, 1, (4, 1)),  # two of three, and two of four: half is enough
        sheet(3, 1, ("", 1, 9)),  # one of three, and one of four, are not
        sheet(4, 1, ("", 1, "", 3)),  # two of four, one of three
    ]
    found = of_counter(
        counter,
        rows,
        "select scale, score from scores where battery = 'found' order by scale, score",
    )
    assert found == [
        ("pace", pytest.approx(11 / 3)),
        ("pace", 4.5),
        ("total", 3),
        ("total", 4),
        ("total", 4.5),
    ]


def test_the_overall_item_has_a_scale_of_its_own_and_no_score(counter):
    rows = [sheet(1, 1, (3, 3, 3), again=10), sheet(2, 1, (3, 3, 3), again=0)]
    taken(counter, write_survey(counter.inbox / "counter_1404-07.csv", rows))
    with reading(counter) as con:
        answers = con.execute("select item, answer from answers where battery = 'overall'")
        assert sorted(answers.fetchall()) == [("again", 0), ("again", 10)]
        batteries = con.execute("select distinct battery from scores order by 1").fetchall()
    assert batteries == [("expected",), ("found",)]


def test_weights_are_summed_plain_and_squared(counter):
    rows = [
        sheet(1, 0.5, (4, 3, 3)),
        sheet(2, 2, (4, 3, 3)),
        sheet(3, "", (4, 3, 3)),  # without a weight: one
        sheet(4, 0, (4, 3, 3)),  # sampled, and stands for nobody
        sheet(5, 8, ("", "", 9)),  # did not answer: weighs in no answer
    ]
    # Who stands for nobody is a row apart, and weighs nothing
    weights = [(3, 0.5 + 2 + 1, 0.25 + 4 + 1), (1, 0, 0)]
    taken(counter, write_survey(counter.inbox / "counter_1404-07.csv", rows))
    with reading(counter) as con:
        for where in (
            "answers where battery = 'found' and item = 'q1'",
            "scores where battery = 'found' and scale = 'pace'",
        ):
            columns = "respondents, weight, weight_squared"
            sums = con.execute(f"select {columns} from {where} order by weight desc")
            assert sums.fetchall() == weights
        sheets = con.execute(
            "select respondents, answered, weight, weight_squared from respondents "
            "where battery = 'found'"
        ).fetchall()
        nobody = con.execute("select weight from respondents where battery = 'overall'").fetchall()
    assert sheets == [(5, 4, *weights[0][1:])]
    assert nobody == [(0,)]  # nobody answered the overall item: no weight, not an unknown one


def test_what_is_not_stated_is_null_and_counted(counter):
    unstated = {"channel": "", "service": "", "customer_group": ""}
    rows = [sheet(1, 1, (3, 3, 3)), sheet(2, 1, (3, 3, 3), **unstated)]
    found = of_counter(
        counter,
        rows,
        "select channel, service, customer_group, respondents from respondents "
        "where battery = 'found' order by channel nulls last",
    )
    assert found == [("mobile_app", None, "pensioner", 1), (None, None, None, 1)]
