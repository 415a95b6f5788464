"""SPSS files: codes unless labels are asked for, missing values empty, dates as dates."""

import datetime as dt

import polars as pl
import pyreadstat
import pytest

from etl.formats import content_of, rows_of, tables_of
from etl.formats.layout import Layout
from etl.load import Loading
from etl.refusal import Refusal
from tests.etl.extracts import respondent

LABELS = {1: "کاملاً مخالفم", 5: "کاملاً موافقم"}
ITEMS = [*(f"R{n}" for n in range(1, 43)), "overall"]


@pytest.fixture
def survey(tmp_path):
    """Three sheets: answers 1, 5 and 9, of which 9 is declared missing."""
    answers = pl.DataFrame(
        {
            "respondent": ["الف", "b", "c"],
            "q1": [1.0, 5.0, 9.0],
            "weight": [0.1, 2.0, None],
            "day": [dt.date(2025, 9, 25), None, dt.date(2025, 1, 1)],
            "at": [dt.datetime(2025, 9, 25, 9, 30, 1), None, None],
        }
    )
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(
        answers,
        path,
        column_labels={"q1": "رضایت از سرعت"},
        variable_value_labels={"q1": LABELS},
        missing_ranges={"q1": [9]},
    )
    return path


def test_codes_missing_values_and_dates(survey):
    assert list(rows_of(survey, Layout())) == [
        (0, ["respondent", "q1", "weight", "day", "at"]),
        (1, ["الف", "1", "0.1", "2025-09-25", "2025-09-25 09:30:01"]),
        (2, ["b", "5", "2", None, None]),
        (3, ["c", None, None, "2025-01-01", None]),  # declared missing
    ]


def test_labels_where_they_are_asked_for(survey):
    (table,) = tables_of(content_of(survey), Layout())
    assert table.titles == {"q1": "رضایت از سرعت"}
    assert table.notes == ("codes read, not their labels, in 1 columns with value labels",)
    rows = list(rows_of(survey, Layout(value_labels=("q1",))))
    assert [cells[1] for _, cells in rows] == ["q1", LABELS[1], LABELS[5], None]


def test_a_survey_with_labels_loads_like_its_codes(empty_folder, tmp_path):
    sheets = [respondent(n, ITEMS, float(1 + n % 5)) for n in range(30)]
    path = tmp_path / "x.sav"
    labels = {item: LABELS for item in ITEMS}
    pyreadstat.write_sav(pl.DataFrame(sheets), path, variable_value_labels=labels)
    report = Loading(empty_folder).check(path)
    assert (report.outcome, report.rows_taken) == ("checked", 30), list(report.lines())
    assert "codes read, not their labels, in 43 columns" in "\n".join(report.lines())


def test_a_mapping_may_name_a_variable_by_its_label(empty_folder, tmp_path):
    sheets = [{f"v{n}": value for n, value in enumerate(respondent(k, ITEMS).values())}
              for k in range(3)]  # fmt: skip
    ours = list(respondent(1, ITEMS))
    path = tmp_path / "x.sav"
    titles = {f"v{n}": f"پرسش {name}" for n, name in enumerate(ours)}
    pyreadstat.write_sav(pl.DataFrame(sheets), path, column_labels=titles)
    columns = "\n".join(f'"پرسش {name}" = "{name}"' for name in ours)
    mapping = f'kind = "survey"\ninstrument = "remote_services_42"\n[columns]\n{columns}\n'
    (empty_folder.mappings / "x.toml").write_text(mapping)
    report = Loading(empty_folder).check(path)
    assert (report.outcome, report.rows_taken) == ("checked", 3), list(report.lines())


@pytest.mark.parametrize("share", [0.1, 0.3, 0.5, 0.7, 0.9, 0.99])
def test_a_file_cut_anywhere_is_refused(survey, share):
    content = survey.read_bytes()
    survey.write_bytes(content[: int(len(content) * share)])
    with pytest.raises(Refusal, match="x.sav: the file is damaged or cut short"):
        list(rows_of(survey, Layout()))


def test_many_cases_come_in_blocks_without_a_seam(tmp_path, monkeypatch):
    path = tmp_path / "x.sav"
    pyreadstat.write_sav(pl.DataFrame({f"v{n}": [float(k) for k in range(1100)]
                                       for n in range(500)}), path)  # fmt: skip
    rows = list(rows_of(path, Layout()))
    assert [line for line, _ in rows] == list(range(1101))
    assert [cells[499] for _, cells in rows[1:]] == [str(n) for n in range(1100)]
