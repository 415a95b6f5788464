"""Each awkward file is loaded into the next version of one small warehouse, then taken out again.

Nothing is published, which costs most of a small load and is proved elsewhere; what a file would
have left in the marts is looked at in the candidate version.
"""

from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest

from etl import history, publish
from etl.data_folder import DataFolder
from etl.extract import checking_room
from etl.load import Loading
from etl.report import Report
from tests.conftest import copy_of_data
from tests.etl.extracts import request, write_log
from tests.extracts.recipes import RECIPES

FILES = Path(__file__).parent / "files"
EARLIER = 20  # requests of Mehr 1404 that are loaded before


@dataclass(frozen=True)
class Loaded:
    """What became of one file; `con` is asked for `marts`, the loads and the rows there now."""

    report: Report
    con: object


class Trial(Loading):
    """One file after the other, each as if it came alone."""

    def one(self, con, path: Path) -> Report:
        return self._reported(path, lambda path: self._load(con, path))

    def forget(self) -> None:
        if self.candidate:
            self.candidate.discard()
        self.candidate = None
        history.clean(self.folder)


@pytest.fixture(scope="module")
def prepared(tmp_path_factory) -> DataFolder:
    folder = copy_of_data(tmp_path_factory.mktemp("prepared") / "data")
    folder.inbox.mkdir()
    rows = [request(1000 + n) for n in range(1, EARLIER + 1)]
    (report,) = Loading(folder).load([write_log(folder.inbox / "earlier.csv", rows)])
    assert report.outcome == "loaded"
    return folder


@pytest.fixture(scope="module")
def room(prepared, tmp_path_factory):
    with checking_room(prepared, tmp_path_factory.mktemp("spill")) as con:
        yield con


@pytest.fixture
def loaded(prepared, room, tmp_path):
    """Load a file of `files/`, or one that a recipe writes; it is gone again after the test."""
    trial = Trial(prepared)

    def load(file: str) -> Loaded:
        path = FILES / file
        if file in RECIPES:
            path = tmp_path / file
            RECIPES[file](path)
        return Loaded(trial.one(room, path), opened.enter_context(marts()))

    @contextmanager
    def marts():
        if trial.candidate:
            yield trial.candidate.con
        else:
            with publish.reading(prepared) as con:
                yield con

    with ExitStack() as opened:
        yield load
    trial.forget()
