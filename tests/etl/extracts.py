"""Small extracts, written by hand so that a test can say what is wrong with each line."""

import csv
from pathlib import Path

LOG = ["request_id", "branch", "service", "channel", "customer_group", "submitted_at",
       "completed_at", "status", "due_at", "client"]  # fmt: skip


def request(number: int, **changes) -> dict:
    """A request that satisfies the contract."""
    row = {
        "request_id": f"r{number}",
        "branch": "B0901",
        "service": "insurance_history",
        "channel": "web_portal",
        "customer_group": "insured",
        "submitted_at": "1404-07-03 09:00:00",
        "completed_at": "1404-07-03 11:00:00",
        "status": "completed",
        "due_at": "1404-07-04 00:00:00",
        "client": f"c-{number:012x}",
    }
    return row | changes


def write_log(path: Path, rows: list[dict], columns: list[str] = LOG, last: str = "") -> Path:
    """A service log; `last` is a line appended as it is."""
    with path.open("w", encoding="utf-8", newline="") as text:
        writer = csv.DictWriter(text, columns, extrasaction="ignore", lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)
        text.write(last)
    return path


def respondent(number: int, items: list[str], answer=3, **changes) -> dict:
    """An answer sheet of one questionnaire with the same answer everywhere."""
    row = {
        "respondent": f"s{number}",
        "branch": "B0901",
        "answered_on": "1404-07-12",
        "channel": "mobile_app",
        "service": "",
        "customer_group": "pensioner",
    }
    return row | dict.fromkeys(items, answer) | changes


def write_survey(path: Path, rows: list[dict]) -> Path:
    return write_log(path, rows, list(rows[0]))
