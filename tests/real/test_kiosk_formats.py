"""The kiosk survey as a workbook and as an SPSS file: loaded like the CSV that it came from."""

import csv
import shutil

import polars as pl
import pyreadstat
import pytest
import xlsxwriter

from etl.data_folder import DataFolder
from etl.load import Loading
from etl.publish import reading
from tests.real.kiosk_file import FILE

HERE = "tests/real/kiosk_survey"
WORDS = {1: "전혀 그렇지 않다", 4: "보통이다", 7: "매우 그렇다"}


@pytest.fixture(scope="module")
def rows(real_extracts) -> list[list[str]]:
    with (real_extracts / "kiosk_survey" / FILE).open(encoding="cp949", newline="") as text:
        return list(csv.reader(text))


def workbook(path, rows) -> None:
    """Two title rows, merged cells, every answer a number stored as text."""
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet("설문")
        sheet.merge_range(0, 0, 0, 20, "키오스크 서비스 품질 설문")
        sheet.merge_range(1, 0, 1, 3, "응답자")
        sheet.merge_range(1, 4, 1, 60, "1-1. 문항")
        for line, row in enumerate(rows, start=2):
            for column, cell in enumerate(row):
                sheet.write_string(line, column, cell)
        book.add_worksheet("설명").write(0, 0, "응답: 1…7")


def sav(path, rows) -> None:
    """Variables v1, v2, …, the questions as their labels, the answers as codes with labels."""
    header, *cells = rows
    columns = {f"v{n}": list(column) for n, column in enumerate(zip(*cells, strict=True), start=1)}
    coded = {name for name, cells in columns.items() if set(cells) <= {*"1234567", ""}}
    for name in coded:
        columns[name] = [float(cell) if cell else None for cell in columns[name]]
    pyreadstat.write_sav(
        pl.DataFrame(columns),
        path,
        column_labels={f"v{n}": title[:250] for n, title in enumerate(header, start=1)},
        variable_value_labels=dict.fromkeys(coded, WORDS),
    )


def name_as_spss_does(mapping, titles) -> None:
    """SPSS keeps 256 bytes of a label, which one of the questions is longer than."""
    text = mapping.read_text(encoding="utf-8")
    for title in titles:
        kept = title.encode()[:256].decode(errors="ignore")
        text = text.replace(" ".join(title.split()), " ".join(kept.split()))
    mapping.write_text(text, encoding="utf-8")


@pytest.fixture(scope="module")
def as_format(rows, real_extracts, tmp_path_factory, request):
    """The marts of the survey, loaded in a data folder of its own, and what was said."""

    def load(suffix: str, write):
        root = tmp_path_factory.mktemp(suffix) / "data"
        shutil.copytree(request.config.rootpath / HERE, root)
        path = root / f"kiosk_raw.{suffix}"
        write(path, rows)
        if suffix == "sav":
            name_as_spss_does(root / "mappings" / "kiosk_survey.toml", rows[0])
        folder = DataFolder(root)
        (report,) = Loading(folder).load([path])
        assert report.outcome == "loaded", list(report.lines())
        return folder, "\n".join(report.lines())

    return load


def marts(folder) -> dict[str, list]:
    """Everything that the pages read, without what is told of the file itself."""
    answers = "select * exclude (load) from {} order by all"
    with reading(folder) as con:
        return {
            mart: con.execute(answers.format(mart)).fetchall() for mart in ("answers", "scores")
        }


@pytest.fixture(scope="module")
def from_csv(kiosk):
    return marts(kiosk)


def test_as_a_workbook_with_titles_and_numbers_as_text(as_format, from_csv):
    folder, said = as_format("xlsx", workbook)
    assert marts(folder) == from_csv
    assert "header found in row 3" in said
    assert "sheet 설문 read; not read: 설명" in said


def test_as_an_spss_file_with_value_labels(as_format, from_csv):
    folder, said = as_format("sav", sav)
    assert marts(folder) == from_csv
    assert "codes read, not their labels" in said
