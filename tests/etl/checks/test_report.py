"""The report says each check once with its first lines, as text and as JSON; nothing leaks."""

import csv
import json

import pytest

from etl import rejected
from etl.__main__ import main
from etl.load import Loading
from etl.publish import reading
from etl.returned import inert, restored
from tests.etl.extracts import LOG, request, write_log


@pytest.fixture
def wrong_log(empty_folder):
    rows = [request(n) for n in range(1, 201)]
    for row in rows[:7]:
        row["channel"] = "fax"  # lines 2 to 8
    rows[9] |= {"branch": "\x1b[31m" + "B" * 500, "client": "c-secret"}  # line 11
    return write_log(empty_folder.inbox / "service_log_1404-07.csv", rows)


def test_each_check_is_counted_and_its_first_lines_are_told(empty_folder, wrong_log):
    report = Loading(empty_folder).check(wrong_log)
    counted = [(c.code, c.column, c.count, [p.line for p in c.first]) for c in report.counts]
    assert counted == [
        ("reference", "channel", 7, [2, 3, 4, 5, 6]),
        ("reference", "branch", 1, [11]),
    ]
    lines = list(report.lines())
    assert "7 rows: Unknown code (reference) in channel. Correct the code" in lines[0]
    assert lines[6].endswith("… and 2 more lines")


def test_what_a_sender_wrote_is_shortened_and_cannot_act(empty_folder, wrong_log):
    said = "\n".join(Loading(empty_folder).check(wrong_log).lines())
    assert "\x1b" not in said and "B" * 100 not in said


def test_the_same_report_as_json(empty_folder, wrong_log, capsys):
    assert main(["check", str(wrong_log), "--format", "json"]) == 0
    (told,) = json.loads(capsys.readouterr().out)["reports"]
    assert (told["outcome"], told["rows"]) == ("checked", {"taken": 192, "refused": 8})
    check = told["checks"][0]
    assert (check["code"], check["severity"], check["count"]) == ("reference", "error", 7)
    assert check["title"] == {"fa": "کد ناشناخته", "en": "Unknown code"}
    assert check["first"][0]["line"] == 2 and check["first"][0]["value"] == "fax"
    assert check["first"][0]["right"]["fa"].startswith("یکی از in_person")
    assert told["checks"][-1]["code"] == "refused_share"


def test_rejected_rows_come_back_with_the_same_values(empty_folder, tmp_path):
    """Names that begin like formulas, an apostrophe of the sender's own, a number below zero."""
    names = ["=1+1", "'=1+1", "''@x", "+98 915", "-5", "\tx", "plain", "'ali"]
    rows = [request(n) for n in range(1, 201)]
    rows += [request(300 + n, request_id=name, channel="fax") for n, name in enumerate(names)]
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", rows)
    (report,) = Loading(empty_folder).load([path])
    back = tmp_path / "service_log_1404-07.csv.rejected.csv"
    rejected.write_csv(report.rejected, back)
    with back.open(encoding="utf-8-sig", newline="") as text:
        table = list(csv.reader(text))
    assert table[0] == ["line of the file", *LOG, "reasons"]
    assert not [c for row in table for c in row if c.startswith(("=", "+", "@", "\t")) or c == "-"]
    assert all(row[LOG.index("client") + 1] == "" for row in table[1:])  # no pseudonym leaves
    back.write_text(back.read_text("utf-8-sig").replace(",fax,", ",kiosk,"), "utf-8-sig")
    (again,) = Loading(empty_folder).load([back])
    assert (again.outcome, again.rows_taken, again.rows_refused) == ("loaded", len(names), 0)
    with reading(empty_folder) as con:
        found = con.execute(
            f"select request_id from '{empty_folder.loads}/2/accepted.parquet' order by line"
        ).fetchall()
    assert [name for (name,) in found] == names


def test_rejected_rows_of_a_mapped_file_come_back_under_its_mapping(empty_folder, tmp_path):
    """Another delimiter, headers of its own, and names that are numbers of lines."""
    (empty_folder.mappings / "portal.toml").write_text(
        'kind = "service_log"\nfiles = "portal*.txt"\ndelimiter = ";"\nencoding = "cp1256"\n'
        'line_number = "request_id"\n[columns]\n'
        + "".join(f'"{name} of ours" = "{name}"\n' for name in LOG[1:]),
        encoding="utf-8",
    )
    rows = [list(request(n).values())[1:] for n in range(1, 61)]
    rows[30][2] = rows[31][2] = "fax"  # lines 32 and 33
    path = empty_folder.inbox / "portal.txt"
    lines = [";".join(f"{name} of ours" for name in LOG[1:]), *(";".join(row) for row in rows)]
    path.write_text("\n".join(lines) + "\n", encoding="cp1256")
    (report,) = Loading(empty_folder).load([path])
    back = tmp_path / "portal.txt.rejected.csv"
    rejected.write_csv(report.rejected, back)
    back.write_text(back.read_text("utf-8-sig").replace(",fax,", ",kiosk,"), "utf-8-sig")
    (again,) = Loading(empty_folder).load([back])
    assert (again.rows_taken, again.replaces) == (2, None), list(again.lines())
    with reading(empty_folder) as con:
        found = con.execute(
            f"select request_id from '{empty_folder.loads}/2/accepted.parquet' order by line"
        ).fetchall()
    assert found == [("32",), ("33",)]  # not 2 and 3, which are other rows


@pytest.mark.parametrize("cell", ["=1", "'=1", "''=1", " =1", "'", "''", "-1.5", "-x", "", None])
def test_what_was_made_inert_is_restored(cell):
    assert restored(inert(cell)) == cell
