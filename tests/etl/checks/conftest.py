"""A year of one source, with which a new month is compared: two branches, answers and requests."""

import datetime as dt
import random
import shutil

import pytest

from etl.data_folder import DataFolder
from etl.load import Loading
from tests.conftest import copy_of_data
from tests.etl.extracts import request, respondent, write_log, write_survey

ITEMS = [f"R{n}" for n in range(1, 43)]
MONTHS = [f"1404-{month:02d}" for month in range(1, 9)]  # before Azar, which the tests add
TODAY = dt.date(2026, 3, 1)  # 10 Esfand 1404
BRANCHES = {"B0901": 120, "B0902": 60}  # requests a month
CHANNELS = ["web_portal", "mobile_app", "in_person"]


def requests(month: str, seed: int, **of_branches: int) -> list[dict]:
    """Requests of a month in a random order of channels and times."""
    chance = random.Random(seed)
    return [
        request(
            number,
            request_id=f"{month}-{branch}-{n}",
            client=f"{month}-{number}",
            branch=branch,
            channel=chance.choice(CHANNELS),
            submitted_at=(day := f"{month}-{chance.randint(1, 28):02d}") + " 09:00:00",
            completed_at=f"{day} {chance.randint(10, 20)}:{chance.randint(10, 59)}:00",
            due_at="",
        )
        for number, (branch, n) in enumerate(
            (branch, n) for branch, count in of_branches.items() for n in range(count)
        )
    ]


def sheets(month: str, seed: int, count: int = 60, **changes) -> list[dict]:
    """Answer sheets: a person's mood, an item's own level and chance."""
    chance = random.Random(seed)
    found = []
    for n in range(count):
        mood = chance.gauss(0, 0.8)
        answers = {
            item: min(5, max(1, round(2 + level / 21 + mood + chance.gauss(0, 0.6))))
            for level, item in enumerate(ITEMS, start=1)
        }
        row = respondent(n, ITEMS) | answers | {"overall": min(5, max(1, round(3 + mood)))}
        place = {"respondent": f"{month}-{n}", "answered_on": f"{month}-{1 + n % 28:02d}"}
        found.append(row | place | changes)
    return found


@pytest.fixture(scope="session")
def year(tmp_path_factory) -> DataFolder:
    """Eight months of a log and of a survey, loaded; copy it before you write."""
    folder = copy_of_data(tmp_path_factory.mktemp("year") / "data")
    folder.inbox.mkdir()
    logs = [r for n, m in enumerate(MONTHS) for r in requests(m, n, **BRANCHES)]
    answers = [row for n, month in enumerate(MONTHS) for row in sheets(month, n)]
    files = [
        write_log(folder.inbox / "log.csv", logs),
        write_survey(folder.inbox / "survey.csv", answers),
    ]
    reports = list(Loading(folder, today=TODAY).load(files))
    assert [report.outcome for report in reports] == ["loaded", "loaded"]
    return folder


@pytest.fixture
def after_a_year(year, tmp_path) -> DataFolder:
    """A copy of it, for one test."""
    shutil.copytree(year.root, tmp_path / "data", symlinks=True)
    return DataFolder(tmp_path / "data")


@pytest.fixture
def findings(year, tmp_path):
    """What is said of rows that would be loaded after that year, by code."""

    def look(rows: list[dict]) -> dict:
        path = write_survey(tmp_path / "azar.csv", rows)
        report = Loading(year, today=TODAY).check(path)
        assert report.outcome == "checked", list(report.lines())
        return {remark.code: remark for remark in report.findings}

    return look
