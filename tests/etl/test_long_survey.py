"""Surveys with one answer a line become one row a respondent; what is wrong is told by its line."""

import pytest

from etl.load import Loading
from etl.publish import reading
from etl.rejected import write_csv

INSTRUMENT = """
instrument = "pair"
title_fa = "دوگانه"
title_en = "Pair"
lowest = 1
highest = 5
reference = 3
labels = "amount_5"
[[batteries]]
battery = "importance"
title_fa = "اهمیت"
title_en = "Importance"
[[batteries]]
battery = "satisfaction"
title_fa = "رضایت"
title_en = "Satisfaction"
[[items]]
item = "x1"
title_fa = "سرعت کار"
title_en = "Speed"
[[items]]
item = "x2"
title_fa = "رفتار"
title_en = "Manner"
"""
MAPPING = """
kind = "survey"
instrument = "pair"
long = {item = "پرسش", battery = "بخش", answer = "پاسخ"}
[columns]
"کد" = "respondent"
"شعبه" = "branch"
"تاریخ" = "answered_on"
"""
HEADER = "کد,شعبه,تاریخ,بخش,پرسش,پاسخ"


@pytest.fixture
def long(empty_folder, tmp_path):
    """Load lines of a long survey."""
    (empty_folder.instruments / "pair.toml").write_text(INSTRUMENT, encoding="utf-8")

    def load(lines: list[str], mapping: str = MAPPING, limit=0.9):
        (empty_folder.mappings / "pair.toml").write_text(mapping, encoding="utf-8")
        path = tmp_path / "long.csv"
        path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
        (report,) = Loading(empty_folder, limit=limit).load([path])
        return report

    return load


def sheet(name: str, answers=("5", "4", "3", "2"), branch="B0901", day="1404/07/03") -> list[str]:
    """The four lines of one respondent, titles and codes of items side by side."""
    asked = [("importance", "x1"), ("اهمیت", "رفتار"), ("satisfaction", "Speed"), ("رضایت", "x2")]
    return [f"{name},{branch},{day},{b},{i},{a}" for (b, i), a in zip(asked, answers, strict=True)]


def answers(folder) -> list[tuple]:
    with reading(folder) as con:
        return con.execute(
            "select battery, item, answer, respondents from answers order by all"
        ).fetchall()


def test_lines_become_rows(long, empty_folder):
    report = long([*sheet("a"), *sheet("b", ("خیلی زیاد", "", "1", "1"))])
    assert (report.outcome, report.rows_taken) == ("loaded", 2), list(report.lines())
    assert answers(empty_folder) == [
        ("importance", "x1", 5, 2), ("importance", "x2", 4, 1),
        ("satisfaction", "x1", 1, 1), ("satisfaction", "x1", 3, 1),
        ("satisfaction", "x2", 1, 1), ("satisfaction", "x2", 2, 1),
    ]  # fmt: skip


def test_lines_of_respondents_may_be_mixed_and_answers_left_out(long, empty_folder):
    a, b = sheet("a"), sheet("b")
    report = long([b[3], a[0], b[0]])
    assert report.rows_taken == 2
    assert [row[3] for row in answers(empty_folder)] == [2, 1]


def test_a_wrong_answer_is_told_by_its_own_line(long):
    report = long([*sheet("a"), *sheet("b", ("5", "4", "9", "2"))])
    assert (report.rows_taken, report.rows_refused) == (1, 1)
    (problem,) = report.problems
    assert (problem.line, problem.code, problem.value) == (8, "whole", "9")


def test_two_answers_to_one_question_are_one_too_many(long):
    report = long([*sheet("a"), *sheet("b"), sheet("b")[1]])
    (problem,) = report.problems
    assert (problem.line, problem.code) == (10, "answered_twice")
    assert "the only answer: line 7 has one to the same item" in str(problem)


def test_a_respondent_in_two_branches_is_turned_away(long):
    lines = [*sheet("a"), *sheet("b")[:3], sheet("b", branch="B0902")[3]]
    report = long(lines)
    (problem,) = report.problems
    assert (problem.line, problem.code, problem.column) == (9, "respondent_differs", "شعبه")
    assert "what line 6 of the same respondent says" in str(problem)


def test_rejected_rows_are_the_lines_as_they_came(long, tmp_path):
    report = long([*sheet("a"), *sheet("b", ("5", "4", "9", "2"))])
    write_csv(report.rejected, tmp_path / "back.csv")
    rows = (tmp_path / "back.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(rows) == 1 + 4  # the whole sheet of b
    assert rows[3].startswith("8,b,B0901,1404/07/03,satisfaction,Speed,9,")


def test_an_item_that_nobody_knows_refuses_the_file(long):
    report = long([*sheet("a"), "a,B0901,1404/07/03,importance,x3,5"])
    assert report.failed
    assert "line 6: items that the questionnaire does not have: x3" in report.message


def test_other_items_may_be_left_out_and_are_counted(long):
    mapping = 'other_columns = "ignore"\n' + MAPPING
    report = long([*sheet("a"), "a,B0901,1404/07/03,importance,x3,5"], mapping)
    assert report.rows_taken == 1
    assert "1 lines of 1 other items were left out: x3" in "\n".join(report.lines())


def test_an_item_of_two_batteries_needs_its_battery(long):
    mapping = 'other_columns = "ignore"\n' + MAPPING.replace(' battery = "بخش",', "")
    report = long(sheet("a"), mapping)
    assert "4 lines of" in "\n".join(report.lines())


def test_a_line_that_is_cut_off_refuses_the_file(long):
    report = long([*sheet("a"), "b,B0901"])
    assert report.failed and "line 6: 2 cells; right: a whole line of 6 cells" in report.message


@pytest.mark.parametrize("told", ['line_number = "respondent"', '[constants]\nrespondent = "x"'])
def test_respondents_are_never_told_by_lines_of_answers(long, told):
    first, columns = MAPPING.split("[columns]")
    columns = columns.replace('"کد" = "respondent"\n', "")
    mapping = f'{first}other_columns = "ignore"\n'
    mapping += f"{told}\n[columns]{columns}" if "line" in told else f"[columns]{columns}\n{told}\n"
    report = long(["s1,B0901,1404-07-03,importance,x1,4"], mapping)
    assert report.failed and "a line is one answer of a respondent" in report.message
