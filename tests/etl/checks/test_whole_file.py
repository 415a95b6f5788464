"""Each check of whole files says what was planted, and nothing of an ordinary month."""

import random

import pytest

from etl.checks.whole_file.shifted_columns import by_chance, stability
from etl.checks.whole_file.volume import robust_z
from etl.load import Loading
from etl.publish import reading
from tests.etl.checks.conftest import BRANCHES, ITEMS, TODAY, requests, sheets
from tests.etl.extracts import write_log

AZAR = "1404-09"


@pytest.mark.parametrize("seed", range(20, 23))
def test_nothing_is_said_of_an_ordinary_month(findings, seed):
    assert findings(requests(AZAR, seed, **BRANCHES)) == {}
    assert findings(sheets(AZAR, seed)) == {}


def test_a_month_that_was_exported_twice_has_too_many_rows(findings):
    found = findings(requests(AZAR, 20, B0901=240, B0902=120))
    assert found["volume"].month == AZAR and found["volume"].figures["times"] > 1.8


def test_a_month_that_was_cut_has_too_few_rows(findings):
    found = findings(requests(AZAR, 20, B0901=50, B0902=60))
    assert found["volume"].figures["times"] < 0.75
    assert found["branch_volume"].figures["first"].startswith("B0901")


def test_a_branch_that_fell_silent_is_named(findings):
    found = findings(requests(AZAR, 20, B0901=120))
    assert found["branch_silent"].figures == {"first": "B0902", "median": 60}
    assert "volume" not in found  # B0901 sent as much as before


def test_a_branch_that_another_file_of_the_month_has_is_not_silent(after_a_year, tmp_path):
    parts = [
        write_log(tmp_path / f"{branch}.csv", requests(AZAR, 20, **{branch: count}))
        for branch, count in BRANCHES.items()
    ]
    first, second = Loading(after_a_year, today=TODAY).load(parts)
    assert [remark.code for remark in first.findings] == ["branch_silent"]
    assert second.findings == []


def test_a_closed_branch_is_not_silent(after_a_year, tmp_path):
    branches = after_a_year.reference / "branches.csv"
    lines = branches.read_text(encoding="utf-8").splitlines()
    row = next(n for n, line in enumerate(lines) if line.startswith("B0902,"))
    assert ",,sample," in lines[row]
    lines[row] = lines[row].replace(",,sample,", ",2025-11-21,sample,")  # 30 Aban 1404
    branches.write_text("\n".join(lines), encoding="utf-8")
    path = write_log(tmp_path / "log.csv", requests(AZAR, 20, B0901=120))
    assert Loading(after_a_year, today=TODAY).check(path).findings == []


def test_a_channel_that_takes_over_is_a_shifted_column(findings):
    rows = requests(AZAR, 20, **BRANCHES)
    for row in rows[::2]:
        row["channel"] = "kiosk"
    remark = findings(rows)["shifted"]
    assert remark.column == "channel" and remark.figures["value"] == "kiosk"
    assert 0.4 < remark.figures["now"] < 0.6 and remark.figures["before"] < 0.01


def test_a_scale_that_was_turned_round_is_suspected(findings):
    rows = sheets(AZAR, 20)
    for row in rows:
        row |= {item: 6 - row[item] for item in ITEMS}
    found = findings(rows)
    assert found["mirrored"].figures["r"] < -0.9
    assert "mirrored_items" not in found  # all of them together: they still go along


def test_single_items_that_were_turned_round_are_named(findings):
    rows = sheets(AZAR, 20)
    for row in rows:
        row["R10"] = 6 - row["R10"]
    remark = findings(rows)["mirrored_items"]
    assert (remark.count, remark.figures["first"]) == (1, "R10")


def test_sheets_with_the_same_answer_everywhere_are_counted(findings):
    rows = sheets(AZAR, 20)
    for row in rows[:4]:
        row |= dict.fromkeys(ITEMS, 3)
    remark = findings(rows)["straight_lining"]
    assert (remark.count, remark.figures["rows"]) == (4, 60)


def test_remarks_are_kept_with_the_load_and_go_with_it(after_a_year, tmp_path):
    path = write_log(tmp_path / "log.csv", requests(AZAR, 20, B0901=120))
    (report,) = Loading(after_a_year, today=TODAY).load([path])
    with reading(after_a_year) as con:
        kept = con.execute("select code, severity, count from load_remarks where load = 3")
        assert kept.fetchall() == [("branch_silent", "warning", 1)]
    assert report.load == 3


def test_the_deviation_of_a_rate_is_robust():
    """One outage in six months does not hide a doubling; a small place is not unusual by chance."""
    assert robust_z(20.0, [10.0, 10.5, 0.0, 9.5, 10.0, 10.2], 20) > 3.5
    assert abs(robust_z(0.3, [0.1, 0.15, 0.1, 0.1, 0.1, 0.1], 20)) < 3.5


def test_the_index_stays_below_its_chance_limit_when_nothing_changed():
    """A thousand samples of 60 from one distribution: 99.9 % of them below the limit."""
    chance, above = random.Random(1), 0
    for _ in range(1000):
        before, now = ({v: 0 for v in range(5)} for _ in range(2))
        for rows, count in ((before, 360), (now, 60)):
            for _ in range(count):
                rows[chance.choices(range(5), [1, 2, 4, 2, 1])[0]] += 1
        index = sum(part for part, _, _ in stability(now, before).values())
        above += index > by_chance(5, 60, 360)
    assert above <= 5
