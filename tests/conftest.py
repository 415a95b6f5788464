"""What all tests share: data folders that are made the way everybody makes them.

Nothing of our own is mocked: extracts are written by `etl.sample`, loaded by `etl.load`.
"""

import fcntl
import os
import shutil
from pathlib import Path

import pytest

from etl import sample
from etl.data_folder import DataFolder
from etl.load import Loading

PROJECT = Path(__file__).resolve().parent.parent
SAMPLE_MONTHS = 3
SAMPLE_UNTIL = "1404-07"  # so that the wave of 1404-05, which repeats the published study, is in it


def copy_of_data(to: Path) -> DataFolder:
    """A data folder with the project's own reference data and nothing loaded."""
    for part in ("reference", "instruments", "studies", "frameworks", "mappings"):
        shutil.copytree(PROJECT / "data" / part, to / part)
    for file in ("actions.toml", "themes.toml"):
        shutil.copy(PROJECT / "data" / file, to)
    return DataFolder(to)


@pytest.fixture(scope="session")
def warehouse(tmp_path_factory) -> Path:
    """A data folder with the loaded sample, built once for all workers; do not write to it."""
    shared = tmp_path_factory.getbasetemp()
    if os.environ.get("PYTEST_XDIST_WORKER"):
        shared = shared.parent
    root = shared / "sample-warehouse"
    with (shared / "sample-warehouse.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (root / "complete").exists():
            build_sample(root)
            (root / "complete").touch()
    return root


def build_sample(root: Path) -> None:
    folder = copy_of_data(root)
    folder.inbox.mkdir()
    files = sample.write(
        folder.inbox,
        months=SAMPLE_MONTHS,
        until=SAMPLE_UNTIL,
        reference=folder.reference,
        instruments=folder.instruments,
        studies=folder.studies,
        frameworks=folder.frameworks,
    )
    refused = [r for r in Loading(folder).load(sorted(files)) if r.outcome != "loaded"]
    assert not refused, [list(report.lines()) for report in refused]


@pytest.fixture
def sample_data(warehouse, monkeypatch) -> Path:
    """The loaded sample as the chosen data folder of this test."""
    monkeypatch.setenv("PAYESH_DATA", str(warehouse))
    return warehouse


@pytest.fixture
def empty_folder(tmp_path, monkeypatch) -> DataFolder:
    """A data folder of this test's own in which nothing is loaded yet."""
    folder = copy_of_data(tmp_path / "data")
    folder.inbox.mkdir()
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    return folder
