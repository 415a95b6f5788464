"""What a person enters becomes an extract, a mapping, an undo: the one door from pages to etl.

Everything here is what the command line does too. What it returns are plain values to be drawn;
what can not be done is a `Refusal`. Where something changes, `who` is written beside it.
"""

import tempfile
from contextlib import contextmanager
from pathlib import Path

from etl import rejected, taking
from etl import undo as undoing
from etl import versions as published
from etl.contract import MEASURES
from etl.data_folder import DataFolder
from etl.desk import headers, looking, proposals, saving, self_assessing, shapes, templates, uploads
from etl.desk.deciding import Agreed, Seen
from etl.desk.self_assessing import SavedMeanwhile
from etl.desk.shapes import Shape
from etl.desk.template_workbook import workbook
from etl.desk.toml_text import toml_text
from etl.desk.trouble import told
from etl.history import history, undone
from etl.instruments import read_instruments
from etl.load import LIMIT
from etl.moments import CALENDARS
from etl.numbers import DECIMALS, SHARES
from etl.numbers import UNITS as DURATIONS
from etl.periods import days_of
from etl.publish import user, working_as
from etl.refusal import Refusal, closest
from etl.sources import all_sources
from etl.writer import writing

__all__ = ["CALENDARS", "DECIMALS", "LIMIT", "MEASURES", "Refusal", "SavedMeanwhile", "Shape",
           "closest", "user", "working_as"]  # fmt: skip
UNITS = {"share": SHARES, "duration": tuple(DURATIONS)}  # kind of column → what a number may count


def files():
    """The files that wait for a decision."""
    return uploads.waiting(DataFolder.chosen())


def keep_upload(name, stream):
    """Keep a dropped file until it is decided on; the key by which it waits."""
    with told():
        blocks = iter(lambda: stream.read(2**20), b"")
        return uploads.key_of(uploads.keep(DataFolder.chosen(), name, blocks))


def discard(file):
    with told():
        uploads.discard(file)


def tidy():
    """Take away what nobody decided on for long."""
    uploads.tidy(DataFolder.chosen())


def version():
    """The number of the version published now, empty before the first."""
    return uploads.version(DataFolder.chosen())


@contextmanager
def look(file, progress, draft=None):
    """What a file is and what it would change; `draft`: a mapping to try, as name and values."""
    draft = (draft[0], toml_text(draft[1])) if draft else None
    with told(), looking.looking(DataFolder.chosen(), file.path, progress, draft) as seen:
        yield seen


def load(agreed, progress, anything=False):
    """Load files that were looked at, {file: what was seen}; the outcome of each.

    anything: also where more rows are wrong than the usual limit allows.
    """
    seen = {
        file.path: Seen(
            look.sha256, look.report.replaces, look.report.rows_taken, look.report.rows_refused
        )
        for file, look in agreed.items()
    }
    limit = looking.EVERYTHING if anything else LIMIT
    with told():
        reports = list(
            Agreed(DataFolder.chosen(), limit, progress=progress, seen=seen).load(list(seen))
        )
    for file, report in zip(agreed, reports, strict=True):
        if report.outcome == "loaded" and file.dropped:
            uploads.discard(file)  # its rows are kept under loads/
    return reports


def loads():
    """All loads, newest first; those that were undone have `undone_at`."""
    folder = DataFolder.chosen()
    return sorted(history(folder) + undone(folder), key=lambda entry: -entry["load"])


def undo(load):
    with told():
        return undoing.undo(DataFolder.chosen(), load)


def versions():
    """All versions, newest first."""
    return published.records(DataFolder.chosen())[::-1]


def keep_version(version, title):
    """Mark a version as reported under a title; None lets it go again."""
    folder = DataFolder.chosen()
    with told(), writing(folder):
        return published.keep(folder, version, title)


def take_action(action, province, day, restarts=False):
    """Write down that an action was taken; province None: everywhere; day: Jalali."""
    with told():
        return taking.take(DataFolder.chosen(), action, province, day, restarts)


def withdraw_action(number):
    """Take such an entry back."""
    with told():
        return taking.withdraw(DataFolder.chosen(), number)


def fill_in(framework, month, province, branch, scores, seen):
    """Take a self-assessment: statement → score; branch None: the province as a whole.

    seen: the scores that stood there when the form was opened; `SavedMeanwhile` if they are others.
    """
    sheet = self_assessing.Sheet(framework, month, province, branch, scores, seen)
    with told():
        return self_assessing.fill_in(DataFolder.chosen(), sheet)


def rejected_rows(load):
    """The rows that a load turned away, as a CSV file; empty where there are none."""
    return rejected_csv(DataFolder.chosen().loads / str(load) / "rejected.parquet")


def rejected_csv(parquet):
    if parquet is None or not parquet.is_file():
        return b""
    with tempfile.TemporaryDirectory() as room:
        to = Path(room) / "rejected.csv"
        rejected.write_csv(parquet, to)
        return to.read_bytes() if to.exists() else b""


def kinds():
    """(kind, questionnaire or None) of everything that can be loaded."""
    return templates.kinds(DataFolder.chosen())


def columns(kind, instrument=None):
    """What a file of a kind must have."""
    return templates.columns(DataFolder.chosen(), kind, instrument)


def either(kind):
    """Groups of columns of which one must be there: the place, and where it is told so the time."""
    source = all_sources()[kind]
    return [group for group in (source.PLACE, getattr(source, "TIME", ())) if group]


def right(column):
    """What would be right in a cell, by language."""
    return templates.right(DataFolder.chosen(), column)


def days(text):
    """A period in any spelling as its first and last day, as a mapping has it; empty if none."""
    return "/".join(str(day) for day in days_of(text) or ())


def key_columns(kind):
    """The columns that name a row."""
    return all_sources()[kind].KEY


def template(of):
    """A file to fill in, as CSV."""
    return templates.template(of)


def template_workbook(of, dictionary, rtl):
    """The same as .xlsx, with a worked row and the rows of the dictionary."""
    return workbook(templates.worked(DataFolder.chosen(), of), dictionary, rtl)


def heads(file, encoding=""):
    """The rows of an unknown file that may be its header, the likeliest first."""
    with told():
        return headers.heads(file.path, encoding)


def nearest(file):
    """The saved mapping that fits a file but for some columns."""
    with told():
        return headers.nearest(DataFolder.chosen(), file.path)


def shape(head, kind, instrument):
    """What seems to stand side by side in a file, or line by line."""
    folder = DataFolder.chosen()
    return shapes.propose(folder, head, kind, read_instruments(folder).get(instrument or ""))


def unpivoted_by(kind):
    """The columns of a kind whose values may be headers."""
    return shapes.unpivoted_by(kind)


def names_of(column):
    """Code → names of the reference data of a column."""
    return shapes.names_of(DataFolder.chosen(), column)


def propose(head, kind, instrument, shape, near, also_called):
    """For each column of ours that has a header of its own the one that may be meant."""
    folder = DataFolder.chosen()
    asked = read_instruments(folder).get(instrument or "")
    of = shape.left(kind, templates.columns(folder, kind, instrument), asked)
    return proposals.propose(folder, shape.rest(head), of, asked, near, also_called)


def fit(proposed, kind, instrument):
    """How well a kind fits, by what was proposed for it."""
    return proposals.fit(proposed, columns(kind, instrument))


def file_pattern(file):
    return proposals.file_pattern(file.path)


def save_mapping(name, toml, replace=False):
    with told():
        return saving.save(DataFolder.chosen(), name, toml, replace)
