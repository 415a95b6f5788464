"""Whoever reads any page while a load is under way sees the figures of before, then those of after.

The load is stopped when its candidate is half built; it goes on while pages are still opened.
"""

import csv
import os
import re
import shutil
import signal
import time
from functools import partial

import pytest

from app import CONTENTS
from tests.etl import dying
from tests.pages.conftest import Visit

pytestmark = pytest.mark.kills
LOG = "service_log_1404-07.csv"
FIGURE = re.compile(r"data-measure='([^']*)' data-value='([^']*)'")


@pytest.fixture
def own_data(warehouse, tmp_path, monkeypatch):
    """The loaded sample, and a correction of its last month that lacks every third request."""
    data = shutil.copytree(warehouse, tmp_path / "data", symlinks=True)
    monkeypatch.setenv("PAYESH_DATA", str(data))
    path = data / "inbox" / LOG
    with path.open(encoding="utf-8", newline="") as text:
        header, *rows = csv.reader(text)
    with path.open("w", encoding="utf-8", newline="") as text:
        kept = [row for number, row in enumerate(rows) if number % 3]
        csv.writer(text, lineterminator="\n").writerows([header, *kept])
    return data


def figures(visit, page):
    """What a page shows, opened as a reader would, without an error on it."""
    opened = visit.open(page)
    assert not opened.app.exception, page
    assert "role='alert'" not in opened.source, page
    return FIGURE.findall(opened.source)


def stopped(process):
    until = time.monotonic() + 120
    while time.monotonic() < until:
        with open(f"/proc/{process.pid}/stat") as stat:
            if stat.read().rpartition(")")[2].split()[0] == "T":
                return True
        time.sleep(0.05)
    return False


def requests(visit):
    """The first number of a page that counts them; nothing on it is wrong."""
    figures(visit, "channel_usage")
    return int(visit.value("requests"))


def test_every_page_during_a_load(own_data):
    visit = Visit()
    before = requests(visit)
    process = dying.start(["load"], own_data, partial(dying.pause_at, "build"))
    try:
        assert stopped(process)
        for page in CONTENTS:
            assert figures(visit, page) or page == "glossary", page
        assert requests(visit) == before
    finally:
        os.kill(process.pid, signal.SIGCONT)
    while process.is_alive():  # also in the moment of the swap
        assert requests(visit) <= before
    process.join(120)
    assert process.exitcode == 0
    assert requests(visit) < before
