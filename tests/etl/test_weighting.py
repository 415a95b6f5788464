"""Weights of a wave in the marts: by hand, in whatever order the files come, and taken back again.

A questionnaire of one item and an overall item; six respondents' answers stand in `SHEETS`.
"""

import json

import numpy as np
import pytest

from analysis import factor_status, satisfaction_trends
from analysis.marts import Reader, open_marts
from analysis.selection import Selection
from etl import publish
from etl.__main__ import main
from etl.data_folder import DataFolder
from etl.load import Loading
from etl.rebuild import rebuild
from etl.refusal import Refusal
from etl.undo import undo
from tests.conftest import copy_of_data
from tests.etl.extracts import write_log, write_survey

COUNTER = """
instrument = "counter"
title_fa = "پیشخوان"
title_en = "Counter"
lowest = 1
highest = 5
reference = 3
{more}

[[batteries]]
battery = "found"
title_fa = "تجربه"
title_en = "Found"

[[items]]
item = "q1"
title_fa = "پاسخ سریع است"
title_en = "The answer comes soon"

[[overall]]
item = "again"
title_fa = "دوباره می‌آیم"
title_en = "I would come again"
lowest = 0
highest = 10
reference = 5
"""
# province, customer group, answers to q1
SHEETS = [
    ("IR-07", "insured", (5, 4, 4)),
    ("IR-07", "pensioner", (1,)),
    ("IR-09", "insured", (2, 3)),
    ("IR-09", "pensioner", (4, 4, 5, 5)),
]
POPULATION = {
    ("IR-07", "insured"): 300,
    ("IR-07", "pensioner"): 300,
    ("IR-09", "insured"): 300,
    ("IR-09", "pensioner"): 100,
}
# 1,000 persons by 10 respondents, 100 each: 300/3, 300/1, 300/2 and 100/4 of a hundred.
WEIGHT = {
    ("IR-07", "insured"): 1,
    ("IR-07", "pensioner"): 3,
    ("IR-09", "insured"): 1.5,
    ("IR-09", "pensioner"): 0.25,
}
BASE = dict.fromkeys(WEIGHT, 1)
WAVE = ["wave", "instrument", "province", "customer_group", "invited", "answered", "population"]
MARTS = (
    "answers", "scores", "respondents", "survey_waves", "branch_answers", "branch_answer_sums",
    "branch_score_sums", "branch_respondents",
)  # fmt: skip


@pytest.fixture
def counter(empty_folder) -> DataFolder:
    with_more(empty_folder, "")
    return empty_folder


def with_more(folder: DataFolder, more: str) -> None:
    path = folder.instruments / "counter.toml"
    path.write_text(COUNTER.format(more=more), encoding="utf-8")


def survey(folder, name="counter_1404-07.csv", months=("1404-07",), weight="", sheets=SHEETS):
    rows = [
        {"respondent": f"{month}{province}{group}{number}", "province": province,
         "answered_on": f"{month}-12", "customer_group": group, "q1": answer, "again": 2 * answer,
         "weight": weight}
        for month in months
        for province, group, answers in sheets
        for number, answer in enumerate(answers)
    ]  # fmt: skip
    return write_survey(folder.inbox / name, rows)


def wave(folder, name="wave_1404-07.csv", month="1404-07", population=POPULATION):
    rows = [
        {"wave": month, "instrument": "counter", "province": province, "customer_group": group,
         "invited": 90, "answered": 10, "population": persons}
        for (province, group), persons in population.items()
    ]  # fmt: skip
    return write_log(folder.inbox / name, rows, WAVE)


def load(folder, *paths) -> list[str]:
    """The remarks of all reports."""
    reports = list(Loading(folder).load(list(paths)))
    assert [report.outcome for report in reports] == ["loaded"] * len(paths), reports
    return [line for report in reports for line in report.remarks]


