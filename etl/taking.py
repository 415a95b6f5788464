"""A manager took an action, or withdraws what was entered: one line more, and a version with it.

Whole or not at all: where publishing fails, the line is taken out again. Where the process dies in
between, the line stays, and the next version has it.
"""

import csv
import datetime as dt
import io
from dataclasses import dataclass

import jdatetime

from etl import publish, versions
from etl.actions import read_actions
from etl.actions_taken import COLUMNS, TAKEN, WITHDRAWN, jalali_day, read_taken
from etl.candidate import Candidate
from etl.data_folder import DataFolder
from etl.extract import today_in_iran
from etl.persian_text import normalised
from etl.refusal import Refusal, closest
from etl.tables import read_table
from etl.writer import writing

LONGEST_NAME = 60


@dataclass(frozen=True)
class Changed:
    """What was entered: the number of the taken action and the version that has it."""

    number: int
    version: str


def take(
    folder: DataFolder, action: str, province: str | None, day: str, restarts: bool = False
) -> Changed:
    """Enter that an action was taken; province None: everywhere; day: Jalali, 1404-07-15."""
    with writing(folder):
        rows = read_taken(folder)
        found = _action(folder, action)
        _refuse_unknown_province(folder, province)
        entry = {key: found[key] for key in ("action", "title_fa", "title_en", "measure")}
        entry |= {"day": _past_day(day), "province": province or ""}
        _refuse_twice(rows, entry)
        entry["restarts"] = "yes" if restarts else "no"
        return _enter(folder, {"number": len(_numbers(rows)) + 1, "what": TAKEN} | entry)


def withdraw(folder: DataFolder, number: int) -> Changed:
    """Take an entry back; it stays in the file, with who withdrew it."""
    with writing(folder):
        rows = read_taken(folder)
        where = f"action taken {number}"
        if number not in _numbers(rows):
            raise Refusal(where, "there is no such entry", "a number of the list")
        if any(row["number"] == number and row["what"] == WITHDRAWN for row in rows):
            raise Refusal(where, "was withdrawn already")
        return _enter(folder, {"number": number, "what": WITHDRAWN})


def _past_day(text: str) -> str:
    day = jalali_day(text, "day")
    if jdatetime.date.fromisoformat(day).togregorian() > today_in_iran():
        raise Refusal("day", f"'{text}' is still to come", "a day that has been")
    return day


def _action(folder: DataFolder, action: str) -> dict:
    known = {row["action"]: row for row in read_actions(folder)[0].to_dicts()}
    if action not in known:
        like = closest(action, list(known)) or "a code of actions.toml"
        raise Refusal("action", f"'{action}' is not known", like)
    return known[action]


def _refuse_unknown_province(folder: DataFolder, province: str | None) -> None:
    rows = read_table(folder.reference / "provinces.csv", ["province"])
    known = [row["province"] for row in rows]
    if province is not None and province not in known:
        like = closest(province, known) or "a code of data/reference/provinces.csv"
        raise Refusal("province", f"'{province}' is not known", like)


def _refuse_twice(rows: list[dict], entry: dict) -> None:
    """A second click, or a second person, is no second action."""
    withdrawn = {row["number"] for row in rows if row["what"] == WITHDRAWN}
    for row in rows:
        same = all((row[key] or "") == entry[key] for key in ("action", "day", "province"))
        if same and row["what"] == TAKEN and row["number"] not in withdrawn:
            what = f"is entered already, as number {row['number']}"
            raise Refusal("action", what, "another day or province, or withdraw that entry first")


def _numbers(rows: list[dict]) -> set[int]:
    return {row["number"] for row in rows}


def _enter(folder: DataFolder, entry: dict) -> Changed:
    """Add a line and publish a version with it; neither where one of them fails."""
    if publish.current(folder) is None:
        raise Refusal("warehouse", "nothing is published yet", "load an extract first")
    path = folder.actions_taken
    before = path.read_text(encoding="utf-8") if path.exists() else None
    by = normalised(publish.user())[:LONGEST_NAME]
    entry |= {"by": by, "at": dt.datetime.now(dt.UTC).replace(tzinfo=None, microsecond=0)}
    now = publish.current(folder)
    header = ",".join(COLUMNS) + "\n"
    lines = before or header
    # An editor may have left the last line without its end
    lines += "" if lines.endswith("\n") else "\n"
    versions.write_whole(path, lines + _line(entry))
    try:
        return Changed(entry["number"], _publish(folder))
    except BaseException:
        if publish.current(folder) == now:  # else it is published already
            versions.write_whole(path, before or header)
        raise


def _publish(folder: DataFolder) -> str:
    candidate = Candidate(folder)
    try:
        candidate.changed(versions.ACTION)
        versions.make_current(folder, candidate)
    finally:
        candidate.discard()
    return f"{candidate.number:06d}"


def _line(entry: dict) -> str:
    text = io.StringIO()
    csv.DictWriter(text, COLUMNS, restval="", lineterminator="\n").writerow(entry)
    return text.getvalue()
