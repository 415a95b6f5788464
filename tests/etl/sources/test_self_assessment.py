"""Self-assessments as an extract: what is right, what is turned away, what is corrected."""

import csv

import pytest

from etl.load import Loading
from etl.publish import reading

ROW = {"round": "1404-07", "framework": "cx_readiness", "province": "IR-09", "branch": "",
       "statement": "cx01", "score": "3"}  # fmt: skip


def write(path, rows):
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, list(ROW))
        writer.writeheader()
        writer.writerows(ROW | row for row in rows)
    return path


def load(folder, path, limit=0.9):
    (report,) = Loading(folder, limit=limit).load([path])
    return report


def stored(folder, columns="province, branch, statement, score"):
    with reading(folder) as con:
        return con.execute(f"select {columns} from self_assessments order by all").fetchall()


def sheet(province, score, statements=4, **more):
    return [
        {"province": province, "statement": f"cx{n:02d}", "score": score, **more}
        for n in range(1, statements + 1)
    ]


def test_a_province_a_branch_and_a_statement_that_was_not_judged(empty_folder, tmp_path):
    rows = [{}, {"statement": "cx02", "score": ""}, {"province": "", "branch": "B0901"}]
    assert load(empty_folder, write(tmp_path / "x.csv", rows)).rows_taken == 3
    assert stored(empty_folder) == [
        ("IR-09", "B0901", "cx01", 3), ("IR-09", None, "cx01", 3), ("IR-09", None, "cx02", None),
    ]  # fmt: skip


def test_names_are_understood_as_codes(empty_folder, tmp_path):
    names = {"round": "مهر ۱۴۰۴", "framework": "بلوغ ارتباط با شهروند", "province": "خراسان رضوی",
             "statement": "نیازهای شهروندان تحلیل می‌شود", "score": "۴"}  # fmt: skip
    assert load(empty_folder, write(tmp_path / "x.csv", [names])).rows_taken == 1
    assert stored(empty_folder, "framework, month, province, statement, score") == [
        ("citizen_relationship", "1404-07", "IR-09", "needs", 4)
    ]


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"statement": "needs"}, "other_framework"),  # known, of the other framework
        ({"score": "5"}, "off_scale"),
        ({"score": "2.5"}, "whole"),
        ({"statement": "cx33"}, "reference"),
        ({"framework": "cx"}, "reference"),
        ({"province": "", "branch": ""}, "no_place"),
        ({"round": "1390-01", "statement": "cx05"}, "worked_example"),
        ({"round": "1419-07"}, "future"),
        ({"branch": "B2301"}, "branch_elsewhere"),
    ],
)
def test_what_is_wrong_is_told(empty_folder, tmp_path, wrong, code):
    rows = [{"statement": "cx02"}, wrong]
    report = load(empty_folder, write(tmp_path / "x.csv", rows))
    assert [check["code"] for check in report.checks() if check["severity"] == "error"] == [code]
    assert (report.rows_taken, report.rows_refused) == (1, 1)


def test_a_later_file_of_the_same_round_and_provinces_corrects(empty_folder, tmp_path):
    first = sheet("IR-09", 1) + sheet("IR-07", 1)
    load(empty_folder, write(tmp_path / "a.csv", first))
    report = load(empty_folder, write(tmp_path / "b.csv", sheet("IR-09", 4) + sheet("IR-07", 1)))
    assert report.replaces == 1
    assert {(p, s) for p, _, _, s in stored(empty_folder)} == {("IR-09", 4), ("IR-07", 1)}


def test_the_other_framework_of_a_round_stands_beside(empty_folder, tmp_path):
    load(empty_folder, write(tmp_path / "a.csv", sheet("IR-09", 1)))
    other = [{"framework": "citizen_relationship", "statement": "needs"}]
    assert load(empty_folder, write(tmp_path / "b.csv", other)).replaces is None
    assert len(stored(empty_folder)) == 5


def test_rows_that_another_load_has_are_turned_away(empty_folder, tmp_path):
    """A file of all provinces after one province alone is no correction of it."""
    load(empty_folder, write(tmp_path / "a.csv", sheet("IR-09", 1)))
    both = write(tmp_path / "b.csv", sheet("IR-09", 4) + sheet("IR-07", 2))
    report = load(empty_folder, both)
    assert (report.rows_taken, report.rows_refused) == (4, 4)
    assert {(p, s) for p, _, _, s in stored(empty_folder)} == {("IR-09", 1), ("IR-07", 2)}


def test_a_file_for_all_says_which_rows_stand_there_and_how_the_rest_is_loaded(
    empty_folder, tmp_path
):
    """One province has filled in its round before the file of all provinces comes."""
    own = write(tmp_path / "self_assessment_IR-28_1404-07.csv", sheet("IR-28", 2))
    assert load(empty_folder, own).outcome == "loaded"
    rows = [row for province in ("IR-09", "IR-28", "IR-29") for row in sheet(province, 4)]
    for_all = write(tmp_path / "self_assessment_1404-07.csv", rows)
    refused = load(empty_folder, for_all, limit=0.05)
    said = "\n".join(refused.lines())
    assert refused.outcome == "refused" and "load without them: --limit 0.34" in said
    assert "'cx_readiness, 1404-07, IR-28, cx01' is not new: load 1 of the same period" in said
    assert "what was loaded first stays" in said
    taken = load(empty_folder, for_all, limit=0.34)
    assert (taken.outcome, taken.rows_taken, taken.rows_refused) == ("loaded", 8, 4)
    scores = {province: score for province, _, _, score in stored(empty_folder)}
    assert scores == {"IR-09": 4, "IR-28": 2, "IR-29": 4}
