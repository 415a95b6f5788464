"""How does the command line make documents: one file per place, in a folder?

The one door from analysis to `reports`, opened only when somebody asks for a document: answers know
no paper. Options are given to the questions that have a document (`DOCUMENTED`).
"""

import argparse
import datetime as dt
import re
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import ModuleType

from analysis.marts import Marts
from analysis.selection import Selection, SelectionError

FORMATS = ("pdf", "xlsx")
EVERY = "--every-province"
DOCUMENTED = ("profile",)
LANGUAGES = ("fa", "en")
AS_MONTH = "a month for --to looks like 1404-07"
MONTH = re.compile(r"\d{4}-\d{1,2}")


class NoDocument(Exception):
    """What was asked for cannot be printed here; the message says why, and what to do."""


class MonthOrFolder(argparse.Action):
    """`--to 1404-07` is the last month, as everywhere; `--to FOLDER` is where documents go."""

    def __call__(self, parser, namespace, values, option_string=None):
        if MONTH.fullmatch(values):
            namespace.last_month = values
        else:
            namespace.folder = Path(values)


# Options of every question that mean more where there is a document.
SETTINGS = {
    "--to": {
        "action": MonthOrFolder,
        "metavar": "1404-07|FOLDER",
        "help": "last Jalali month, included; or the folder of the documents (default: here)",
    }
}


def add(command: argparse.ArgumentParser) -> None:
    """What documents need beside the options of every question."""
    command.add_argument(EVERY, action="store_true",
                         help="one document per province, in one run")  # fmt: skip
    command.add_argument("--language", choices=LANGUAGES, default=LANGUAGES[0])
    command.set_defaults(folder=None)


def check(given) -> None:
    """Refuse what only a document can do, where none is asked for."""
    if given.format in FORMATS:
        return
    for asked, option in ((given.folder, "--to FOLDER"), (given.every_province, EVERY)):
        if asked:
            raise NoDocument(f"{option} is for --format {' or '.join(FORMATS)}; {AS_MONTH}")


def write(question: ModuleType, marts: Marts, selection: Selection, given, chosen: dict) -> None:
    """Every document asked for, each file whole or not at all; progress on stderr, paths on stdout.

    given: the options `add` added; chosen: what else the question takes. Raises NoDocument.
    """
    from reports import making  # with all that makes paper, which other answers do without

    if lacking := making.missing(given.format):
        raise NoDocument(lacking)
    folder = given.folder or Path(".")
    _make_folder(folder)
    selections = list(_each(marts, selection, given.every_province))
    answers = (question.ask(marts, one, **chosen) for one in selections)
    began = time.monotonic()
    if given.every_province:
        files = making.made_each(given.format, marts, answers, given.language)
    else:
        at = dt.datetime.now(dt.UTC)
        files = ((a, making.made(given.format, marts, a, given.language, at)) for a in answers)
    for number, (answer, content) in enumerate(files, start=1):
        path = folder / f"{answer.question}_{_code(answer)}_{answer.period['to']}.{given.format}"
        _put(path, content)
        print(path, flush=True)
        if given.every_province:
            took = time.monotonic() - began
            print(f"{number} of {len(selections)}, {took:.0f} s", file=sys.stderr)


def _each(marts: Marts, selection: Selection, every: bool) -> Iterator[Selection]:
    if not every:
        yield selection
        return
    if selection.branches:
        reason = "cannot be asked for together with " + EVERY
        raise SelectionError("branch", selection.branches[0], reason)
    marts.check(selection)
    limit = marts.provinces_of(selection)
    for province in marts.known["province"] if limit is None else limit:
        yield replace(selection, provinces=(province,), region=None)


def _code(answer) -> str:
    return answer.totals.get("code") or answer.selection.region or "all"


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise NoDocument(f"{folder}: {error.strerror}; --to names a folder to write to") from error


def _put(path: Path, content: bytes) -> None:
    """Whole or not at all: a reader never opens half a document."""
    half = path.with_name(path.name + ".part")
    try:
        half.write_bytes(content)
        half.replace(path)
    except OSError as error:
        raise NoDocument(f"{path}: {error.strerror}") from error
