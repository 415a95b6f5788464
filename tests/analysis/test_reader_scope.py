"""A reader limited to provinces meets no other: in no figure, list, load or message."""

import json

import pytest

from analysis import channel_usage, choices, factor_status, satisfaction_trends
from analysis.selection import Selection, SelectionError

OWN = "IR-29"
ELSEWHERE = {"IR-09", "IR-28", "IR-07", "N1", "N2", "N3", "N4", "K1", "T1"}


@pytest.fixture
def limited(open_as):
    return open_as(OWN)


@pytest.mark.parametrize("question", [channel_usage, factor_status, satisfaction_trends])
def test_no_answer_names_another_province_or_branch(limited, question):
    answer = question.ask(limited, Selection(), by=("province", "branch"))
    text = json.dumps(answer.as_json_object())
    assert answer.rows
    assert not [code for code in ELSEWHERE if f'"{code}"' in text]


def test_figures_equal_those_of_the_province(limited, marts):
    for question in (channel_usage, factor_status, satisfaction_trends):
        own = question.ask(limited, Selection(instrument="short"))
        same = question.ask(marts, Selection(instrument="short", provinces=OWN))
        assert (own.rows, own.totals, own.n) == (same.rows, same.totals, same.n)


def test_filter_lists(limited):
    lists = choices.options(limited)
    assert [row["province"] for row in lists["provinces"]] == [OWN]
    assert {row["branch"] for row in lists["branches"]} == {"S1", "S2", "S3"}
    assert lists["regions"] == []  # none lies wholly inside his scope


def test_a_region_wholly_inside_the_scope_is_offered(open_as):
    lists = choices.options(open_as("IR-09", "IR-28", "IR-29"))
    assert [row["region"] for row in lists["regions"]] == ["razavi_khorasan", "khorasans"]


def test_loads_of_others_are_not_listed(open_as):
    files = set(open_as("IR-28").query("select file from loads")["file"])
    assert "survey_tiny.csv" in files  # K1 answered it
    assert "survey_paired.csv" not in files  # nobody in IR-28 answered it
    answer = factor_status.ask(open_as("IR-28"), Selection(instrument="paired"))
    assert (answer.n, answer.loads) == (0, [])


@pytest.mark.parametrize(
    "asked",
    [
        {"provinces": ["IR-09"]},
        {"provinces": [OWN, "IR-09"]},  # one of them is his own
        {"branches": ["N1"]},
        {"region": "khorasans"},  # part of it is his own
        {"region": "whole_country"},
    ],
)
def test_asking_for_another_says_only_that_it_may_not_be_seen(limited, asked):
    for question in (channel_usage, factor_status, satisfaction_trends):
        with pytest.raises(SelectionError, match="is not among the .* you may see") as error:
            question.ask(limited, Selection(**asked))
        assert set(error.value.closest) <= {OWN, "S1", "S2", "S3"}
