"""What is this file, and what would change if it were loaded? Answered by a load into a shadow."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from etl import disk, publish
from etl.data_folder import DataFolder
from etl.desk import first_rows, row_counts, unknown_values, uploads
from etl.desk.shadow import shadow
from etl.extract import Progress
from etl.load import Loading
from etl.mappings import Recognised, recognise
from etl.reading import file_hash
from etl.refusal import Refusal
from etl.report import Report

EVERYTHING = 1.0  # the limit of rejected rows is for whoever decides, not for whoever looks


@dataclass(frozen=True)
class Look:
    """What was seen. `version`: the published one it was compared with; `sha256`: of the file."""

    report: Report
    sha256: str
    version: str
    refusal: Refusal | None = None
    found: Recognised | None = None
    preview: first_rows.Preview = first_rows.NOTHING
    unknown: list[unknown_values.Unknown] = field(default_factory=list)
    counts: list[dict] = field(default_factory=list)
    entry: dict | None = None  # the row of the table `loads` that it would become
    candidate: Path | None = None  # the marts that would be published


@contextmanager
def looking(
    folder: DataFolder,
    path: Path,
    progress: Progress = lambda said: None,
    draft: tuple[str, str] | None = None,
) -> Iterator[Look]:
    """Look at a file. The candidate and the rejected rows are there only inside the block."""
    with shadow(folder, draft) as copy:
        found, refusal = _recognised(path, copy)
        trial = Trial(copy, EVERYTHING, progress=progress)
        (report,) = trial.load([path])
        refusal = trial.refusal or refusal
        entry = _entry(copy, report)
        yield Look(
            report,
            file_hash(path),
            uploads.version(folder),
            _why(report, refusal),
            found,
            first_rows.preview(path, found, _accepted(copy, entry)),
            unknown_values.unknown(copy, report.rejected, found),
            row_counts.by_month_and_branch(copy, entry),
            entry,
            publish.current(copy) if entry else None,
        )


class Trial(Loading):
    """A load that remembers why it was refused, part by part."""

    refusal: Refusal | None = None

    def _load(self, con, path: Path) -> Report:
        try:
            return super()._load(con, path)
        except Refusal as refusal:
            self.refusal = refusal
            raise


def _recognised(path: Path, folder: DataFolder) -> tuple[Recognised | None, Refusal | None]:
    try:
        return recognise(path, folder), None
    except Refusal as refusal:
        return None, refusal
    except OSError as error:
        if not (said := disk.told(error)):
            raise
        return None, Refusal(path.name, said)


def _why(report: Report, refusal: Refusal | None) -> Refusal | None:
    if not report.failed:
        return None
    return refusal or Refusal(report.file, report.message, code=report.code)  # of the disk


def _entry(folder: DataFolder, report: Report) -> dict | None:
    if report.outcome != "loaded":
        return None
    with publish.reading(folder) as con:
        cursor = con.execute("from loads where load = ?", [report.load])
        return dict(zip([c[0] for c in cursor.description], cursor.fetchone(), strict=True))


def _accepted(folder: DataFolder, entry: dict | None) -> Path | None:
    return folder.loads / str(entry["load"]) / "accepted.parquet" if entry else None
