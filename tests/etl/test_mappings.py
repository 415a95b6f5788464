"""What is this file, and where is what? Wrong columns refuse it whole, with proposals."""

import pytest

from etl.load import Loading
from etl.mappings import recognise
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request, write_log


def refused(folder, path) -> str:
    with pytest.raises(Refusal) as refusal:
        recognise(path, folder)
    return str(refusal.value)


def test_kinds_are_told_by_their_headers(empty_folder, tmp_path):
    log = write_log(tmp_path / "x.csv", [request(1)])
    assert recognise(log, empty_folder).source.KIND == "service_log"
    log.write_text("wave,instrument,province,invited,answered,population\n")
    assert recognise(log, empty_folder).source.KIND == "survey_wave"


def test_a_survey_is_told_with_its_questionnaire(empty_folder, tmp_path):
    items = ",".join(f"R{n}" for n in range(1, 43))
    path = tmp_path / "x.csv"
    path.write_text(f"respondent,branch,answered_on,{items},overall\n")
    found = recognise(path, empty_folder)
    assert found.source_name == "survey/remote_services_42"


def test_a_missing_column_is_named_and_the_closest_header_proposed(empty_folder, tmp_path):
    columns = ["sumbitted_at" if c == "submitted_at" else c for c in LOG]
    path = write_log(tmp_path / "x.csv", [request(1, sumbitted_at="1404-07-03")], columns)
    said = refused(empty_folder, path)
    assert "missing columns submitted_at" in said
    assert "unexpected column 'sumbitted_at' (perhaps submitted_at?)" in said


def test_a_survey_without_one_of_its_questions_is_refused(empty_folder, tmp_path):
    items = ",".join(f"R{n}" for n in range(1, 42))  # R42 is missing
    path = tmp_path / "x.csv"
    path.write_text(f"respondent,branch,answered_on,{items},overall\n")
    assert "missing columns R42" in refused(empty_folder, path)


def test_a_survey_needs_a_place(empty_folder, tmp_path):
    items = ",".join(f"R{n}" for n in range(1, 43))
    path = tmp_path / "x.csv"
    path.write_text(f"respondent,answered_on,{items},overall\n")
    assert "branch or province" in refused(empty_folder, path)


def test_a_column_that_stands_twice_is_refused(empty_folder, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(",".join([*LOG, "branch"]) + "\n")
    assert "stand twice: branch" in refused(empty_folder, path)


def test_a_strange_file_is_refused_with_its_headers(empty_folder, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text("name,age\nAli,3\n")
    assert "no known kind of extract has the headers name, age" in refused(empty_folder, path)


def test_a_mapping_brings_headers_values_constants_and_dates(empty_folder, tmp_path):
    (empty_folder.mappings / "call_centre.toml").write_text(
        """
        kind = "service_log"
        files = "calls_*.csv"
        encoding = "cp1256"
        delimiter = ";"
        line_number = "request_id"
        date_format = "%d.%m.%Y %H:%M"
        other_columns = "ignore"
        [constants]
        channel = "call_centre"
        completed_at = ""
        [columns]
        "شعبه" = "branch"
        "خدمت" = "service"
        "زمان" = "submitted_at"
        "نتیجه" = "status"
        [values.status]
        "ناموفق" = "failed"
        """
    )
    path = tmp_path / "calls_7.csv"
    # Windows-1256 has no Persian ya: the file has the Arabic one, the mapping the Persian one.
    rows = "شعبه;خدمت;زمان;نتیجه;یادداشت\nB0901;insurance_history;25.09.2025 09:30;ناموفق;x\n"
    path.write_bytes(rows.replace("ی", "ي").encode("cp1256"))
    report = Loading(empty_folder).check(path)
    assert (report.outcome, report.rows_taken) == ("checked", 1), list(report.lines())


def test_a_mapping_with_a_misspelt_key_is_refused(empty_folder, tmp_path):
    (empty_folder.mappings / "x.toml").write_text('kind = "service_log"\ncolums = {}\n')
    path = write_log(tmp_path / "x.csv", [request(1)])
    assert "x.toml: unknown key colums; right: perhaps columns" in refused(empty_folder, path)


def test_a_value_is_shown_as_the_sender_wrote_it(empty_folder, tmp_path):
    (empty_folder.mappings / "x.toml").write_text(
        'kind = "service_log"\nfiles = "x.csv"\n[columns]\n'
        + "\n".join(f'"{c.upper()}" = "{c}"' for c in LOG)
        + '\n[values.channel]\nWEB = "web_portal"\n'
    )
    rows = [
        {key.upper(): value for key, value in request(n).items()} | {"CHANNEL": channel}
        for n, channel in enumerate(["WEB", "FAX"])
    ]
    path = write_log(tmp_path / "x.csv", rows, [c.upper() for c in LOG])
    report = Loading(empty_folder, limit=0.5).check(path)
    assert "x.csv, line 3: CHANNEL: 'FAX' is not one of in_person" in str(report.problems[0])
