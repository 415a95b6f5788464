"""The real extracts lie in the folder that PAYESH_REAL names; without it their tests skip."""

import os
import shutil
from pathlib import Path

import pytest

from etl.data_folder import DataFolder
from etl.load import Loading
from tests.real import kiosk_file

HERE = Path(__file__).parent


@pytest.fixture(scope="session")
def real_extracts() -> Path:
    named = os.environ.get("PAYESH_REAL")
    folder = Path(named) if named else HERE.parents[2] / "shared" / "real"
    if not folder.is_dir():
        pytest.skip(f"no real extracts: {folder} does not exist; name their folder in PAYESH_REAL")
    return folder


@pytest.fixture(scope="session")
def loaded(real_extracts, tmp_path_factory):
    """Load one real extract with the same commands as any other, in a data folder of its own."""

    def load(name: str, file: str) -> DataFolder:
        root = tmp_path_factory.mktemp(name) / "data"
        shutil.copytree(HERE / name, root, ignore=shutil.ignore_patterns("*.py"))
        folder = DataFolder(root)
        (report,) = Loading(folder).load([real_extracts / name / file])
        assert report.outcome == "loaded", list(report.lines())
        return folder

    return load


@pytest.fixture(scope="session")
def kiosk(loaded) -> DataFolder:
    """The kiosk study, which many tests ask and none changes."""
    return loaded("kiosk_survey", kiosk_file.FILE)
