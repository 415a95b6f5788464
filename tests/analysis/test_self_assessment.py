"""Scores, levels and changes of self-assessments, worked out by hand on the papers' own weights."""

import csv

import pytest

from analysis import readiness_and_satisfaction, self_assessment
from analysis.choices import options
from analysis.marts import Reader, open_marts
from analysis.selection import Selection, SelectionError
from etl.load import Loading
from tests.etl.extracts import respondent, write_survey

CX = [f"cx{n:02d}" for n in range(1, 33)]
LEVELS = ["inform", "transactions", "operations", "needs", "opinions", "awareness", "design",
          "delivery"]  # fmt: skip
STAGED = "citizen_relationship"
COLUMNS = ("round", "framework", "province", "branch", "statement", "score")


def sheet(scores, province="IR-09", at="1404-07", framework="cx_readiness", branch=""):
    return [(at, framework, province, branch, code, score) for code, score in scores.items()]


@pytest.fixture
def assessed(empty_folder, tmp_path):
    """Load self-assessments, and where asked one survey, into a folder of this test's own."""

    def load(*sheets, survey=()):
        file = tmp_path / "assessed.csv"
        with file.open("w", encoding="utf-8", newline="") as text:
            writer = csv.writer(text)
            writer.writerow(COLUMNS)
            writer.writerows(row for rows in sheets for row in rows)
        files = [file]
        if survey:
            files.append(write_survey(tmp_path / "survey.csv", list(survey)))
        for report in Loading(empty_folder).load(files):
            assert report.outcome == "loaded", list(report.lines())
        return open_marts(Reader("test"))

    return load


def rows_of(answer, province="IR-09"):
    return {row["part"]: row for row in answer.rows if row["province"] == province}


def test_scores_weigh_by_code_frequency(assessed):
    scores = dict.fromkeys(CX, 3) | {"cx01": 1, "cx22": 0}  # 72 and 94 codes
    answer = self_assessment.ask(assessed(sheet(scores)), Selection())
    rows = rows_of(answer)
    assert rows["total"]["score"] == pytest.approx((1156 * 3 - 72 * 2 - 94 * 3) / 1156)
    assert rows["employees"]["score"] == pytest.approx((201 * 3 - 72 * 2) / 201)
    assert rows["leadership"]["score"] == pytest.approx(34 * 3 / 128)
    assert rows["leadership_culture"]["score"] == pytest.approx((280 * 3 - 94 * 3) / 280)
    assert rows["governance"]["score"] == 3
    assert (answer.n, answer.totals["complete"], len(answer.totals["silent"])) == (1, 1, 30)
    assert rows["total"]["level"] is None  # only levels are reached


def test_layers_come_from_outside_inwards_with_their_components(assessed):
    answer = self_assessment.ask(assessed(sheet(dict.fromkeys(CX, 1))), Selection())
    assert [(row["kind"], row["part"]) for row in answer.rows] == [
        ("total", "total"),
        ("layer", "leadership_culture"), ("component", "culture"), ("component", "leadership"),
        ("layer", "organizing_governance"), ("component", "governance"),
        ("component", "organisation_processes"), ("component", "strategic_planning"),
        ("layer", "process_infrastructure"), ("component", "design_implementation"),
        ("component", "infrastructure_technology"),
        ("layer", "data_touchpoints"), ("component", "employees"), ("component", "insights"),
        ("component", "interaction"),
    ]  # fmt: skip


def test_what_was_not_judged_is_not_zero_and_the_score_not_complete(assessed):
    scores = dict.fromkeys(CX, 2) | {"cx30": "", "cx16": 4}
    del scores["cx01"]
    answer = self_assessment.ask(assessed(sheet(scores)), Selection())
    rows = rows_of(answer)
    assert (rows["employees"]["score"], rows["employees"]["answered"]) == (2, 4)
    assert not rows["employees"]["complete"] and not rows["total"]["complete"]
    assert rows["governance"]["complete"]
    assert rows["total"]["score"] == pytest.approx(((1156 - 72 - 12) * 2 + 47 * 2) / (1156 - 84))
    (missing,) = answer.totals["unanswered"]
    assert missing == {"province": "IR-09", "branch": None, "statements": ["cx01", "cx30"]}
    means = {row["part"]: row for row in answer.totals["means"]}
    assert (means["total"]["score"], means["total"]["units"]) == (None, 0)
    assert means["governance"]["units"] == 1


def test_a_statement_that_is_gone_counts_nowhere(assessed, empty_folder):
    """IR-07 judged nothing else: it has no score, and counts among the silent."""
    assessed(sheet(dict.fromkeys(CX, 1)), sheet({"cx02": 3}, "IR-07"))
    path = empty_folder.frameworks / "cx_readiness.toml"
    text = path.read_text(encoding="utf-8")
    assert '"cx02"' in text
    path.write_text(text.replace('"cx02"', '"cx99"'), encoding="utf-8")
    list(Loading(empty_folder).load([]))  # publishes the framework as it is now
    answer = self_assessment.ask(open_marts(Reader("test")), Selection())
    assert {row["province"] for row in answer.rows} == {"IR-09"}
    assert rows_of(answer)["total"]["answered"] == 31
    assert {"province": "IR-07"} in answer.totals["silent"]