def weights(folder, table="respondents", where="battery = 'found'") -> dict:
    """(province, group) → weight of one respondent; Σw² must be that of equal weights."""
    with publish.reading(folder) as con:
        rows = con.execute(
            "select province, customer_group, sum(respondents), sum(weight), sum(weight_squared) "
            f"from {table} where {where} group by all"
        ).fetchall()
    for _, _, n, weight, squared in rows:
        assert squared == pytest.approx(weight**2 / float(n), rel=1e-12)
    return {(province, group): weight / float(n) for province, group, n, weight, _ in rows}


def marts(folder) -> dict[str, list]:
    """All rows of the marts, but for the numbers of the loads."""
    with publish.reading(folder) as con:
        found = {
            mart: con.execute(f"select * exclude (load) from {mart} order by all").fetchall()
            for mart in MARTS
        }
        found["weighting"] = con.execute("select * exclude (surveys, waves) from weighting")
        found["weighting"] = found["weighting"].fetchall()
        found["cells"] = con.execute("from weighting_cells order by all").fetchall()
    return found


def test_all_marts_get_the_weights_worked_by_hand(counter):
    load(counter, survey(counter), wave(counter))
    assert weights(counter) == pytest.approx(WEIGHT, rel=1e-12)
    assert weights(counter, "scores", "scale = 'total'") == pytest.approx(WEIGHT, rel=1e-12)
    for item in ("q1", "again"):
        found = weights(counter, "answers", f"item = '{item}'")
        assert found == pytest.approx(WEIGHT, rel=1e-12)


def test_the_report_says_how_it_went(counter):
    assert load(counter, survey(counter)) == []
    (line,) = load(counter, wave(counter))
    assert line.startswith(
        "weights of counter, 1404-07: raked to 2 provinces × 2 groups, 1 iterations, gap "
    )
    assert line.endswith(", 0 at a bound, deff 1.68")  # 1.675


