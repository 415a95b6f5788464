"""Documents on the command line: where they go, one per province, and what is refused."""

import re

import openpyxl
import pytest

from analysis.__main__ import main
from reports import pango
from tests.reports.conftest import words_of


@pytest.fixture(autouse=True)
def _published(folder, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(folder))


def test_a_workbook_goes_to_the_folder_and_its_path_is_said(tmp_path, capsys):
    to = tmp_path / "new" / "folder"
    assert main(["profile", "--province", "IR-09", "--format", "xlsx", "--to", str(to)]) == 0
    path = to / "profile_IR-09_1404-06.xlsx"
    assert capsys.readouterr().out == f"{path}\n"
    assert [file.name for file in to.iterdir()] == [path.name]  # and nothing half written
    assert "استان" in openpyxl.load_workbook(path).worksheets[0]["A1"].value


def test_every_province_in_one_run_with_progress(tmp_path, capsys):
    asked = ["profile", "--every-province", "--format", "xlsx", "--to", str(tmp_path)]
    assert main([*asked, "--language", "en"]) == 0
    names = {f"profile_{code}_1404-06.xlsx" for code in ("IR-07", "IR-09", "IR-28", "IR-29")}
    assert {path.name for path in tmp_path.iterdir()} == names
    assert "4 of 4" in capsys.readouterr().err


def test_pdfs_of_every_province_are_printed_by_several_processes_each_whole(tmp_path, capsys):
    together, alone = tmp_path / "together", tmp_path / "alone"
    asked = ["profile", "--format", "pdf", "--language", "en"]
    assert main([*asked, "--every-province", "--to", str(together)]) == 0
    said = capsys.readouterr()
    codes = ("IR-07", "IR-09", "IR-28", "IR-29")
    paths = [together / f"profile_{code}_1404-06.pdf" for code in codes]
    assert said.out.split() == [str(path) for path in paths]
    assert "4 of 4" in said.err
    assert sorted(together.iterdir()) == paths
    for code, path in zip(codes, paths, strict=True):
        assert f"Province {code}" in words_of(path.read_bytes())[0]
    assert main([*asked, "--province", "IR-09", "--to", str(alone)]) == 0
    one, other = ((folder / paths[1].name).read_bytes() for folder in (together, alone))
    assert _timeless(words_of(one)) == _timeless(words_of(other))


def _timeless(pages: list[str]) -> list[str]:
    """Without the minute of printing."""
    return [re.sub(r"[0-9]{2}:[0-9]{2}", "", page) for page in pages]


def test_a_month_after_to_is_still_a_month(capsys):
    assert main(["profile", "--province", "IR-09", "--to", "1404-05"]) == 0
    assert "1404-05 to 1404-05" in capsys.readouterr().out


@pytest.mark.parametrize("asked", [["--to", "some/folder"], ["--every-province"]])
def test_what_only_a_document_can_do_is_refused_elsewhere(asked, capsys):
    assert main(["profile", "--province", "IR-09", *asked]) == 2
    assert "is for --format pdf or xlsx" in capsys.readouterr().err


def test_a_folder_that_is_a_file_is_said_without_a_traceback(tmp_path, capsys):
    (tmp_path / "taken").write_text("x")
    to = str(tmp_path / "taken" / "below")
    assert main(["profile", "--province", "IR-09", "--format", "xlsx", "--to", to]) == 2
    assert "--to names a folder to write to" in capsys.readouterr().err


def test_without_pango_a_pdf_says_what_to_install(monkeypatch, tmp_path, capsys):
    monkeypatch.setattr(pango, "missing", lambda: ["libpango-1.0-0"])
    assert main(["profile", "--province", "IR-09", "--format", "pdf", "--to", str(tmp_path)]) == 2
    assert "apt-get install libpango-1.0-0" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []


def test_one_branch_of_every_province_is_no_question(capsys, tmp_path):
    asked = ["profile", "--branch", "N1", "--every-province", "--format", "xlsx"]
    assert main([*asked, "--to", str(tmp_path)]) == 2
    assert "branch: 'N1' cannot be asked for" in capsys.readouterr().err
