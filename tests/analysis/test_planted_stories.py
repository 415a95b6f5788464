"""What was planted in the sample is found: an outage, a branch gone silent, a rise in one province.

24 months of two provinces.
"""

import csv
import shutil
from pathlib import Path

import pytest

from analysis import process_charts, what_changed
from analysis.marts import open_marts
from analysis.selection import Selection
from etl import sample
from etl.data_folder import DataFolder
from etl.load import Loading
from etl.sample.sizes import SIZES, Size

DATA = Path(__file__).parents[2] / "data"
BRANCHES = {"IR-09": ("B0901", "B0902", "B0918"), "IR-29": None}  # None: all of them
# Fewer requests a day than in the sample: it is quick, and the stories are loud enough.
QUIET = Size(home=115, elsewhere=10, branches=4)


@pytest.fixture(scope="module")
def told(tmp_path_factory) -> Path:
    """A data folder with the sample loaded."""
    root = tmp_path_factory.mktemp("told")
    for part in ("reference", "instruments", "studies", "frameworks", "mappings"):
        shutil.copytree(DATA / part, root / part)
    for file in ("events.csv", "actions.toml"):  # the evidence model names actions
        shutil.copy(DATA / file, root)
    (root / "inbox").mkdir()
    branches = root / "reference" / "branches.csv"
    with branches.open(encoding="utf-8", newline="") as lines:
        header, *rows = csv.reader(lines)
    with branches.open("w", encoding="utf-8", newline="") as lines:
        writer = csv.writer(lines, lineterminator="\n")
        writer.writerows([header, *(row for row in rows if _kept(header, row))])
    with pytest.MonkeyPatch.context() as patch:
        patch.setitem(SIZES, "quiet", QUIET)
        written = sample.write(
            root / "inbox", size="quiet", reference=root / "reference",
            instruments=root / "instruments", studies=root / "studies",
        )  # fmt: skip
    extracts = [file for file in written if "wave" not in file.name]
    reports = list(Loading(DataFolder(root)).load(extracts))
    assert {report.outcome for report in reports} == {"loaded"}
    return root


def _kept(header, row) -> bool:
    branch = dict(zip(header, row, strict=True))
    chosen = BRANCHES.get(branch["province"], ())
    return chosen is None or branch["branch"] in chosen


@pytest.fixture
def marts(told, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(told))
    return open_marts()


def points(marts, measure, **selection):
    answer = process_charts.ask(marts, Selection(**selection), measures=(measure,))
    return {row["month"]: row for row in answer.rows}, answer


def test_the_outage_breaks_a_rule_in_its_month_alone(marts):
    # Whether it is called special among all charts of the country depends on how many requests
    # there are; these are few. Of the whole sample: benchmarks/planted_stories.py.
    # Without the branch that falls silent, which takes a third of the requests with it.
    branches = ("B0901", "B0902")
    found, _ = points(marts, "requests_per_working_day", channels="web_portal", branches=branches)
    outside = {month for month, row in found.items() if "outside" in (row["causes"] or "")}
    assert outside == {"1404-08"}
    assert "outside_down" in found["1404-08"]["causes"]


def test_the_silent_branch_is_a_break_where_it_vanishes(marts):
    _, answer = points(marts, "completion_rate")
    vanished = [mark for mark in answer.totals["breaks"] if mark["code"] == "B0918"]
    assert vanished == [{"month": "1404-10", "unit": "branch", "code": "B0918", "what": "vanishes"}]


def test_the_silent_branch_is_not_on_the_constant_panel(marts):
    _, every = points(marts, "requests_per_working_day", provinces="IR-09")
    kept = process_charts.ask(marts, Selection(provinces="IR-09"), panel="constant")
    counted = {r["month"]: r["n"] for r in kept.rows if r["measure"] == "requests_per_working_day"}
    assert all(counted[row["month"]] < row["n"] for row in every.rows[:3])
    assert kept.totals["panel"] == "constant"


def test_the_rise_is_improvement_in_its_province_and_in_no_other(marts):
    answer = process_charts.ask(marts, Selection(), by=("province",), measures=("satisfaction",))
    improved = {
        (row["province"], row["month"])
        for row in answer.rows
        if row["variation"] == "special_improving"
    }
    assert {province for province, _ in improved} == {"IR-29"}
    assert {month for _, month in improved} >= {"1404-11", "1404-12", "1405-07"}
    assert min(month for _, month in improved) == "1404-11"


def test_what_changed_lists_the_rise_in_its_province(marts):
    answer = what_changed.ask(marts, Selection(provinces="IR-29", last_month="1404-11"))
    assert len(answer.rows) >= 10
    assert {row["province"] for row in answer.rows} == {"IR-29"}
    assert all(row["change"] > 0 and row["ci_low"] > 0 for row in answer.rows)
    effects = [abs(row["effect"]) for row in answer.rows]
    assert effects == sorted(effects, reverse=True)
