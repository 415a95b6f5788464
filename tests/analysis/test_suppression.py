"""The rule of small numbers in whole answers; `tiny` in conftest has a case for each."""

import polars as pl
import pytest

from analysis import channel_usage, factor_status, satisfaction_trends
from analysis.marts import People
from analysis.selection import Selection

FIGURES = ("n", "mean", "sd", "se", "t", "df", "p", "ci_low", "ci_high", "effect_size",
           "status_study")  # fmt: skip


def ask(marts, by=(), question=factor_status, **fields):
    return question.ask(marts, Selection(instrument="tiny", **fields), by=by)


def hidden(answer, key):
    return {row[key] for row in answer.rows if row["suppressed"]}


def test_branches(marts):
    answer = ask(marts, by=("branch",))
    assert hidden(answer, "branch") == {
        "N3",  # 4 respondents
        "N4",  # 8, the fewest beside N3 in its province, whose total is an answer away
        "S1", "S3",  # 3 and 2, together 5
        "K1",  # 3, alone in its province
    }  # fmt: skip
    codes = [note.code for note in answer.notes]
    assert codes == ["battery_chosen", "some_suppressed", "one_branch"]


def test_a_hidden_row_keeps_its_keys_and_nothing_else(marts):
    for row in ask(marts, by=("branch",)).rows:
        assert row["item"] and row["branch"]
        assert all((row[figure] is None) == row["suppressed"] for figure in FIGURES)


def test_provinces(marts):
    answer = ask(marts, by=("province",))
    assert hidden(answer, "province") == {
        "IR-28",  # 3 respondents
        "IR-29",  # 17, the next smallest: the country's total would give IR-28 away
    }
    assert answer.n == 113


@pytest.mark.parametrize(
    "fields",
    [
        {"branches": "N3"},  # 4 respondents
        {"provinces": "IR-28"},  # 3 respondents
        {"branches": "K1"},  # and the same by another name
        {"branches": ["N1", "N2", "N4"]},  # their province has 4 more: N3
        {"provinces": ["IR-07", "IR-09", "IR-29"]},  # the country has 3 more: IR-28
        # and the same beside a province without any of the branches
        {"branches": ["N1", "N2", "N4"], "provinces": ["IR-07", "IR-09"]},
        {"channels": ["web_portal", "in_person"]},  # without the filter there are 3 more
        {"branches": "T1", "channels": "web_portal"},  # T1 has 2 more on another channel
        {"provinces": ["IR-09", "IR-29"]},  # the three Khorasans have 3 more
        {"region": "khorasans", "channels": ["web_portal", "in_person"]},  # 3 more in the region
    ],
)
@pytest.mark.parametrize("question", [factor_status, satisfaction_trends])
def test_nothing_is_shown(marts, fields, question):
    answer = ask(marts, question=question, **fields)
    assert answer.n is None
    assert answer.rows
    assert all(row["suppressed"] and row["mean"] is None for row in answer.rows)
    assert "all_suppressed" in [note.code for note in answer.notes]
    assert answer.totals.get("mean") is None
    assert answer.totals.get("favourable", 0) == 0


@pytest.mark.parametrize(
    ("fields", "n"),
    [
        ({}, 113),
        ({"branches": "N1"}, 30),  # 21 more in its province
        ({"branches": "N4"}, 8),
        ({"provinces": "IR-07"}, 42),
        ({"provinces": "IR-09"}, 51),  # 20 more in the Khorasans
        ({"channels": "in_person"}, 19),
    ],
)
def test_everything_is_shown(marts, fields, n):
    answer = ask(marts, **fields)
    assert answer.n == n
    assert not hidden(answer, "item")


def test_an_item_that_few_of_many_answered(marts):
    answer = ask(marts, branches="N2", battery="value")
    assert answer.n == 9
    assert hidden(answer, "item") == {"q2"}  # 3 of the 9


def test_an_item_that_few_of_those_left_out_answered(marts):
    answer = ask(marts, branches=["N1", "N3", "N4"], battery="value")
    assert answer.n == 42  # N2 has 9 more, enough
    assert hidden(answer, "item") == {"q2"}  # but only 3 of them answered q2


def test_a_group_of_a_filtered_answer(marts):
    answer = ask(marts, by=("branch",), channels="web_portal")
    # T1 has 2 on another channel, who would follow by subtraction; N3 is small, N4 protects it.
    assert hidden(answer, "branch") == {"T1", "N3", "N4"}


def test_a_part_whose_total_is_shown_too(marts):
    """As months of a chart that reaches further back than the period whose total stands on it."""
    people = People("respondents", "answered", "battery = $battery", {"battery": "quality"})
    rows = pl.DataFrame({"branch": ["S1", "S2", "S3"], "n": [3, 12, 2]})
    whole = Selection(instrument="tiny", provinces="IR-29")
    part = Selection(instrument="tiny", branches=("S1", "S2"))
    for beside, expected in ((None, {"S1", "S3"}), (part, {"S1", "S2", "S3"})):
        shown, _, _ = marts.suppress(rows, ("n",), whole, ("branch",), people, part=beside)
        assert set(shown.filter("suppressed")["branch"]) == expected


def test_satisfaction_by_province(marts):
    answer = ask(marts, by=("province",), question=satisfaction_trends)
    assert hidden(answer, "province") == {"IR-28", "IR-29"}
    assert answer.totals["n"] == 113


def test_requests_are_never_hidden(marts, raw):
    answer = channel_usage.ask(marts, Selection(), by=("branch", "channel", "service", "month"))
    assert min(row["requests"] for row in answer.rows) < 5
    assert sum(row["requests"] for row in answer.rows) == len(raw.log)
