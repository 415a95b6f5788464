"""Channel usage against plain Python on the raw requests."""

from datetime import date, timedelta

import numpy as np
import pytest

from analysis import channel_usage
from analysis.selection import Selection

BUCKET = 1.05


def working_days(raw, months):
    days = 0
    for month in months:
        first, last = (date.fromisoformat(day) for day in raw.months[month])
        for day in (first + timedelta(n) for n in range((last - first).days + 1)):
            # Offices are closed on Thursday (3) and Friday (4).
            days += day.weekday() not in (3, 4) and day.isoformat() not in raw.holidays
    return days


def assert_measures(row, requests, everything, raw, months):
    done = [request for request in requests if request["status"] == "completed"]
    due = [request for request in done if request["due_at"]]
    known = [r for r in requests if raw.remote[r["channel"]] in ("yes", "no")]
    remote = [r for r in requests if raw.remote[r["channel"]] == "yes"]
    on_time = [request for request in due if request["completed_at"] <= request["due_at"]]
    assert row["requests"] == len(requests)
    assert row["share"] == pytest.approx(len(requests) / everything)
    for status in ("completed", "failed", "abandoned", "pending"):
        assert row[status] == sum(request["status"] == status for request in requests)
    assert row["digital_take_up"] == (len(remote) / len(known) if known else None)
    assert row["completion_rate"] == len(done) / len(requests)
    assert row["on_time_n"] == len(due)
    assert row["on_time_share"] == (len(on_time) / len(due) if due else None)
    assert row["working_days"] == working_days(raw, months)
    assert row["requests_per_working_day"] == len(requests) / row["working_days"]
    hours = [request["seconds"] / 3600 for request in done]
    for name, q in (("median_hours", 0.5), ("p90_hours", 0.9)):
        exact = np.quantile(hours, q, method="inverted_cdf")
        assert exact / BUCKET <= row[name] <= exact * BUCKET


@pytest.mark.parametrize(
    ("fields", "where"),
    [
        ({}, lambda request, province: True),
        ({"provinces": "IR-09"}, lambda request, province: province == "IR-09"),
        ({"region": "khorasans"}, lambda request, province: province != "IR-07"),
        ({"branches": "S1"}, lambda request, province: request["branch"] == "S1"),
        ({"channels": ["kiosk", "in_person"]},
         lambda request, province: request["channel"] in ("kiosk", "in_person")),
        ({"services": "history"}, lambda request, province: request["service"] == "history"),
        ({"customer_groups": "employer"},
         lambda request, province: request["customer_group"] == "employer"),
    ],
)  # fmt: skip
def test_by_channel_under_every_filter(marts, raw, fields, where):
    answer = channel_usage.ask(marts, Selection(**fields))
    requests = [r for r in raw.log if where(r, raw.province[r["branch"]])]
    channels = sorted({request["channel"] for request in requests})
    assert [row["channel"] for row in answer.rows] == channels
    assert answer.n == len(requests)
    for row in answer.rows:
        own = [request for request in requests if request["channel"] == row["channel"]]
        assert_measures(row, own, len(requests), raw, raw.months)
    assert_measures(answer.totals, requests, len(requests), raw, raw.months)


@pytest.mark.parametrize("months", [["1404-05"], ["1404-06"], ["1404-05", "1404-06"]])
def test_working_days_are_those_of_the_months_asked_for(marts, raw, months):
    selection = Selection(first_month=months[0], last_month=months[-1])
    requests = [request for request in raw.log if request["month"] in months]
    totals = channel_usage.ask(marts, selection).totals
    assert_measures(totals, requests, len(requests), raw, months)


def test_by_month_the_working_days_are_those_of_the_month(marts, raw):
    answer = channel_usage.ask(marts, Selection(), by=("month", "customer_group"))
    assert len(answer.rows) == 6
    for row in answer.rows:
        own = [
            request for request in raw.log
            if (request["month"], request["customer_group"])
            == (row["month"], row["customer_group"])
        ]  # fmt: skip
        assert_measures(row, own, len(raw.log), raw, [row["month"]])


def test_without_grouping_the_one_row_is_the_total(marts):
    answer = channel_usage.ask(marts, Selection(), by=())
    assert answer.rows == [answer.totals]


def test_take_up_of_a_channel_of_unknown_kind_is_unknown(marts):
    rows = {row["channel"]: row for row in channel_usage.ask(marts, Selection()).rows}
    assert rows["kiosk"]["digital_take_up"] is None
    assert rows["web_portal"]["digital_take_up"] == 1
    assert rows["in_person"]["digital_take_up"] == 0


def test_no_requests_are_no_data_and_not_none_a_day(marts):
    nowhere = Selection(branches="N1", provinces="IR-29")  # N1 lies in IR-09
    totals = channel_usage.ask(marts, nowhere).totals
    assert totals["requests"] == 0
    assert totals["requests_per_working_day"] is None
    assert totals["median_hours"] is None
