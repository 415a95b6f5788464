"""`python -m etl` as a person uses it: what it says, what it leaves behind, its exit status."""

import hashlib
import json
import os
import re
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.__main__ import STATUS, main
from etl.data_folder import DataFolder
from etl.load import Loading
from tests.conftest import PROJECT, copy_of_data
from tests.etl.extracts import request, write_log

KEYS = ["load", "file", "sha256", "kind", "period", "rows_taken", "rows_refused", "loaded_at",
        "loaded_by", "replaces"]  # fmt: skip


@dataclass(frozen=True)
class Said:
    """How a command ended and what it said."""

    status: int
    out: str
    err: str


def etl(*words, data: Path | None = None, **environment) -> Said:
    """Run the command in a process of its own; an error with a traceback is a bug everywhere."""
    named = {"PAYESH_DATA": str(data)} if data else {}
    inherited = {key: value for key, value in os.environ.items() if key != "PAYESH_DATA"}
    done = subprocess.run(
        [sys.executable, "-m", "etl", *map(str, words)],
        cwd=PROJECT,
        env=inherited | named | environment,
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert "Traceback" not in done.stderr, done.stderr
    return Said(done.returncode, done.stdout, done.stderr)


@pytest.fixture
def here(capsys, monkeypatch):
    """The same without a process, for what needs none: words that are refused, help."""

    def run(*words, data: Path | None = None) -> Said:
        monkeypatch.setenv("PAYESH_DATA", str(data or ""))
        try:
            status = main([str(word) for word in words])
        except SystemExit as stopped:  # argparse ends the process itself
            status = stopped.code
        return Said(status, *capsys.readouterr())

    return run


def files(folder: Path) -> dict[str, str]:
    """Every file of a folder with the hash of its content."""
    return {
        path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in folder.rglob("*")
        if path.is_file()
    }


@pytest.fixture
def folder(tmp_path) -> DataFolder:
    """Another data folder, with an inbox; named only by the commands of the test."""
    folder = copy_of_data(tmp_path / "data")
    folder.inbox.mkdir()
    return folder


@pytest.fixture(scope="module")
def used(tmp_path_factory) -> DataFolder:
    """A data folder in which two months and a correction of the first were loaded."""
    folder = copy_of_data(tmp_path_factory.mktemp("used") / "data")
    folder.inbox.mkdir()
    for month, rows in (("06", 3), ("07", 2), ("06", 4)):
        write_log(
            folder.inbox / f"service_log_1404-{month}.csv",
            [
                request(n, submitted_at=f"1404-{month}-03 09:00", completed_at="1404-07-30 09:00")
                for n in range(rows)
            ],
        )
        list(Loading(folder).load([folder.inbox / f"service_log_1404-{month}.csv"]))
    return folder


# help


def test_help_names_every_command_and_the_data_folder():
    said = etl("--help")
    assert said.status == 0 and said.err == ""
    for word in ("sample", "check", "load", "status", "PAYESH_DATA"):
        assert word in said.out


@pytest.mark.parametrize(
    "command, options",
    [
        ("sample", ["--months", "--seed", "--size {national,province", "--until", "--to FOLDER"]),
        ("check", ["FILE", "--limit SHARE"]),
        ("load", ["FILE", "the inbox", "--limit SHARE"]),
        ("status", ["--json"]),
    ],
)
def test_each_command_has_help_of_its_own(here, command, options):
    said = here(command, "--help")
    assert said.status == 0
    assert said.out.startswith(f"usage: python -m etl {command}")
    one_line = " ".join(said.out.split())
    assert all(option in one_line for option in options)


@pytest.mark.parametrize(
    "words, complaint",
    [
        ([], "COMMAND"),
        (["lode"], "invalid choice: 'lode'"),
        (["check"], "FILE"),  # what to check must be said; what to load is in the inbox
        (["sample"], "--to"),
        (["sample", "--to", "x", "--months", "many"], "--months"),
        (["load", "--limit", "much"], "--limit"),
    ],
    ids=["nothing", "a typing error", "check", "sample", "months", "limit"],
)
def test_a_command_that_is_not_understood_ends_with_2(here, words, complaint):
    said = here(*words)
    assert said.status == 2 and said.out == ""
    assert complaint in said.err and "usage: python -m etl" in said.err


# sample


def test_sample_writes_one_file_per_kind_and_month_and_always_the_same(tmp_path, folder):
    words = ("sample", "--months", "2", "--until", "1404-01", "--seed", "5", "--to")
    said = etl(*words, tmp_path / "a")
    assert said.status == 0
    assert said.out == f"6 invented extracts in {tmp_path / 'a'}\n"
    assert len(re.findall(r"^1404-01: [\d,]+ requests, [\d,]+ respondents$", said.err, re.M)) == 1
    written = files(tmp_path / "a")
    assert sorted(written) == [
        f"{kind}_{month}.csv"
        for kind in ("service_log", "survey_remote_services_42", "survey_wave")
        for month in ("1403-12", "1404-01")  # over the turn of the year
    ]
    etl(*words, tmp_path / "b", data=folder.root)  # another folder with the same reference data
    assert files(tmp_path / "b") == written
    assert files(folder.inbox) == {} and not folder.warehouse.exists()


@pytest.mark.parametrize(
    "words, complaint",
    [
        (["--months", "0"], "right: at least 1"),
        (["--until", "1404-13"], "'1404-13' is not a month; right: a Jalali month"),
    ],
    ids=["no month", "a thirteenth month"],
)
def test_a_sample_that_cannot_be_is_refused_and_nothing_written(here, tmp_path, words, complaint):
    said = here("sample", *words, "--to", tmp_path / "sample")
    assert said.status == 1 and complaint in said.err
    assert files(tmp_path) == {}


def test_a_sample_is_not_written_into_a_file(here, tmp_path):
    (tmp_path / "taken").write_text("a file")
    said = here("sample", "--months", "1", "--to", tmp_path / "taken")
    assert said.status == 1 and "taken" in said.err


# check and load


def test_check_says_what_load_says_and_writes_nothing(folder):
    rows = [request(n) for n in range(39)] + [request(99, channel="fax")]
    path = write_log(folder.inbox / "service_log_1404-07.csv", rows)
    before = files(folder.root)
    checked = etl("check", path, data=folder.root)
    assert checked.status == 0
    check, complaint, outcome, share = checked.out.splitlines()
    assert "1 row: Unknown code (reference) in channel. Correct the code" in check
    assert "service_log_1404-07.csv, line 41: channel: 'fax' is not one of in_person" in complaint
    assert "1 of 40 rows (2.5%) were turned away" in share
    assert outcome.endswith("service_log, 1404-07: 39 rows to take, 1 to refuse")
    assert files(folder.root) == before and not folder.warehouse.exists()
    loaded = etl("load", path, data=folder.root)
    told = loaded.out.splitlines()
    assert [told[0], told[1], told[3]] == [check, complaint, share]
    assert told[2].endswith("load 1 (service_log, 1404-07): 39 rows taken, 1 refused")


def test_check_writes_nothing_where_much_is_loaded(here, used):
    before = files(used.root)
    said = here("check", used.inbox / "service_log_1404-07.csv", data=used.root)
    assert said.status == 0 and "already loaded as load 2" in said.out
    assert files(used.root) == before


def test_load_takes_everything_new_in_the_inbox(folder):
    write_log(folder.inbox / "service_log_1404-07.csv", [request(1)])
    june = request(2, submitted_at="1404-06-03 09:00", branch="B2301")
    write_log(folder.inbox / "service_log_1404-06.csv", [june])
    (folder.inbox / "README.md").write_text("what belongs here")  # the project puts one there
    (folder.inbox / ".hidden").write_text("of the file manager")
    said = etl("load", data=folder.root)
    assert said.status == 0
    assert re.findall(r"(\S+): loaded: load (\d)", said.out) == [
        ("service_log_1404-06.csv", "1"),  # in the order of their names
        ("service_log_1404-07.csv", "2"),
    ]
    again = etl("load", data=folder.root)
    assert again.status == 0
    assert re.findall(r"(\S+): unchanged: already loaded as load (\d)", again.out) == [
        ("service_log_1404-06.csv", "1"),
        ("service_log_1404-07.csv", "2"),
    ]


def test_an_empty_inbox_is_said_and_no_error(here, folder):
    folder.inbox.rmdir()
    said = here("load", data=folder.root)
    assert said == Said(0, f"nothing in {folder.inbox}\n", "")


def test_one_refused_file_ends_with_1_and_the_others_are_loaded(folder):
    write_log(folder.inbox / "a_1404-07.csv", [request(1)])
    write_log(folder.inbox / "b_1404-07.csv", [request(2, branch="B9999")])
    said = etl("load", data=folder.root)
    assert said.status == 1
    assert "a_1404-07.csv: loaded: load 1" in said.out and "b_1404-07" not in said.out
    assert "b_1404-07.csv, line 2: branch: 'B9999' is not a code of data/reference" in said.err
    assert "b_1404-07.csv: refused: 1 of 1 rows (100.0%) are not right" in said.err


def test_progress_is_told_apart_from_results(folder):
    path = write_log(folder.inbox / "service_log_1404-07.csv", [request(1)])
    said = etl("load", path, data=folder.root)
    for step in ("reading", "checking 1 rows", "into the marts"):
        assert f"service_log_1404-07.csv: {step}" in said.err
    assert len(said.out.splitlines()) == 1


@pytest.mark.parametrize("command", ["check", "load"])
def test_what_cannot_be_read_is_named_with_the_reason(folder, command):
    unreadable = {
        "missing.csv": "No such file or directory",
        "a_folder.csv": "is a folder",
        "workbook.csv": "the file is damaged or cut short",
        "empty.csv": "the file is empty",
        "only_a_header.csv": "no line after the header",
    }
    paths = [folder.inbox / name for name in unreadable]
    paths[1].mkdir()
    paths[2].write_bytes(b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00\xb5\x55\x30\x23")
    paths[3].touch()
    write_log(paths[4], [])
    said = etl(command, *paths, data=folder.root)
    assert said.status == 1 and said.out == ""
    for name, reason in unreadable.items():
        assert re.search(rf"^{name}: refused: .*{re.escape(reason)}", said.err, re.M), said.err
    assert not (folder.warehouse / "current").exists()


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read every file")
def test_a_file_without_permission_is_named_with_the_reason(folder):
    path = write_log(folder.inbox / "secret.csv", [request(1)])
    path.chmod(0)
    said = etl("check", path, data=folder.root)
    assert said.status == 1 and "secret.csv: refused: Permission denied" in said.err


# status


def test_status_as_json_has_the_agreed_keys_oldest_load_first(used):
    said = etl("status", "--json", data=used.root)
    assert said.status == 0 and said.err == ""
    status = json.loads(said.out)
    assert list(status) == ["loads"] and list(STATUS) == KEYS
    assert all(list(load) == KEYS for load in status["loads"])
    first, second, third = status["loads"]
    assert [load["load"] for load in status["loads"]] == [1, 2, 3]
    assert [load["rows_taken"] for load in status["loads"]] == [3, 2, 4]
    # A load that was corrected stays in the history; its correction says so.
    assert [load["replaces"] for load in status["loads"]] == [None, None, 1]
    assert first["file"] == third["file"] == "service_log_1404-06.csv"
    assert first["sha256"] != third["sha256"]
    content = (used.inbox / "service_log_1404-07.csv").read_bytes()
    assert second["sha256"] == hashlib.sha256(content).hexdigest()
    assert (second["kind"], second["period"]) == ("service_log", "1404-07")
    assert second["rows_refused"] == 0 and second["loaded_by"]
    assert re.match(r"\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d", second["loaded_at"])


def test_status_is_one_line_per_load_for_people(here, used):
    said = here("status", data=used.root)
    lines = said.out.splitlines()
    assert said.status == 0 and len(lines) == 3
    assert "service_log_1404-06.csv  3 taken, 0 refused" in lines[0]
    assert lines[2].split()[:3] == ["3", "service_log", "1404-06"]
    assert lines[2].endswith("replaces load 1")


def test_status_before_the_first_load(here, folder):
    assert here("status", data=folder.root) == Said(0, "nothing is loaded yet\n", "")
    assert json.loads(here("status", "--json", data=folder.root).out) == {"loads": []}
    assert not folder.warehouse.exists()  # who looks writes nothing


# the data folder


def test_another_data_folder_has_everything_of_its_own(used, folder):
    """The same names mean other files there: its reference data, its loads, its inbox."""
    branches = folder.reference / "branches.csv"
    with branches.open("a", encoding="utf-8") as text:
        text.write("X1,شعبهٔ دیگر,Another branch,IR-09,2025-03-21,,register\n")
    write_log(folder.inbox / "service_log_1404-07.csv", [request(1, branch="X1")])
    before = files(used.root)
    assert etl("load", data=folder.root, PAYESH_USER="reza").status == 0
    (load,) = json.loads(etl("status", "--json", data=folder.root).out)["loads"]
    assert (load["load"], load["rows_taken"], load["loaded_by"]) == (1, 1, "reza")
    refused = etl("check", folder.inbox / "service_log_1404-07.csv", data=used.root)
    assert refused.status == 1 and "'X1' is not a code of data/reference" in refused.err
    assert files(used.root) == before


def test_a_data_folder_that_is_not_there_is_said_and_not_made(here, tmp_path):
    said = here("load", data=tmp_path / "dta")
    assert said.status == 1 and "PAYESH_DATA" in said.err and str(tmp_path / "dta") in said.err
    assert not (tmp_path / "dta").exists()


@pytest.mark.parametrize(
    "file, line",
    [
        ("reference/branches.csv", "B9999,شعبه,Branch,IR-09,1404-01-01x,,sample"),
        ("reference/holidays.csv", "1 Farvardin,عید نوروز,nowruz,us"),
        ("reference/services.csv", "\udcff\udcfe"),
        ("reference/channels.csv", "ussd,دوباره,Again,yes"),
        ("instruments/remote_services_42.toml", "title_fa = "),
    ],
    ids=["date", "holiday", "encoding", "twice", "toml"],
)
def test_an_error_in_what_the_organisation_edits_names_the_file(here, folder, file, line):
    path = write_log(folder.inbox / "service_log_1404-07.csv", [request(1)])
    with (folder.root / file).open("a", encoding="utf-8", errors="surrogateescape") as text:
        text.write(line + "\n")
    said = here("check", path, data=folder.root)
    assert said.status == 1 and Path(file).name in said.err
