"""Counts by channel and period: long and wide, missing and wrong, replaced and undone."""

import csv

import pytest

from etl import undo
from etl.load import Loading
from etl.publish import reading

COLUMNS = ["period", "branch", "province", "service", "channel", "requests", "completed"]
ROW = {"period": "1404-07", "branch": "B0901", "channel": "ussd", "requests": 10}
WIDE = """
kind = "channel_volume"
files = "wide*.csv"
missing = ["ND"]
[columns]
"سال" = "period"
"خدمت" = "service"
[unpivot.channel]
"برخط" = "web_portal"
"حضوری" = "in_person"
"""


def write(path, rows, columns=COLUMNS):
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns)
        writer.writeheader()
        writer.writerows(rows)
    return path


def load(folder, path, limit=0.9):
    (report,) = Loading(folder, limit=limit).load([path])
    return report


def volumes(folder, columns="channel, requests, cells, missing") -> list[tuple]:
    with reading(folder) as con:
        return con.execute(f"select {columns} from volumes order by all").fetchall()


def test_a_row_is_counted_with_its_province_and_months(empty_folder, tmp_path):
    report = load(empty_folder, write(tmp_path / "x.csv", [ROW]))
    assert report.message.startswith("load 1 (channel_volume, 1404-07): 1 rows taken")
    columns = "province, branch, first_month, month, requests, completed, followed"
    expected = ("IR-09", "B0901", "1404-07", "1404-07", 10, None, None)
    assert volumes(empty_folder, columns) == [expected]


def test_a_count_that_is_empty_is_missing_and_not_zero(empty_folder, tmp_path):
    rows = [ROW | {"requests": ""}, ROW | {"channel": "kiosk", "requests": 0}]
    load(empty_folder, write(tmp_path / "x.csv", rows))
    assert volumes(empty_folder) == [("kiosk", 0, 1, 0), ("ussd", None, 1, 1)]


@pytest.mark.parametrize(
    "period, first, last",
    [
        ("تابستان ۱۴۰۴", "1404-04", "1404-06"),
        ("1403", "1403-01", "1403-12"),
        ("2018-04-01/2019-03-31", "1397-01", "1398-01"),
    ],
)
def test_periods_longer_than_a_month_keep_their_ends(empty_folder, tmp_path, period, first, last):
    report = load(empty_folder, write(tmp_path / "x.csv", [ROW | {"period": period}]))
    assert f"(channel_volume, {first}/{last})" in report.message
    assert volumes(empty_folder, "first_month, month") == [(first, last)]


def test_a_period_by_its_first_and_last_day(empty_folder, tmp_path):
    columns = ["period_from", "period_to", "channel", "requests"]
    row = {"period_from": "۱ مهر ۱۴۰۴", "period_to": "1404/07/30", "channel": "ussd", "requests": 1}
    load(empty_folder, write(tmp_path / "x.csv", [row], columns))
    # Without a place the counts are those of the whole organisation.
    assert volumes(empty_folder, "first_month, month, province, branch") == [
        ("1404-07", "1404-07", None, None)
    ]


def test_completed_as_a_number_and_as_a_share(empty_folder, tmp_path):
    rows = [
        ROW | {"completed": 7},
        ROW | {"channel": "kiosk", "completed_share": "۹۰٪"},
        ROW | {"channel": "in_person", "completed_share": "90"},  # of what?
        ROW | {"channel": "web_portal", "completed": 11},
    ]
    report = load(empty_folder, write(tmp_path / "x.csv", rows, [*COLUMNS, "completed_share"]))
    assert [p.code for p in report.problems] == ["share", "more_completed_than_requests"]
    counted = volumes(empty_folder, "channel, completed, followed")
    assert counted == [("kiosk", 9, 10), ("ussd", 7, 10)]


def test_each_wrong_row_is_told_once(empty_folder, tmp_path):
    rows = [
        ROW,
        ROW | {"period": "2018-2019", "channel": "kiosk"},  # a fiscal year, but from which day?
        ROW | {"period": "", "channel": "in_person"},
        ROW | {"requests": 99},  # the same cell again
        ROW | {"channel": "web_portal", "requests": "نامشخص"},
    ]
    report = load(empty_folder, write(tmp_path / "x.csv", rows))
    assert [(p.line, p.code) for p in report.problems] == [
        (3, "two_years"), (4, "no_period"), (5, "duplicate"), (6, "whole"),
    ]  # fmt: skip


