"""Importance against performance: gaps, quadrants and order, from the rows of the extracts."""

import csv
from dataclasses import replace
from statistics import fmean, median

import pytest

from analysis import actions, drivers, factor_status, priorities
from analysis.__main__ import main
from analysis.marts import Reader, open_marts
from analysis.selection import Selection, SelectionError
from etl.data_folder import DataFolder
from etl.load import Loading
from tests.analysis.conftest import (
    PROJECT,
    SHORT_ITEMS,
    STUDY_ITEMS,
    _extract,
    _nothing_loaded,
    instrument,
)

SHORT = Selection(provinces="IR-09", instrument="short")
LOADINGS = {line.split(",")[0]: float(line.split(",")[1]) for line in STUDY_ITEMS[1:]}
STUDY_WAVE = Selection(provinces="IR-09", first_month="1404-05", last_month="1404-05")


def means(raw, province="IR-09"):
    """The mean of each item over the answer sheets of a province."""
    sheets = [row for row in raw.short if raw.province[row["branch"]] == province]
    return {
        item: fmean(sheet[item] for sheet in sheets if sheet[item] is not None)
        for item in SHORT_ITEMS
    }


def by_item(answer):
    return {row["item"]: row for row in answer.rows}


def test_gap_and_priority_are_counted_from_the_answer_sheets(marts, raw):
    rows = by_item(priorities.ask(marts, SHORT, rule="study"))
    for item, mean in means(raw).items():
        row = rows[item]
        assert row["mean"] == pytest.approx(mean)
        assert row["gap"] == pytest.approx(3 - mean)
        assert row["importance"] == LOADINGS.get(item)
        if item in LOADINGS:
            assert row["priority"] == pytest.approx((3 - mean) * LOADINGS[item])
    assert rows["A4"]["priority"] is rows["A4"]["quadrant"] is None  # the study tells no loading


def test_the_interval_of_a_gap_is_that_of_the_mean_and_so_is_the_status(marts):
    judged = by_item(factor_status.ask(marts, SHORT, rule="evidence"))
    for item, row in by_item(priorities.ask(marts, SHORT)).items():
        assert row["status"] == judged[item]["status"] and row["n"] == judged[item]["n"]
        assert row["gap_low"] == pytest.approx(3 - judged[item]["interval_high"])
        assert row["gap_high"] == pytest.approx(3 - judged[item]["interval_low"])


@pytest.mark.parametrize("target", [None, 1.5, 4.5])
def test_quadrants_lie_on_either_side_of_the_median_and_the_reference(marts, raw, target):
    answer = priorities.ask(marts, SHORT, rule="study", target=target)
    middle, line = median(LOADINGS.values()), target or 3
    assert answer.totals["median_importance"] == pytest.approx(middle)
    for item, mean in means(raw).items():
        if item not in LOADINGS:
            continue
        upper = ("first", "keep") if LOADINGS[item] >= middle else ("later", "enough")
        assert by_item(answer)[item]["quadrant"] == upper[mean >= line], item
    counted = [row["quadrant"] for row in answer.rows]
    assert all(answer.totals[name] == counted.count(name) for name in priorities.QUADRANTS)


def test_the_first_to_be_worked_on_stands_first(marts):
    answer = priorities.ask(marts, SHORT, target=4.0)
    known = [row for row in answer.rows if row["priority"] is not None]
    order = [(priorities.is_urgent(row), row["priority"]) for row in known]
    assert order == sorted(order, reverse=True) and len(known) == 3


def test_each_group_has_a_median_and_an_order_of_its_own(marts, raw):
    answer = priorities.ask(marts, Selection(instrument="short"), by=("province",), rule="study")
    provinces = [row["province"] for row in answer.rows]
    assert provinces == sorted(provinces) and len(answer.rows) == 4 * len(set(provinces))
    south = {row["item"]: row for row in answer.rows if row["province"] == "IR-29"}
    for item, mean in means(raw, "IR-29").items():
        assert south[item]["gap"] == pytest.approx(3 - mean)


def test_the_published_loadings_and_gaps_of_the_study(sample_data):
    """The wave of the sample that repeats the study: its printed means are the performance."""
    with (PROJECT / "data/studies/remote_services_42.csv").open(encoding="utf-8") as text:
        printed = {row["item"]: row for row in csv.DictReader(text)}
    answer = priorities.ask(open_marts(), STUDY_WAVE, rule="study")
    assert len(answer.rows) == 42 and answer.totals["importance"] == "loading"
    loadings = {item: float(row["loading"]) for item, row in printed.items()}
    assert answer.totals["median_importance"] == median(loadings.values())
    for row in answer.rows:
        assert row["importance"] == loadings[row["item"]]
        # The sample rounds each mean to what 384 whole answers can have.
        assert row["gap"] == pytest.approx(3 - float(printed[row["item"]]["mean"]), abs=0.006)
    below = [item for item, row in printed.items() if float(row["mean"]) < 3]
    important = [item for item in below if loadings[item] >= median(loadings.values())]
    assert {row["item"] for row in answer.rows if row["quadrant"] == "first"} - {"R40"} == set(
        important
    )
    assert all(row["actions"] for row in answer.rows)


