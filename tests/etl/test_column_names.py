"""Is this header that column? Spellings of keyboards and of survey tools, and what is ambiguous."""

import pytest

from etl.column_names import Names, proposed

QUESTION = "از سرعت پاسخ‌گویی راضی هستم"


@pytest.mark.parametrize(
    "header",
    [
        QUESTION,
        "از سرعت پاسخ گویی راضی هستم",  # a space in place of the ZWNJ
        "از سرعت پاسخگویی راضي هستم",  # nothing in its place, and an Arabic ya
        "\u200fاز  سرعت پاسخ‌گویی راضی هستم؟",
        "Q1[SQ001]. از سرعت پاسخ‌گویی راضی هستم",  # LimeSurvey, code and text
        "G1Q1 [از سرعت پاسخ‌گویی راضی هستم]",  # LimeSurvey, sub-question
        "نظر شما دربارهٔ خدمات [از سرعت پاسخ‌گویی راضی هستم]",  # Google Forms, grid
        "سؤال ۱: از سرعت پاسخ‌گویی راضی هستم",
        "سوال 1- از سرعت پاسخ‌گویی راضی هستم",
        "۱. از سرعت پاسخ‌گویی راضی هستم",
        "3-2) از سرعت پاسخ‌گویی راضی هستم",
    ],
)
def test_a_column_is_found_by_its_question(header):
    assert Names(["شناسه", header, "تاریخ"]).position(QUESTION) == 1


def test_a_column_is_found_by_its_code():
    names = Names(["id", "Q1[SQ001]. Fast", "Q1[SQ002]. Kind", "R7: Clear"])
    assert [names.position(name) for name in ("Q1[SQ002]", "R7", "ID")] == [2, 3, 0]


def test_what_two_columns_are_called_is_neither():
    names = Names(["Q1 [Fast]", "Q2 [Fast]"])
    assert names.position("Fast") is None
    assert names.position("Q2 [Fast]") == 1  # the whole header is one column's


def test_the_whole_header_is_stronger_than_a_part():
    assert Names(["Q1. Weight", "weight"]).position("weight") == 1


def test_a_header_of_signs_only_is_no_column():
    assert Names(["---", "؟"]).position("!!") is None


def test_a_question_is_proposed_by_wording_and_by_likeness():
    wordings = {"R1": ["R1", QUESTION], "R2": ["R2", "کارکنان پاسخگو هستند"]}
    assert proposed("Q5. از سرعت پاسخگويي راضي هستم", wordings) == "R1"
    assert proposed("کارکنان پاسخگوی ما هستند", wordings) == "R2"
    assert proposed("استان", wordings) == ""