def wide(folder, tmp_path, text, name="wide.csv"):
    (folder.mappings / "wide.toml").write_text(WIDE, encoding="utf-8")
    path = tmp_path / name
    path.write_text("سال,خدمت,برخط,حضوری\n" + text, encoding="utf-8")
    return load(folder, path)


def test_columns_are_unpivoted_by_a_mapping(empty_folder, tmp_path):
    text = '۱۴۰۳,insurance_history,"۱٬۲۰۰",300\n1403,history_certificate,ND,\n'
    report = wide(empty_folder, tmp_path, text)
    assert report.rows_taken == 2
    assert volumes(empty_folder, "channel, service, requests, missing") == [
        ("in_person", "history_certificate", None, 1),
        ("in_person", "insurance_history", 300, 0),
        ("web_portal", "history_certificate", None, 1),
        ("web_portal", "insurance_history", 1200, 0),
    ]
    assert "'ND' is no value, and not zero: برخط in 1 of 2 rows" in "\n".join(report.lines())


def test_a_wrong_cell_of_a_wide_row_is_told_by_its_header(empty_folder, tmp_path):
    text = "1403,insurance_history,12x,1\n1403,history_certificate,1,2\n"
    report = wide(empty_folder, tmp_path, text)
    (problem,) = report.problems
    assert "line 2: برخط: '12x' is not a whole number from 0 to 10,000,000,000" in str(problem)
    assert len(volumes(empty_folder)) == 2  # nothing of the wrong row


def test_a_correction_replaces_and_undo_brings_back(empty_folder, tmp_path):
    load(empty_folder, write(tmp_path / "x.csv", [ROW, ROW | {"channel": "kiosk"}]))
    corrected = [ROW | {"requests": 12}, ROW | {"channel": "kiosk"}]
    report = load(empty_folder, write(tmp_path / "y.csv", corrected))
    assert report.replaces == 1
    assert volumes(empty_folder)[1] == ("ussd", 12, 1, 0)
    undo.undo(empty_folder, 2)
    assert volumes(empty_folder)[1] == ("ussd", 10, 1, 0)


@pytest.mark.parametrize(
    "wrong, said",
    [
        ("[unpivot.chanel]", "shares out by chanel; right: one part, [unpivot.channel]"),
        ("[unpivot]", "is not a table of tables; right: a part [unpivot.channel] with lines"),
    ],
)
def test_a_wrong_unpivot_is_refused(empty_folder, tmp_path, wrong, said):
    (empty_folder.mappings / "wide.toml").write_text(
        WIDE.replace("[unpivot.channel]", wrong), encoding="utf-8"
    )
    path = tmp_path / "wide.csv"
    path.write_text("سال,خدمت,برخط,حضوری\n1403,insurance_history,1,2\n", encoding="utf-8")
    report = load(empty_folder, path)
    assert report.failed and said in report.message


def month(tmp_path, period, requests):
    rows = [ROW | {"period": period, "requests": requests},
            ROW | {"period": period, "channel": "kiosk", "requests": 40}]  # fmt: skip
    return write(tmp_path / f"{period}.csv", rows)


def test_counts_beyond_those_of_earlier_months_are_said(empty_folder, tmp_path):
    """What is compared are the requests that are counted, not the two lines of each file."""
    before = enumerate([100, 104, 98, 101, 99, 103, 100], start=1)
    files = [month(tmp_path, f"1404-{number:02d}", count) for number, count in before]
    loading = Loading(empty_folder)
    assert {report.outcome for report in loading.load(files)} == {"loaded"}
    said = {
        (period, requests): {
            remark.code for remark in loading.check(month(tmp_path, period, requests)).findings
        }
        for period, requests in [("1404-08", 420), ("1404-08", 97), ("1403", 1200)]
    }
    assert "volume" in said["1404-08", 420]
    assert not {"volume", "branch_volume"} & said["1404-08", 97]
    assert not {"volume", "shifted"} & said["1403", 1200]  # a year is no month