def test_a_change_is_over_what_both_rounds_judged(assessed):
    before = dict.fromkeys(CX, 1) | {"cx01": 4}
    now = dict.fromkeys(CX, 3)
    del now["cx01"]
    marts = assessed(
        sheet(before, at="1404-01"), sheet(now),
        sheet(dict.fromkeys(CX, 2), "IR-07"),  # no round before
    )  # fmt: skip
    answer = self_assessment.ask(marts, Selection())
    assert [each["month"] for each in answer.totals["rounds"]] == ["1404-01", "1404-07"]
    rows = rows_of(answer)
    assert (rows["employees"]["before"], rows["employees"]["change"]) == (1, 2)
    assert (rows["total"]["compared"], rows["total"]["before_month"]) == (31, "1404-01")
    assert rows_of(answer, "IR-07")["total"]["change"] is None
    means = {row["part"]: row for row in answer.totals["means"]}
    assert (means["total"]["change"], means["total"]["changed"]) == (2, 1)
    assert (means["total"]["score"], means["total"]["units"]) == (2, 1)  # only IR-07 is complete
    earlier = self_assessment.ask(marts, Selection(), month="1404-01")
    assert earlier.n == 1 and rows_of(earlier)["total"]["before"] is None


@pytest.mark.parametrize(
    ("scores", "level"),
    [
        ({}, "participation"),
        ({"delivery": 2}, "insight"),  # the wall is not crossed
        ({"opinions": 2}, "transact"),  # participation does not make up for it
        ({"operations": 2}, "inform"),
        ({"inform": 2}, None),
        ({"awareness": ""}, "transact"),  # unanswered is not reached
    ],
)
def test_a_level_is_reached_when_all_up_to_it_is(assessed, scores, level):
    marts = assessed(sheet(dict.fromkeys(LEVELS, 3) | scores, framework=STAGED))
    answer = self_assessment.ask(marts, Selection(), framework=STAGED)
    assert rows_of(answer)["total"]["level"] == level
    assert {row["level"]: row["units"] for row in answer.totals["levels"]} == {
        code: int(code == level) for code in (None, "inform", "transact", "insight",
                                              "participation")
    }  # fmt: skip
    assert rows_of(answer)["total"]["complete"] == ("" not in scores.values())


def test_branches_are_units_of_their_own(assessed):
    marts = assessed(
        sheet(dict.fromkeys(CX, 1)), sheet(dict.fromkeys(CX, 4), province="", branch="B0901")
    )
    assert rows_of(self_assessment.ask(marts, Selection()))["total"]["score"] == 1
    answer = self_assessment.ask(marts, Selection(), units="branch")
    assert [(row["branch"], row["score"]) for row in answer.rows[:1]] == [("B0901", 4)]
    assert answer.totals["silent"] == []
    assert self_assessment.ask(marts, Selection(branches="B0901")).n == 1  # a province has none


def test_a_reader_sees_only_his_provinces(assessed):
    assessed(sheet(dict.fromkeys(CX, 1)), sheet(dict.fromkeys(CX, 4), "IR-07"))
    answer = self_assessment.ask(open_marts(Reader("of Tehran", ("IR-07",))), Selection())
    assert {row["province"] for row in answer.rows} == {"IR-07"}
    assert answer.totals["silent"] == []


def test_a_round_is_no_month_of_the_service(assessed):
    asked = [*(f"R{n}" for n in range(1, 43)), "overall"]
    survey = [respondent(n, asked, answered_on="1404-05-12") for n in range(6)]
    marts = assessed(sheet(dict.fromkeys(CX, 1), at="1404-09"), survey=survey)
    assert [row["month"] for row in options(marts)["months"]] == ["1404-05"]
    assert self_assessment.ask(marts, Selection()).totals["month"] == "1404-09"


@pytest.mark.parametrize("wrong", [{"framework": "cx_ready"}, {"month": "1404-06"}])
def test_what_is_not_there_is_refused(assessed, wrong):
    marts = assessed(sheet(dict.fromkeys(CX, 1)))
    with pytest.raises(SelectionError, match="closest: "):
        self_assessment.ask(marts, Selection(), **wrong)


def test_readiness_beside_satisfaction(sample_data):
    marts = open_marts()
    answer = readiness_and_satisfaction.ask(marts, Selection())
    whole = self_assessment.ask(marts, Selection())
    complete = {r["province"]: r["score"] for r in whole.rows if r["part"] == "total"
                and r["complete"]}  # fmt: skip
    assert {row["province"]: row["score"] for row in answer.rows} == complete
    assert answer.totals["provinces"] == len(complete) > 20
    assert answer.totals["low"] < answer.totals["rho"] < answer.totals["high"]
    few = readiness_and_satisfaction.ask(marts, Selection(region="khorasans"))
    assert few.totals["rho"] is None and few.rows


def test_an_invented_organisation_is_said_to_be_one(assessed):
    marts = assessed(sheet(dict.fromkeys(CX, 1)))
    assert self_assessment.ask(marts, Selection()).sample  # its branches are invented
