"""A template is read back as what it is for, and its worked row is never loaded."""

import zipfile
from io import BytesIO

import fastexcel
import pytest

from etl.desk import templates
from etl.desk.template_workbook import workbook
from etl.load import Loading
from etl.mappings import recognise
from etl.sources import all_sources
from tests.etl.warehouses import run


def cells(path, sheet):
    table = fastexcel.read_excel(path).load_sheet(sheet, header_row=None, dtypes="string")
    return table.to_polars().rows()


@pytest.mark.parametrize("kind", sorted(all_sources()))
def test_a_workbook_is_recognised_and_its_worked_row_turned_away(empty_folder, tmp_path, kind):
    """The row is right but for its name: a template sent back as it is brings nothing.

    A kind has one template, a survey one for each questionnaire.
    """
    assert run(empty_folder, "template", kind, "--to", tmp_path) == 0
    written = sorted(tmp_path.glob("*.xlsx"))
    assert len(written) == sum(name == kind for name, _ in templates.kinds(empty_folder))
    for path in written:
        found = recognise(path, empty_folder)
        assert kind == found.source.KIND
        header, worked = cells(path, "data")
        assert list(header) == [column.name for column in found.columns]
        report = Loading(empty_folder).check(path)
        assert [check["code"] for check in report.checks()] == [report.code, "worked_example"]


@pytest.mark.parametrize(("kind", "old", "new"), [
    ("service_log", "EXAMPLE", "r1"), ("survey", "EXAMPLE", "s1"),
    ("survey_wave", "1234", "1235"), ("channel_volume", "1234", "1235"),
    ("expert_panel", "EXAMPLE", "e1"), ("self_assessment", "1390-01", "1404-01"),
])  # fmt: skip
def test_the_worked_row_is_right_in_all_else(empty_folder, tmp_path, kind, old, new):
    for name, instrument in templates.kinds(empty_folder):
        if name == kind:
            of = templates.columns(empty_folder, kind, instrument and instrument.name)
            row = templates.worked(empty_folder, of)
            mended = {column: new if cell == old else cell for column, cell in row.items()}
            path = tmp_path / f"{kind}.xlsx"
            path.write_bytes(workbook(mended, [["column"]]))
            (report,) = Loading(empty_folder).load([path])
            assert (report.outcome, report.rows_taken) == ("loaded", 1), list(report.lines())


def test_the_dictionary_says_all_of_every_column(empty_folder, tmp_path):
    assert run(empty_folder, "template", "channel_volume", "--to", tmp_path) == 0
    header, *rows = cells(tmp_path / "channel_volume.xlsx", "dictionary")
    assert list(header) == templates.DICTIONARY
    told = {name: rest for name, *rest in rows}
    assert list(told) == [column.name for column in all_sources()["channel_volume"].columns()]
    meaning, kind, required, english, persian = told["channel"]
    assert (kind, required) == ("reference", "yes") and "in_person" in english and meaning
    assert "in_person" in persian and told["requests"][2] == "yes; a cell may be empty"


def test_no_text_of_a_workbook_is_a_formula_or_a_link(empty_folder):
    """Names of reference data and questions are texts of others."""
    of = all_sources()["survey_wave"].columns()
    live = '=HYPERLINK("http://example.org")'
    written = workbook(dict.fromkeys(of[:2], live), [["a"], [live], ["http://example.org"]])
    with zipfile.ZipFile(BytesIO(written)) as parts:
        sheets = [parts.read(name).decode() for name in parts.namelist() if "sheet" in name]
    assert sheets and not any("<f>" in sheet or "hyperlink" in sheet.lower() for sheet in sheets)


def test_what_there_is_no_template_for_is_said(empty_folder, tmp_path, capsys):
    assert run(empty_folder, "template", "surveys", "--to", tmp_path) == 1
    assert "surveys is no kind of extract; right: perhaps survey" in capsys.readouterr().err
    asked = ("--instrument", "remote_services")
    assert run(empty_folder, "template", "survey", *asked, "--to", tmp_path) == 1
    assert "perhaps remote_services_42" in capsys.readouterr().err
    assert not list(tmp_path.glob("*.xlsx"))
