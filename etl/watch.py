"""What lands in the inbox is taken by itself, once it is complete.

Each file then lies in `inbox/done/` or `inbox/refused/`. Beside it lie its report and, as a table
to be corrected, the rows that were turned away. A file stays where it is until its outcome is
certain, so whatever dies, the next start finds it; had it been loaded already, its report says so.
"""

import fcntl
import os
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from etl import rejected, returned
from etl.data_folder import DataFolder
from etl.load import Loading
from etl.refusal import Refusal
from etl.report import Report

SETTLED = 3.0  # seconds without a change after which a file counts as complete
Look = tuple[int, int]  # size and time of the last change


@dataclass
class Watch:
    """One inbox and what was last seen in it."""

    folder: DataFolder
    limit: float
    say: Callable[[str], None]
    settled: float = SETTLED
    seen: dict[Path, tuple[Look, float]] = field(default_factory=dict)  # look, and since when

    def forever(self, every: float) -> None:
        while True:
            self.take()
            time.sleep(every)

    def once(self) -> int:
        """Take what is there and complete; how many files were refused."""
        refused, until = self.take(), time.monotonic() + self.settled + 1
        while self.seen and time.monotonic() < until:
            time.sleep(self.settled / 4)
            refused += self.take()
        for path in self.seen:
            self.say(f"{path.name}: left in the inbox, it is not complete yet")
        return refused

    def take(self) -> int:
        """Load what is complete by now and move it away; how many files were refused."""
        paths = self._complete()
        if not paths:
            return 0
        looks = [look(path) for path in paths]
        refused, reports = 0, Loading(self.folder, self.limit).load(paths)
        try:
            for path, before, report in zip(paths, looks, reports, strict=True):
                if report.failed and look(path) != before:
                    continue  # it grew while it was read: not complete after all
                refused += report.failed
                self._put_away(path, report)
        except Refusal as refusal:  # of the whole run: somebody else is writing, for example
            self.say(f"{refusal}; the inbox is looked at again in a moment")
        return refused

    def _complete(self) -> list[Path]:
        """The files that did not change since they were seen a while ago."""
        now = time.monotonic()
        found = {path: look(path) for path in inbox_files(self.folder)}
        for path in self.seen.keys() - found.keys():
            del self.seen[path]
        for path, seen in found.items():
            if path not in self.seen or self.seen[path][0] != seen or _being_written(path):
                self.seen[path] = (seen, now)
        return sorted(p for p, (_, since) in self.seen.items() if now - since >= self.settled)

    def _put_away(self, path: Path, report: Report) -> None:
        """Report and rejected rows first, the file last: it is the sign that all is done."""
        to = self.folder.inbox / ("refused" if report.failed else "done")
        to.mkdir(exist_ok=True)
        name = _free_name(to, path.name)
        lines = "\n".join(report.lines())
        (to / f"{name}.report.txt").write_text(lines + "\n", encoding="utf-8")
        if report.rejected:
            rejected.write_csv(report.rejected, to / f"{name}{returned.SUFFIX}")
        os.rename(path, to / name)
        del self.seen[path]
        self.say(f"{report.last_word} → {to.name}/{name}")


def inbox_files(folder: DataFolder) -> list[Path]:
    """The extracts that lie in the inbox."""
    return sorted(
        path
        for path in folder.inbox.iterdir()
        if path.is_file() and not path.name.startswith(".") and path.name != "README.md"
    )


def look(path: Path) -> Look | None:
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_size, stat.st_mtime_ns


def _free_name(to: Path, name: str) -> str:
    """The name, or with a number where a file or a report has it: nothing is overwritten."""
    stem, suffix = Path(name).stem, Path(name).suffix
    tried, number = name, 1
    while (to / tried).exists() or (to / f"{tried}.report.txt").exists():
        number += 1
        tried = f"{stem} ({number}){suffix}"
    return tried


def _being_written(path: Path) -> bool:
    """Whether somebody on this machine has the file open for writing, as Linux knows it.

    A lease on a file for reading is granted only while nobody writes it. Where the file system or
    the owner does not allow one, size and time alone decide.
    """
    try:
        with path.open("rb") as stream:
            fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_RDLCK)
            fcntl.fcntl(stream, fcntl.F_SETLEASE, fcntl.F_UNLCK)
    except BlockingIOError:
        return True
    except OSError:
        return False
    return False
