"""Killing a load at any moment leaves every load whole or absent, and the next load completes."""

import random
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from etl.data_folder import DataFolder
from etl.filling import MARTS
from etl.history import history
from etl.instruments import read_instruments
from etl.publish import reading
from tests.conftest import PROJECT, copy_of_data
from tests.etl.extracts import request, respondent, write_log, write_survey

pytestmark = pytest.mark.kills
STEPS = ("read", "check", "keep", "build", "finish", "swap")
ROWS = {"service_log_1404-07.csv": 300, "survey_1404-07.csv": 60, "wave_1404-07.csv": 2}
# Where the rows of a kind are counted.
COUNTED = {
    "service_log": "select sum(requests) from requests where load = ?",
    "survey": "select sum(respondents) from respondents where load = ? and battery = 'status'",
    "survey_wave": "select count(*) from survey_waves where load = ?",
}
# Runs the real command line in a process that dies, as by a power cut, right after a step.
DIES_AT = """
import os, signal, sys
from etl import load
from etl.__main__ import main
def step(self, done):
    if done == sys.argv[1]:
        os.kill(os.getpid(), signal.SIGKILL)
load.Loading.step = step
sys.exit(main(["load"]))
"""


def fill_inbox(folder: DataFolder) -> None:
    folder.inbox.mkdir()
    log = [request(n, branch=f"B09{n % 9 + 1:02d}") for n in range(300)]
    write_log(folder.inbox / "service_log_1404-07.csv", log)
    items = [c for c, _, _ in read_instruments(folder)["remote_services_42"].answer_columns()]
    groups = {"customer_group": "insured"}, {}
    sheets = [respondent(n, items, n % 5 + 1, **groups[n % 2]) for n in range(60)]
    write_survey(folder.inbox / "survey_1404-07.csv", sheets)
    counts = {"invited": 90, "answered": 30}
    wave = {"wave": "1404-07", "instrument": "remote_services_42", "province": "IR-09"}
    write_survey(folder.inbox / "wave_1404-07.csv", [
        wave | {"customer_group": "insured", "population": 300} | counts,
        wave | {"customer_group": "pensioner", "population": 100} | counts,
    ])  # fmt: skip


def load_command(folder: DataFolder, *words: str) -> subprocess.Popen:
    words = words or ("-m", "etl", "load")
    return subprocess.Popen(
        [sys.executable, *words],
        cwd=PROJECT,
        env={"PAYESH_DATA": str(folder.root), "PATH": "/usr/bin:/bin", "PAYESH_USER": "test"},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )


def finished(folder: DataFolder) -> None:
    process = load_command(folder)
    _, said = process.communicate(timeout=120)
    assert process.returncode == 0, said


def cells(folder: DataFolder) -> dict[str, list]:
    """All rows of all marts."""
    with reading(folder) as con:
        return {
            mart.stem: con.execute(f"from {mart.stem} order by all").fetchall()
            for mart in MARTS.glob("*.sql")
        }


def assert_each_load_whole_or_absent(folder: DataFolder) -> None:
    loads = history(folder)
    for entry in loads:
        assert entry["rows_taken"] == ROWS[entry["file"]]
        with reading(folder) as con:
            (counted,) = con.execute(COUNTED[entry["kind"]], [entry["load"]]).fetchone()
        assert counted == ROWS[entry["file"]]
    assert_weights_raked_or_not(folder, {entry["kind"] for entry in loads})
    with reading(folder) as con:
        if con is not None:
            listed = {entry["load"] for entry in loads}
            for mart in MARTS.glob("*.sql"):
                found = con.execute(f"select distinct load from {mart.stem}").fetchall()
                assert {load for (load,) in found} <= listed


def assert_weights_raked_or_not(folder: DataFolder, kinds: set[str]) -> None:
    """30 and 30 of 300 and 100 persons: with the wave, weights of 1.5 and 0.5 in all cells."""
    expected = {"insured": 1.5, "pensioner": 0.5} if "survey_wave" in kinds else {}
    for mart in ("answers", "scores", "respondents") if "survey" in kinds else ():
        with reading(folder) as con:
            rows = con.execute(
                f"select distinct customer_group, weight / respondents from {mart}"
            ).fetchall()
        assert {group for group, _ in rows} == {"insured", "pensioner"}
        for group, weight in rows:
            assert weight == pytest.approx(expected.get(group, 1), rel=1e-12)


@pytest.fixture(scope="module")
def unkilled(tmp_path_factory) -> tuple[DataFolder, dict, float]:
    folder = copy_of_data(tmp_path_factory.mktemp("unkilled"))
    fill_inbox(folder)
    began = time.monotonic()
    finished(folder)
    return folder, cells(folder), time.monotonic() - began


@pytest.fixture
def folder(unkilled, tmp_path) -> DataFolder:
    """A folder with the same inbox and nothing loaded."""
    shutil.copytree(unkilled[0].root, tmp_path / "data", ignore=shutil.ignore_patterns("warehouse"))
    return DataFolder(tmp_path / "data")


@pytest.mark.parametrize("step", STEPS)
def test_death_after_each_step(unkilled, folder, step):
    process = load_command(folder, "-c", DIES_AT, step)
    process.communicate(timeout=120)
    assert process.returncode == -signal.SIGKILL
    assert len(history(folder)) == (3 if step == "swap" else 0)  # the swap is the moment it counts
    assert_each_load_whole_or_absent(folder)
    finished(folder)
    assert cells(folder) == unkilled[1]
    assert_nothing_left_over(folder)


@pytest.mark.parametrize("moment", range(10))
def test_death_at_a_random_moment(unkilled, folder, moment):
    process = load_command(folder)
    time.sleep(random.Random(moment).uniform(0.3, 1.0) * unkilled[2])
    process.send_signal(signal.SIGKILL)
    process.communicate(timeout=120)
    assert_each_load_whole_or_absent(folder)
    finished(folder)
    assert cells(folder) == unkilled[1]
    assert_nothing_left_over(folder)


def assert_nothing_left_over(folder: DataFolder) -> None:
    """What the dead writer had begun is gone: no staging, no folder without a load."""
    assert not list(folder.staging.glob("*"))
    kept = {path.name for path in folder.loads.iterdir()}
    assert kept == {str(entry["load"]) for entry in history(folder)}
    inside = [path.name for path in Path(folder.loads / "1").iterdir()]
    assert sorted(inside) == ["accepted.parquet", "load.json", "rejected.parquet"]
