"""What every question must have, and how each treats an empty or a wrong selection."""

import json
import pickle

import pytest

from analysis.__main__ import questions
from analysis.selection import Selection, SelectionError

QUESTIONS = questions()


def test_the_questions_are_found_in_the_folder():
    assert {"channel_usage", "factor_status", "satisfaction_trends"} <= set(QUESTIONS)


@pytest.mark.parametrize("name", QUESTIONS)
def test_a_question_says_what_it_answers(name):
    title, _, question = QUESTIONS[name].__doc__.splitlines()[0].partition(": ")
    assert title.lower().replace(" ", "_") == name
    assert question.endswith("?")


GROUPS = [(), ("month", "province"), ("channel",)]
# Questions that are asked of the whole selection only, or of one dimension at a time
GROUPS_TAKEN = {
    "drivers": [()],
    "factor_changes": [()],
    "factor_since": [()],
    "operational_drivers": [()],
    "factor_matrix": [("province",), ("channel",)],
    "province_panels": [("province",), ("channel",)],
    "invariance": [()],
    "evidence_model": [()],
    "citizen_groups": [()],
    "citizen_segments": [()],
    "expert_panel": [()],
    "self_assessment": [()],
    "readiness_and_satisfaction": [()],
    "found_themes": [()],
    "comment_examples": [()],
}


@pytest.mark.parametrize(
    ("name", "by"), [(name, by) for name in QUESTIONS for by in GROUPS_TAKEN.get(name, GROUPS)]
)
def test_an_empty_selection_has_an_answer(marts, name, by):
    empty = Selection(first_month="1399-01", last_month="1399-03")
    answer = QUESTIONS[name].ask(marts, empty, by=by)
    assert answer.n == 0
    counts, means = ("n", "n_before", "n_after"), ("mean", "before", "after", "change")
    assert all(not any(row.get(name) for name in counts) for row in answer.rows)
    assert all(row.get(name) is None for row in answer.rows for name in means)
    assert (answer.loads, answer.sample) == ([], False)
    assert answer.period == {"from": "1399-01", "to": "1399-03"}
    json.dumps(answer.as_json_object(), allow_nan=False)


@pytest.mark.parametrize(("name", "by"), [(name, by) for name in GROUPS_TAKEN for by in GROUPS])
def test_groups_that_a_question_does_not_take_are_refused(marts, name, by):
    if by in GROUPS_TAKEN[name]:
        QUESTIONS[name].ask(marts, Selection(), by=by)
    else:
        with pytest.raises(SelectionError, match="by: "):
            QUESTIONS[name].ask(marts, Selection(), by=by)


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_answer_says_what_stands_behind_it(marts, name):
    answer = QUESTIONS[name].ask(marts, Selection(provinces="IR-09"))
    assert answer.question == name
    assert answer.period == {"from": "1404-05", "to": "1404-06"}
    assert answer.reader == "test"
    assert answer.version == marts.version
    assert answer.sample
    assert answer.loads
    told = {"load", "file", "loaded_at", "kind", "period", "rows_taken", "rows_refused"}
    assert all(set(load) == told for load in answer.loads)


@pytest.mark.parametrize("name", QUESTIONS)
def test_without_invented_branches_it_is_no_sample(marts, name):
    assert not QUESTIONS[name].ask(marts, Selection(branches="T1", instrument="short")).sample


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_period_is_that_of_the_data_within_the_months_asked_for(marts, name):
    answer = QUESTIONS[name].ask(marts, Selection(first_month="1404-06", last_month="1404-12"))
    assert answer.period == {"from": "1404-06", "to": "1404-06"}


@pytest.mark.parametrize("name", QUESTIONS)
@pytest.mark.parametrize("wrong", [{"provinces": ["IR-99"]}, {"last_month": "1404-00"}])
def test_a_wrong_code_is_refused(marts, name, wrong):
    with pytest.raises(SelectionError, match="closest: "):
        QUESTIONS[name].ask(marts, Selection(**wrong))


@pytest.mark.parametrize("name", QUESTIONS)
def test_the_json_object_is_complete_and_repeats_only_what_was_asked(marts, name):
    fields = QUESTIONS[name].ask(marts, Selection(channels="kiosk")).as_json_object()
    assert {"rows", "totals", "n", "period", "loads", "reader", "version", "sample"} <= set(fields)
    assert fields["selection"]["channels"] == ["kiosk"]
    assert "branches" not in fields["selection"]
    for load in fields["loads"]:
        assert load["loaded_at"].endswith("Z")


def test_an_answer_survives_a_page_s_cache_with_its_remarks(marts):
    answer = QUESTIONS["factor_status"].ask(marts, Selection(instrument="tiny"), by=("branch",))
    kept = pickle.loads(pickle.dumps(answer))  # noqa: S301  (our own bytes)
    assert kept == answer
    assert [note.code for note in kept.notes] == [
        "battery_chosen", "some_suppressed", "one_branch",
    ]  # fmt: skip
    assert kept.notes[1].values == {"rows": 10, "of": 18}
