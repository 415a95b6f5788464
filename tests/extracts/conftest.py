"""Each awkward file is loaded into a small warehouse of its own, a copy of one that is prepared."""

import shutil
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl.data_folder import DataFolder
from etl.load import Loading
from etl.report import Report
from tests.conftest import copy_of_data
from tests.etl.extracts import request, write_log
from tests.extracts.recipes import RECIPES

FILES = Path(__file__).parent / "files"
EARLIER = 20  # requests of Mehr 1404 that are loaded before


@dataclass(frozen=True)
class Loaded:
    """What became of one file."""

    report: Report
    folder: DataFolder


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> DataFolder:
    folder = copy_of_data(tmp_path_factory.mktemp("prepared") / "data")
    folder.inbox.mkdir()
    rows = [request(1000 + n) for n in range(1, EARLIER + 1)]
    (report,) = Loading(folder).load([write_log(folder.inbox / "earlier.csv", rows)])
    assert report.outcome == "loaded"
    return folder


@pytest.fixture
def loaded(prepared, tmp_path):
    """Load a file of `files/`, or one that a recipe writes, into a copy of the prepared folder."""

    def load(file: str) -> Loaded:
        shutil.copytree(prepared.root, tmp_path / "data", symlinks=True)
        path, folder = FILES / file, DataFolder(tmp_path / "data")
        if file in RECIPES:
            path = tmp_path / file
            RECIPES[file](path)
        (report,) = Loading(folder).load([path])
        return Loaded(report, folder)

    return load
