"""What did one run take so far, and when does everybody see it?

What was taken lies in the marts of one candidate version. It is published after the last file, and
in a long run now and then; a report goes out when the swap has made its outcome certain.
"""

import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import duckdb

from etl import disk, history, publish, versions
from etl.candidate import Candidate
from etl.checks import remark
from etl.data_folder import DataFolder
from etl.extract import Progress
from etl.report import Report

# In a long run what is done is published this often: the copy of a version costs a second, the work
# lost by a power failure costs more.
PUBLISH_EVERY = 60  # seconds


@dataclass
class Run:
    """The loads of one run and the version that they become."""

    folder: DataFolder
    progress: Progress = field(default=lambda said: None, kw_only=True)
    candidate: Candidate | None = field(default=None, kw_only=True)
    waiting: list[Report] = field(default_factory=list, kw_only=True)  # not yet published

    @contextmanager
    def marts(self) -> Iterator[duckdb.DuckDBPyConnection | None]:
        """The loads so far as marts, those of this run included."""
        if self.candidate:
            yield self.candidate.con
            return
        with publish.reading(self.folder) as con:
            yield con

    def loads(self) -> list[dict]:
        """The loads so far, those of this run included."""
        if self.candidate:
            return history.loads_of(self.candidate.con)
        return history.history(self.folder)

    def undone_loads(self) -> list[dict]:
        if self.candidate:
            return history.undone_of(self.candidate.con)
        return history.undone(self.folder)

    def fill(self, found, accepted: Path, entry: dict, said: list[dict]) -> None:
        """Into the marts of the candidate; after an error of the disk that can not be trusted."""
        try:
            self.candidate = self.candidate or Candidate(self.folder)
            self.candidate.fill(found, accepted, entry)
            remark.keep(self.candidate.con, entry["load"], said)
        except BaseException as error:
            shutil.rmtree(accepted.parent, ignore_errors=True)  # its number is free again
            if isinstance(error, (OSError, duckdb.Error)) and disk.told(error):
                self._give_up(error)
            raise

    def _give_up(self, error: OSError | duckdb.Error) -> None:
        """Without a candidate nothing that waits for it was loaded, and that is what is said."""
        why = disk.told(error) or "another file of this run broke the next version"
        self.waiting = [
            replace(report, outcome="refused", message=f"not loaded: {why}", load=None, code="disk")
            if report.outcome == "loaded"
            else report
            for report in self.waiting
        ]
        if self.candidate:
            self.candidate.discard()
        self.candidate = None
        history.clean(self.folder)

    def time_to_publish(self) -> bool:
        return bool(self.candidate) and time.monotonic() - self.candidate.began > PUBLISH_EVERY

    def published(self) -> Iterator[Report]:
        """Publish what was built; the reports that waited for it."""
        try:
            self._publish()
        except (OSError, duckdb.Error) as error:
            self._give_up(error)
            if not disk.told(error):
                raise
        done, self.waiting = self.waiting, []
        yield from done

    def _publish(self) -> None:
        """Make what was built the current version; new names or holidays are reason enough."""
        if not self.candidate and not publish.reference_changed(self.folder):
            return
        edited = "publishing what was edited in the data folder"
        self.progress("publishing" if self.candidate else edited)
        self.candidate = self.candidate or Candidate(self.folder)
        versions.make_current(self.folder, self.candidate, self.step)
        _say_weights(self.candidate.weights, self.waiting)
        self.candidate = None

    def step(self, done: str) -> None:
        """A boundary between two steps; the tests of sudden death end the process here."""


def _say_weights(weights: dict, waiting: list[Report]) -> None:
    """Tell of each wave with the last file that had to do with its weights."""
    for wave, line in weights.items():
        loads = {*wave.surveys, *wave.waves}
        concerned = [report for report in waiting if report.load in loads] or waiting
        for report in concerned[-1:]:
            report.remarks.append(line)
