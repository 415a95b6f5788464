"""A random log, written in a random format and spelling, is taken with the values it means."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import jdatetime
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from etl.calendar_table import MONTHS
from etl.data_folder import DataFolder
from etl.extract import Extract, checking_room
from tests.conftest import copy_of_data
from tests.etl.extracts import LOG
from tests.extracts import formats_writers as writers

PERSIAN, ARABIC = (str.maketrans("0123456789", digits) for digits in ("۰۱۲۳۴۵۶۷۸۹", "٠١٢٣٤٥٦٧٨٩"))
# Our code → how people and systems write it
BRANCHES = {"B0901": ["B0901", "b0901", "شعبهٔ نمونهٔ ۱ مشهد", "شعبه نمونه 1 مشهد"],
            "B0902": ["B0902", "نمونهٔ ۲ مشهد", "شعبه نمونه ٢ مشهد"]}  # fmt: skip
CHANNELS = {"web_portal": ["web_portal", "Web-Portal", "درگاه اينترنتي", "درگاه\u200cاینترنتی"],
            "in_person": ["in_person", "حضوری در شعبه", "حضوري در شعبه"],
            "kiosk": ["kiosk", "كيوسك خودخدمت", "KIOSK"]}  # fmt: skip
SERVICES = {"insurance_history": ["insurance_history", "سابقه بیمه", "سابقهٔ بيمه"]}
STATUSES = {"completed": ["completed", "Completed"], "pending": ["pending", "PENDING"]}
FORMATS = ("comma", "semicolon", "tab", "utf-16", "cp1256", "gzip", "zip", "xlsx", "xls", "parquet")


@dataclass(frozen=True)
class Request:
    """What a row means, and how its cells are written."""

    meant: tuple
    cells: dict


@st.composite
def requests(draw, number: int):
    chosen = {}
    for column, codes in (("branch", BRANCHES), ("channel", CHANNELS), ("service", SERVICES),
                          ("status", STATUSES)):  # fmt: skip
        code = draw(st.sampled_from(sorted(codes)))
        chosen[column] = (code, draw(st.sampled_from(codes[code])))
    at = dt.datetime(2025, 9, 23) + dt.timedelta(minutes=draw(st.integers(0, 29 * 1440)))
    done = at + dt.timedelta(minutes=draw(st.integers(1, 3000)))
    done = done if chosen["status"][0] == "completed" else None
    meant = (f"r{number}", *(chosen[c][0] for c in ("branch", "service", "channel", "status")),
             at, done)  # fmt: skip
    cells = {column: written for column, (_, written) in chosen.items()}
    cells |= {"request_id": f"r{number}", "submitted_at": draw(spelled(at))}
    cells |= {"completed_at": draw(spelled(done)) if done else ""}
    return Request(meant, {column: cells.get(column, "") for column in LOG})


@st.composite
def spelled(draw, moment: dt.datetime) -> str:
    """One of the usual spellings of a moment, Jalali or Gregorian, in digits of any script."""
    day = jdatetime.date.fromgregorian(date=moment.date())
    clock = f"{moment:%H:%M}"
    text = draw(st.sampled_from([
        f"{day.year}-{day.month:02}-{day.day:02} {clock}:00",
        f"{day.year}/{day.month}/{day.day} {clock}",
        f"{day.day} {MONTHS[day.month - 1]} {day.year} ساعت {clock}",
        f"{moment:%Y-%m-%d} {clock}",
    ]))  # fmt: skip
    return text.translate(draw(st.sampled_from([{}, PERSIAN, ARABIC])))


@st.composite
def logs(draw):
    return [draw(requests(number)) for number in range(1, draw(st.integers(5, 12)))]


def write(path: Path, form: str, rows: list[list[str]]) -> Path:
    if form in ("xlsx", "xls", "parquet"):
        return getattr(writers, form)(path, rows)
    signs = {"semicolon": ";", "tab": "\t"}
    encoding = form if form in ("utf-16", "cp1256") else "utf-8"
    if encoding == "cp1256":  # which has neither the Persian letters' digits nor a hamza on he
        rows = [[cell.translate(LATIN) for cell in row] for row in rows]
    content = writers.text(rows, encoding, signs.get(form, ","))
    if form in ("gzip", "zip"):
        content = writers.gzipped(content) if form == "gzip" else writers.zipped("x.csv", content)
    path.write_bytes(content)
    return path


LATIN = str.maketrans("۰۱۲۳۴۵۶۷۸۹٠١٢٣٤٥٦٧٨٩ٔی", "01234567890123456789\u200cي")


@pytest.fixture(scope="module")
def folder(tmp_path_factory) -> DataFolder:
    return copy_of_data(tmp_path_factory.mktemp("whole") / "data")


@pytest.fixture(scope="module")
def con(folder):
    with checking_room(folder, folder.spill) as room:
        yield room


@settings(max_examples=10, deadline=None, suppress_health_check=list(HealthCheck))
@given(log=logs(), form=st.sampled_from(FORMATS))
def test_a_random_log_is_taken_with_its_values(folder, con, log, form):
    rows = [LOG, *([request.cells[column] for column in LOG] for request in log)]
    with TemporaryDirectory() as room:
        extract = Extract(write(Path(room) / "log", form, rows), folder, Path(room), print)
        extract.read(b"key")
        report = extract.check(con, None, [], limit=0.0)
        found = con.execute(
            "select request_id, branch, service, channel, status, submitted_at, completed_at "
            f"from '{room}/accepted.parquet' order by line"
        ).fetchall()
    assert report.rows_refused == 0 and found == [request.meant for request in log]