def test_status_says_it_too(counter, capsys):
    load(counter, survey(counter))
    assert main(["status"]) == 0 and "weights" not in capsys.readouterr().out
    (line,) = load(counter, wave(counter))
    assert main(["status"]) == 0
    assert capsys.readouterr().out.splitlines()[-1] == line
    assert main(["status", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)["weights"] == [line]


def test_persons_of_every_cell_are_the_population(counter):
    load(counter, survey(counter), wave(counter))
    with publish.reading(counter) as con:
        rows = con.execute("""
            select province, customer_group, sum(r.weight) * any_value(unit)
            from respondents r join weighting using (instrument, month)
            where battery = 'found' group by all
        """).fetchall()
        cells = con.execute(
            "select province, customer_group, respondents, factor from weighting_cells"
        ).fetchall()
    assert {(p, g): persons for p, g, persons in rows} == pytest.approx(POPULATION, rel=1e-12)
    assert {(p, g): factor for p, g, _, factor in cells} == pytest.approx(WEIGHT, rel=1e-12)
    assert {(p, g, n) for p, g, n, _ in cells} == {(p, g, len(a)) for p, g, a in SHEETS}


OTHER = POPULATION | {("IR-07", "pensioner"): 100}
PLEASED = [(province, group, (5,) * len(answers)) for province, group, answers in SHEETS]


def part(folder, province):
    sheets = [sheet for sheet in SHEETS if sheet[0] == province]
    return survey(folder, f"{province}_1404-07.csv", sheets=sheets)


@pytest.fixture
def straight(tmp_path) -> dict[str, list]:
    """The marts of a survey and its wave, loaded once and together."""
    folder = copy_of_data(tmp_path / "straight")
    folder.inbox.mkdir()
    with_more(folder, "")
    load(folder, survey(folder), wave(folder))
    return marts(folder)


@pytest.mark.parametrize(
    "runs",
    [
        lambda f: [(wave(f), survey(f))],  # the wave before its survey, in one run
        lambda f: [(wave(f),), (survey(f),)],  # in two
        lambda f: [(survey(f),), (wave(f),)],  # after it
        lambda f: [(survey(f), wave(f, "old.csv", population=OTHER)), (wave(f),)],  # corrected
        lambda f: [(survey(f), wave(f, "old.csv", population=OTHER), wave(f))],  # in one run
        lambda f: [(wave(f), survey(f, "old.csv", sheets=PLEASED)), (survey(f),)],
        lambda f: [(wave(f),), (part(f, "IR-07"),), (part(f, "IR-09"),)],  # two files of one wave
        lambda f: [(survey(f),), (wave(f), survey(f, "counter_1404-06.csv", ["1404-06"]))],
    ],
)
def test_the_order_of_the_files_changes_nothing(counter, straight, runs):
    for paths in runs(counter):
        load(counter, *paths)
    found = marts(counter)
    for mart, rows in found.items():
        assert [row for row in rows if "1404-06" not in row] == straight[mart], mart


def test_base_weights_come_back_when_the_wave_is_undone(counter):
    load(counter, survey(counter))
    before = marts(counter)
    load(counter, wave(counter))
    assert marts(counter)["answers"] != before["answers"]
    undo(counter, 2)
    assert marts(counter) == before
    assert before["weighting"] == before["cells"] == []


def test_the_weights_of_before_come_back_when_a_correction_is_undone(counter, straight):
    load(counter, survey(counter), wave(counter), wave(counter, "new.csv", population=OTHER))
    assert marts(counter)["answers"] != straight["answers"]
    undo(counter, 3)
    assert marts(counter) == straight


def test_no_weights_without_a_survey(counter):
    load(counter, survey(counter), wave(counter))
    undo(counter, 1)
    found = marts(counter)
    assert len(found.pop("survey_waves")) == 4
    assert set(map(len, found.values())) == {0}


def test_marts_built_anew_have_the_same_weights(counter):
    load(counter, wave(counter), part(counter, "IR-07"))
    load(counter, part(counter, "IR-09"), wave(counter, "new.csv", population=OTHER))
    before = marts(counter)
    rebuild(counter, progress=lambda said: None)
    assert marts(counter) == before


def test_a_second_part_of_the_survey_changes_the_weights_of_the_first(counter):
    load(counter, wave(counter), part(counter, "IR-07"))
    # 4 respondents for 600 persons, 150 each.
    first = {("IR-07", "insured"): 2 / 3, ("IR-07", "pensioner"): 2}
    assert weights(counter) == pytest.approx(first)
    load(counter, part(counter, "IR-09"))
    assert weights(counter) == pytest.approx(WEIGHT, rel=1e-12)


def test_only_the_month_of_the_wave_is_weighted(counter):
    load(counter, survey(counter, "two_months.csv", ["1404-06", "1404-07"]), wave(counter))
    for month, expected in {"1404-06": BASE, "1404-07": WEIGHT}.items():
        found = weights(counter, where=f"battery = 'found' and month = '{month}'")
        assert found == pytest.approx(expected, rel=1e-12)


def test_the_wave_of_another_questionnaire_weighs_nothing(counter):
    path = wave(counter)
    path.write_text(path.read_text().replace("counter", "remote_services_42"))
    assert load(counter, survey(counter), path) == []
    assert weights(counter) == BASE


def test_base_weights_of_the_file_keep_their_sum(counter):
    load(counter, survey(counter, weight=0.2), wave(counter))
    expected = {key: 0.2 * weight for key, weight in WEIGHT.items()}
    assert weights(counter) == pytest.approx(expected, rel=1e-12)


def test_what_cannot_be_met_leaves_base_weights_and_is_said(counter):
    # 1 of 10 respondents would stand for all but a thousandth of the persons.
    odd = dict.fromkeys(POPULATION, 1) | {("IR-07", "pensioner"): 9_000}
    sheets = [("IR-07", "pensioner", (1,)), *SHEETS[2:], ("IR-01", "insured", (3, 3, 3, 3, 3))]
    totals = odd | {("IR-01", "insured"): 10}
    said = load(counter, survey(counter, sheets=sheets), wave(counter, population=totals))
    assert said == [
        "weights of counter, 1404-07: not raked, the base weights stay; "
        "would need a weight beyond the bounds: IR-01, IR-07, IR-09"
    ]
    assert set(weights(counter).values()) == {1}
    with publish.reading(counter) as con:
        sums = con.execute("select sum(weight), sum(weight_squared) from answers").fetchall()
        row = con.execute("select raked_to, converged, gap > 0.01 from weighting").fetchall()
    assert sums == [(24, 24)]  # 12 respondents, 2 items
    assert row == [("base", False, True)]


def test_gaps_are_said_and_kept(counter):
    totals = {("IR-07", ""): 600, ("IR-09", "pensioner"): 400, ("IR-02", "insured"): 50}
    sheets = [*SHEETS, ("IR-01", "insured", (3,))]
    (line,) = load(counter, survey(counter, sheets=sheets), wave(counter, population=totals))
    assert "counted in the wave, but nobody answered: IR-02;" in line
    assert line.endswith("answered, but not counted in the wave: IR-01, IR-09 insured")
    with publish.reading(counter) as con:
        codes = con.execute(
            "select province, customer_group, code from weighting_cells where code is not null "
            "order by all"
        ).fetchall()
    assert codes == [
        ("IR-01", None, "no_total"),
        ("IR-02", None, "no_answer"),
        ("IR-09", "insured", "no_total"),
    ]


def test_an_organisation_may_refuse(counter):
    with_more(counter, 'weights = "none"')
    assert load(counter, survey(counter), wave(counter)) == []
    assert weights(counter) == BASE
    with_more(counter, "")
    assert list(Loading(counter).load([])) == []  # another questionnaire is reason for a version
    assert weights(counter) == pytest.approx(WEIGHT, rel=1e-12)
    with_more(counter, 'weights = "none"')
    assert list(Loading(counter).load([])) == []
    assert weights(counter) == BASE


def test_weights_of_another_kind_are_refused(counter):
    with_more(counter, 'weights = "cells"')
    with pytest.raises(Refusal, match="counter.toml: weights = 'cells'; right: one of wave, none"):
        load(counter, survey(counter))


def test_a_question_added_since_does_not_stand_in_the_way(counter):
    load(counter, survey(counter), wave(counter, "old.csv", population=OTHER))
    path = counter.instruments / "counter.toml"
    item = '[[items]]\nitem = "q2"\ntitle_fa = "پرسش"\ntitle_en = "Question"\n'
    path.write_text(path.read_text("utf-8") + item, "utf-8")
    load(counter, wave(counter))
    assert weights(counter) == pytest.approx(WEIGHT, rel=1e-12)
    with publish.reading(counter) as con:
        assert con.execute("select distinct item from answers order by 1").fetchall() == [
            ("again",),
            ("q1",),
        ]


def test_answers_to_questions_are_weighted_means_of_rows(counter):
    load(counter, survey(counter), wave(counter))
    rows = [(y, WEIGHT[p, g]) for p, g, answers in SHEETS for y in answers]
    answer, weight = np.array(rows).T
    marts = open_marts(Reader("test"))
    (row,) = factor_status.ask(marts, Selection(instrument="counter"), rule="evidence").rows
    assert row["weighted_mean"] == pytest.approx(np.average(answer, weights=weight), rel=1e-12)
    assert row["mean"] == pytest.approx(answer.mean(), rel=1e-12)  # the study's is never weighted
    assert row["n"] == 10
    trend = satisfaction_trends.ask(marts, Selection(instrument="counter"), by=("month",))
    assert trend.rows[0]["weighted_mean"] == pytest.approx(
        np.average(2 * answer, weights=weight), rel=1e-12
    )
    # Kish: nobody states a branch, so only the weights cost answers. 10² / 16.75.
    assert row["n_effective"] == pytest.approx(weight.sum() ** 2 / (weight**2).sum(), rel=1e-12)