def test_every_action_is_told_with_its_factors(sample_data):
    known = actions.known(open_marts(), "remote_services_42")
    rows = by_item(priorities.ask(open_marts(), STUDY_WAVE))
    for action in known:
        assert action["text_fa"] and action["text_en"] and action["source_title_en"]
        assert all(action["action"] in rows[item]["actions"].split() for item in action["factors"])
    named = sum(len(row["actions"].split()) for row in rows.values())
    assert named == sum(len(action["factors"]) for action in known)


def test_a_questionnaire_without_importance_is_ordered_by_its_gaps(marts):
    answer = priorities.ask(marts, Selection(instrument="paired"))
    assert answer.totals["importance"] is None and answer.totals["offered"] == ""
    assert "no_importance" in [note.code for note in answer.notes]
    gaps = [row["gap"] for row in answer.rows]
    assert gaps == sorted(gaps, reverse=True)
    assert {row["quadrant"] for row in answer.rows} == {None}


@pytest.mark.parametrize("kind", ["stated", "drivers"])
def test_an_importance_that_is_not_known_is_refused(marts, kind):
    with pytest.raises(SelectionError, match=f"importance: '{kind}' is not known of this"):
        priorities.ask(marts, SHORT, importance=kind)


@pytest.fixture
def weighed(tmp_path, monkeypatch):
    """A questionnaire that asks of each item how good it is and how much it matters."""
    root = _nothing_loaded(tmp_path)
    toml = instrument("weighed", 5, 3, ["importance", "satisfaction"], ("q1", "q2"))
    (root / "instruments" / "weighed.toml").write_text(toml, "utf-8")
    sheets = [
        {"respondent": f"r{n}", "branch": "N1", "province": None, "answered_on": "1404-06-10",
         "channel": "kiosk", "service": None, "customer_group": None,
         "q1.importance": 4 + n % 2, "q2.importance": 2, "q1.satisfaction": 1 + n % 3,
         "q2.satisfaction": 2 + n % 2}
        for n in range(60)
    ]  # fmt: skip
    _extract(root, "survey_weighed.csv", sheets, ())
    (report,) = Loading(DataFolder(root)).load([root / "inbox" / "survey_weighed.csv"])
    assert report.outcome == "loaded", list(report.lines())
    monkeypatch.setenv("PAYESH_DATA", str(root))
    return open_marts(Reader("test"))


def test_stated_importance_is_the_mean_of_its_battery(weighed):
    asked = Selection(instrument="weighed")
    answer = priorities.ask(weighed, asked, rule="study")
    assert (answer.totals["offered"], answer.totals["importance"]) == ("stated", "stated")
    rows = by_item(answer)
    assert (rows["q1"]["importance"], rows["q2"]["importance"]) == (4.5, 2.0)
    assert (rows["q1"]["mean"], rows["q2"]["mean"]) == (2.0, 2.5)
    assert (rows["q1"]["priority"], rows["q2"]["priority"]) == (4.5, 1.0)
    assert [rows[item]["quadrant"] for item in ("q1", "q2")] == ["first", "later"]
    target = priorities.ask(weighed, asked, rule="study", target=4.0)
    assert by_item(target)["q1"]["importance"] == 4.5  # a target is for performance


def test_the_share_in_overall_satisfaction_as_importance(sample_data):
    """Of all months of the sample, each share is that of `drivers`, in percent."""
    asked = Selection()
    answer = priorities.ask(open_marts(), asked, importance="driver")
    carried = drivers.ask(open_marts(), asked, level="item", limits=False)
    assert carried.totals["carries"] > 0 and answer.totals["importance"] == "driver"
    for row in carried.rows:
        found = by_item(answer)[row["scale"]]
        assert found["importance"] == pytest.approx(100 * row["driver"])
        important = found["quadrant"] in ("first", "keep")
        assert important == (found["importance"] >= answer.totals["median_importance"]
                             and found["importance"] > 0)  # fmt: skip


def test_where_no_factor_carries_none_is_important(marts):
    """The overall answers of `raw` are random."""
    answer = priorities.ask(marts, Selection(instrument="short"), importance="driver")
    assert {row["importance"] for row in answer.rows} == {0}
    assert {row["quadrant"] for row in answer.rows} <= {"later", "enough"}


def test_drivers_of_too_few_sheets_leave_the_order_of_the_gaps(marts):
    few = replace(SHORT, branches=("N1",), channels=("kiosk",), customer_groups=("insured",))
    answer = priorities.ask(marts, few, importance="driver")
    assert answer.totals["importance"] is None and "driver" in answer.totals["offered"]
    assert "no_driver" in [note.code for note in answer.notes]


def test_what_may_not_be_shown_has_no_place(marts):
    few = Selection(instrument="tiny", branches=("N3",))
    rows = priorities.ask(marts, few).rows
    assert rows and all(row["suppressed"] and row["gap"] is None for row in rows)


def test_the_command_line_prints_the_gap_list_and_the_actions(folder, monkeypatch, capsys):
    monkeypatch.setenv("PAYESH_DATA", str(folder))
    words = "priorities --province IR-09 --instrument short --importance loading --target 4"
    assert main(words.split()) == 0
    said = capsys.readouterr().out
    first = priorities.ask(open_marts(), replace(SHORT), target=4.0).rows[0]
    assert said.splitlines()[1].split()[0] == first["item"] and "importance loading" in said
    assert main(words.replace("loading", "stated").split()) == 2
