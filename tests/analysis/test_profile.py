"""The profile of a place, beside counts of the raw rows and beside the answers it is made of."""

import json
import math
import statistics
from collections import Counter

import pytest

from analysis import channel_usage, factor_status, peers, profile
from analysis.selection import Selection

HERE = Selection(provinces="IR-09", instrument="short")


def of(rows, province, where):
    return [row for row in rows if where[row["branch"]] == province]


@pytest.fixture
def told(marts):
    answer = profile.ask(marts, HERE)
    return answer, {row["measure"]: row for row in answer.rows}


def test_the_headline_repeats_counts_of_the_raw_rows(told, raw):
    answer, rows = told
    log = of(raw.log, "IR-09", raw.province)
    done = [row for row in log if row["status"] == "completed"]
    known = [row for row in log if raw.remote[row["channel"]] != "unknown"]
    remote = [row for row in known if raw.remote[row["channel"]] == "yes"]
    assert answer.n == rows["requests"]["value"] == len(log)
    assert rows["completion_rate"]["value"] == pytest.approx(len(done) / len(log))
    assert rows["digital_take_up"]["value"] == pytest.approx(len(remote) / len(known))
    assert rows["digital_take_up"]["n"] == len(known)
    due = [row for row in done if row["due_at"]]
    on_time = [row for row in due if row["completed_at"] <= row["due_at"]]
    assert rows["on_time_share"]["n"] == len(due)
    assert rows["on_time_share"]["value"] == pytest.approx(len(on_time) / len(due))
    sheets = of(raw.short, "IR-09", raw.province)
    said = [sheet["overall"] for sheet in sheets if sheet["overall"] is not None]
    assert rows["satisfaction"]["value"] == pytest.approx(statistics.fmean(said))
    assert rows["satisfaction"]["n"] == len(said)
    assert rows["satisfaction"]["low"] < statistics.fmean(said) < rows["satisfaction"]["high"]


def test_factors_that_may_not_be_shown_are_not_counted_as_none(marts):
    # 4 respondents: "0 favourable" would be read as a result
    rows = profile.ask(marts, Selection(branches="N3", instrument="tiny")).rows
    favourable = next(row for row in rows if row["measure"] == "favourable")
    assert favourable["value"] is None and favourable["n"] is None


def test_the_latest_month_stands_beside_the_one_before(told, raw):
    _, rows = told
    log = of(raw.log, "IR-09", raw.province)
    rate = {
        month: statistics.fmean(r["status"] == "completed" for r in log if r["month"] == month)
        for month in raw.months
    }
    row = rows["completion_rate"]
    assert (row["latest_month"], row["latest"]) == ("1404-06", pytest.approx(rate["1404-06"]))
    assert row["before"] == pytest.approx(rate["1404-05"])
    assert row["change"] == pytest.approx(rate["1404-06"] - rate["1404-05"])
    assert (
        not row["more_than_chance"] and row["change_low"] is None
    )  # the rows were drawn at random


def test_it_is_made_of_the_answers_to_other_questions(told, marts):
    answer, rows = told
    factors = factor_status.ask(marts, HERE, rule="evidence")
    assert answer.parts["factors"].rows == factors.rows
    assert rows["favourable"]["value"] == factors.totals["favourable"]
    assert answer.parts["channels"].rows == channel_usage.ask(marts, HERE).rows
    assert {row["month"] for row in answer.parts["coverage"].rows} == {"1404-05", "1404-06"}


def test_one_month_keeps_its_history_in_the_charts_and_nowhere_else(marts):
    answer = profile.ask(marts, Selection(provinces="IR-09", first_month="1404-06"))
    assert answer.period == {"from": "1404-06", "to": "1404-06"}
    assert {row["month"] for row in answer.parts["charts"].rows} == {"1404-05", "1404-06"}
    assert {row["month"] for row in answer.parts["months"].rows} == {"1404-06"}


def test_peers_are_the_nearest_in_requests_and_respondents(told, raw):
    answer, _ = told
    requests = Counter(raw.province[row["branch"]] for row in raw.log)
    sheets = Counter(raw.province[r["branch"]] for r in raw.short if r["overall"] is not None)

    def distance(province):
        ratios = (counts[province] / counts["IR-09"] for counts in (requests, sheets))
        return sum(abs(math.log(ratio)) for ratio in ratios)

    nearest = sorted(("IR-07", "IR-28", "IR-29"), key=distance)
    found = answer.totals["peers"]
    assert [row["province"] for row in found] == ["IR-09", *nearest]
    assert [row["own"] for row in found] == [True, False, False, False]
    assert found[1]["distance"] == pytest.approx(distance(nearest[0]))
    assert found[1]["requests"] == requests[nearest[0]]


def test_whose_respondents_may_not_be_said_is_no_peer(marts):
    """In `tiny`, N3 has 4 respondents and N4 hides with it."""
    found = peers.nearest(marts, Selection(branches="N1", instrument="tiny"))
    assert found[0]["branch"] == "N1"
    hidden = {"N3", "N4", "S1", "S3", "K1"}
    assert not hidden & {row["branch"] for row in found}
    assert all(row["respondents"] for row in found)


def test_a_branch_stands_among_the_branches_of_its_province(marts):
    answer = profile.ask(marts, Selection(branches="N1", instrument="short"))
    assert (answer.totals["unit"], answer.totals["code"]) == ("branch", "N1")
    for measure in profile.FUNNELS:
        rows = answer.parts[f"funnel_{measure}"].rows
        assert {row["branch"] for row in rows} == {"N1", "N2", "N3", "N4"}


def test_of_several_provinces_there_are_no_peers_and_the_funnel_has_provinces(marts):
    answer = profile.ask(marts, Selection(region="khorasans", instrument="short"))
    assert answer.totals["unit"] is None and answer.totals["peers"] == []
    assert {row["province"] for row in answer.parts["funnel_satisfaction"].rows} == {
        "IR-09", "IR-28", "IR-29",
    }  # fmt: skip


def test_a_reader_sees_peers_of_his_own_provinces_only(open_as):
    found = profile.ask(open_as("IR-09", "IR-29"), HERE).totals["peers"]
    assert [row["province"] for row in found] == ["IR-09", "IR-29"]


def test_the_json_object_has_every_part(told):
    answer, _ = told
    fields = json.loads(json.dumps(answer.as_json_object(), allow_nan=False))
    assert set(fields["parts"]) == set(answer.parts)
    assert fields["parts"]["channels"]["rows"][0]["requests"] > 0
