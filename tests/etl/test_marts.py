"""The marts equal a second count, made here straight from the CSV files with plain Python.

Nothing of `etl` takes part in the second count: dates are converted by `jdatetime`, provinces
looked up in the CSV of branches, scales read from the questionnaire's TOML.
"""

import csv
import datetime as dt
import hashlib
import tomllib
from bisect import bisect_right
from collections import Counter
from functools import cache
from pathlib import Path

import jdatetime
import pytest

from etl.data_folder import DataFolder
from etl.filling import MARTS, SUMMARIES
from etl.publish import reading
from etl.sources import all_sources
from tests.etl.extracts import request, write_log
from tests.etl.warehouses import taken

MONTHS = ("1404-05", "1404-06", "1404-07")
MONTH = "1404-05"  # the wave that repeats the study is in it
CELL = "branch, province, month, channel, service, customer_group"
STATUSES = ("completed", "failed", "abandoned", "pending")
# Lower ends of the duration buckets up to some thirty years, in seconds.
EDGES = [1.05**bucket for bucket in range(430)]
STUDY = "instrument = 'remote_services_42'"  # the sample also asks a second questionnaire


def rows_of(path: Path) -> list[dict]:
    with path.open(encoding="utf-8", newline="") as text:
        return list(csv.DictReader(text))


@cache
def gregorian(day: str) -> dt.date:
    return jdatetime.date(*map(int, day.split("-"))).togregorian()


def moment(written: str) -> dt.datetime:
    day, time = written.split(" ")
    return dt.datetime.combine(gregorian(day), dt.time.fromisoformat(time))


class Extracts:
    """The files as they lie in the inbox, and where each branch is."""

    def __init__(self, root: Path):
        self.root, self.inbox = root, root / "inbox"
        branches = rows_of(root / "reference" / "branches.csv")
        self.province = {row["branch"]: row["province"] for row in branches}

    def log(self, month: str) -> list[dict]:
        return rows_of(self.inbox / f"service_log_{month}.csv")

    def sheets(self, month: str) -> list[dict]:
        return rows_of(self.inbox / f"survey_remote_services_42_{month}.csv")

    def cell(self, row: dict, month: str) -> tuple:
        """The place of a row in the marts; what is empty in the file is not stated there."""
        stated = (row[key] or None for key in ("channel", "service", "customer_group"))
        return (row["branch"], self.province[row["branch"]], month, *stated)


@pytest.fixture(scope="module")
def extracts(warehouse) -> Extracts:
    return Extracts(warehouse)


@pytest.fixture(scope="module")
def marts(warehouse):
    with reading(DataFolder(warehouse)) as con:
        yield con


def counted(con, columns: str, counts: str, table: str, where: str = "true") -> dict:
    """{the columns: the counts} of a mart, each row of which must have columns of its own."""
    width = columns.count(",") + 1
    rows = con.execute(f"select {columns}, {counts} from {table} where {where}").fetchall()
    found = {row[:width]: row[width:] for row in rows}
    assert len(found) == len(rows), f"{table} has two rows of the same {columns}"
    return found


# the log


@pytest.mark.parametrize("month", MONTHS)
def test_requests_are_those_of_the_file_in_every_combination_of_columns(marts, extracts, month):
    requests, statuses, due, on_time = Counter(), Counter(), Counter(), Counter()
    for row in extracts.log(month):
        cell = extracts.cell(row, month)
        requests[cell] += 1
        statuses[cell, row["status"]] += 1
        if row["status"] == "completed" and row["due_at"]:
            due[cell] += 1
            on_time[cell] += moment(row["completed_at"]) <= moment(row["due_at"])
    expected = {
        cell: (n, *(statuses[cell, status] for status in STATUSES), due[cell], on_time[cell])
        for cell, n in requests.items()
    }
    counts = f"requests, {', '.join(STATUSES)}, due, on_time"
    assert counted(marts, CELL, counts, "requests", f"month = '{month}'") == expected
    assert 0 < sum(on_time.values()) < sum(due.values()) < len(extracts.log(month))


@pytest.mark.parametrize("month", MONTHS)
def test_durations_lie_in_the_bucket_of_their_seconds(marts, extracts, month):
    expected = Counter()
    for row in extracts.log(month):
        if row["status"] == "completed":
            took = moment(row["completed_at"]) - moment(row["submitted_at"])
            bucket = bisect_right(EDGES, took.total_seconds()) - 1
            expected[*extracts.cell(row, month), bucket] += 1
    found = counted(marts, f"{CELL}, bucket", "requests", "request_durations", f"month='{month}'")
    assert found == {cell: (n,) for cell, n in expected.items()}


@pytest.mark.parametrize(
    "submitted, completed, bucket",
    [
        ("1404-07-03 09:00:00", "1404-07-03 09:00:00", -1),  # at once: no logarithm of zero
        ("1404-07-03 09:00:00", "1404-07-03 09:00:01", 0),  # the left end is counted
        ("1404-07-03 09:00:00", "1404-07-03 09:00:02", 14),  # 1.05^14 = 1.98, 1.05^15 = 2.08
        ("1404-07-03 23:59:59", "1404-07-04 00:00:29", 69),  # 30 s; 1.05^69 = 28.98
        ("1404-06-31 12:00:00", "1404-07-01 12:00:00", 232),  # a day, over the end of a long month
        ("1403-12-30 12:00:00", "1404-01-01 12:00:00", 232),  # a day, over the end of a leap year
    ],
)
def test_a_duration_and_its_bucket(empty_folder, submitted, completed, bucket):
    row = request(1, submitted_at=submitted, completed_at=completed, due_at="")
    taken(empty_folder, write_log(empty_folder.inbox / "log.csv", [row]))
    with reading(empty_folder) as con:
        found = con.execute("select month, bucket, requests from request_durations").fetchall()
    assert found == [(submitted[:7], bucket, 1)]


@pytest.mark.parametrize(
    "changes, due, on_time",
    [
        ({"due_at": "1404-07-03 11:00:00"}, 1, 1),  # to the second
        ({"due_at": "1404-07-03 10:59:59"}, 1, 0),
        ({"due_at": ""}, 0, 0),  # nobody promised a time
        ({"status": "failed", "completed_at": ""}, 0, 0),  # promised, and never completed
        ({"status": "pending", "completed_at": ""}, 0, 0),
    ],
)
def test_what_is_due_and_what_is_on_time(empty_folder, changes, due, on_time):
    taken(empty_folder, write_log(empty_folder.inbox / "log.csv", [request(1, **changes)]))
    with reading(empty_folder) as con:
        assert con.execute("select due, on_time from requests").fetchall() == [(due, on_time)]


# the survey


def questionnaire(root: Path, name: str) -> dict:
    return tomllib.loads((root / "instruments" / f"{name}.toml").read_text(encoding="utf-8"))


def scales_of(toml: dict) -> dict[str, list[str]]:
    """scale → its items, of a questionnaire whose items have a subscale and these a component."""
    scales: dict[str, list[str]] = {"total": [item["item"] for item in toml["items"]]}
    component = {each["subscale"]: each["component"] for each in toml["subscales"]}
    for item in toml["items"]:
        for scale in (item["subscale"], component[item["subscale"]]):
            scales.setdefault(scale, []).append(item["item"])
    return scales


def raked(extracts: Extracts) -> dict[tuple, float]:
    """(province, group) → weight of a respondent: persons by respondents, and 1 in the mean.

    The extracts have no weights; in the published wave's province persons are known as a whole.
    """
    sheets = [extracts.cell(row, MONTH) for row in extracts.sheets(MONTH)]
    by_group = Counter((cell[1], cell[5]) for cell in sheets)
    by_province = Counter(cell[1] for cell in sheets)
    wave = rows_of(extracts.inbox / f"survey_wave_{MONTH}.csv")
    persons = {(r["province"], r["customer_group"] or None): int(r["population"]) for r in wave}
    whole = sum(persons.values()) / len(sheets)
    return {
        (province, group): persons[province, group] / n / whole
        if (province, group) in persons
        else persons[province, None] / by_province[province] / whole
        for (province, group), n in by_group.items()
    }


def assert_weighted(found: dict, expected: dict, weight: dict) -> None:
    """`found`: counts, Σw and Σw²; `expected`: counts, of which the last is of those who answered.

    The key ends with a `CELL`, the second of which is the province and the last the group.
    """
    assert found.keys() == expected.keys()
    for key, counts in expected.items():
        each = weight[key[-5], key[-1]]
        sums = (counts[-1] * each, counts[-1] * each**2)
        assert found[key][: len(counts)] == counts
        assert found[key][len(counts) :] == pytest.approx(sums, rel=1e-9), key


def test_answers_are_those_of_the_file_in_every_combination_of_columns(marts, extracts):
    expected = Counter()
    for row in extracts.sheets(MONTH):
        cell = extracts.cell(row, MONTH)
        for column, answer in row.items():
            if answer and (column == "overall" or column[0] == "R" and column[1:].isdigit()):
                battery = "overall" if column == "overall" else "status"
                expected[battery, column, float(answer), *cell] += 1
    counts = "respondents, weight, weight_squared"
    columns = f"battery, item, answer, {CELL}"
    found = counted(marts, columns, counts, "answers", f"month = '{MONTH}' and {STUDY}")
    assert_weighted(found, {key: (n,) for key, n in expected.items()}, raked(extracts))


def test_scores_are_means_over_the_items_that_were_answered(marts, extracts):
    toml = questionnaire(extracts.root, "remote_services_42")
    scales = scales_of(toml)
    assert len(scales) == 1 + len(toml["subscales"]) + len(toml["components"])
    expected = Counter()
    for row in extracts.sheets(MONTH):
        cell = extracts.cell(row, MONTH)
        for scale, items in scales.items():
            answers = [int(row[item]) for item in items if row[item]]
            if 2 * len(answers) >= len(items):
                # Different means of at most 42 answers differ by more than a millionth.
                expected[scale, round(sum(answers) / len(answers), 6), *cell] += 1
    scores = f"(select *, round(score, 6) as mean from scores where month = '{MONTH}' and {STUDY})"
    counts = "respondents, weight, weight_squared"
    found = counted(marts, f"scale, mean, {CELL}", counts, scores)
    assert_weighted(found, {key: (n,) for key, n in expected.items()}, raked(extracts))


def test_respondents_are_the_lines_of_the_file(marts, extracts):
    items = [f"R{n}" for n in range(1, 43)]
    sheets, answered = Counter(), Counter()
    for row in extracts.sheets(MONTH):
        for battery, columns in (("status", items), ("overall", ["overall"])):
            key = (battery, *extracts.cell(row, MONTH))
            sheets[key] += 1
            answered[key] += any(row[column] for column in columns)
    counts = "respondents, answered, weight, weight_squared"
    where = f"month = '{MONTH}' and {STUDY}"
    found = counted(marts, f"battery, {CELL}", counts, "respondents", where)
    expected = {key: (n, answered[key]) for key, n in sheets.items()}
    assert_weighted(found, expected, raked(extracts))
    assert sum(answered.values()) < sum(sheets.values())  # some left the overall item out


@pytest.mark.parametrize("month", MONTHS)
def test_survey_waves_are_the_lines_of_the_file(marts, extracts, month):
    expected = {
        (row["instrument"], row["wave"], row["province"], row["customer_group"] or None): tuple(
            int(row[key]) for key in ("invited", "answered", "population")
        )
        for row in rows_of(extracts.inbox / f"survey_wave_{month}.csv")
    }
    columns = "instrument, month, province, customer_group"
    counts = "invited, answered, population"
    assert counted(marts, columns, counts, "survey_waves", f"month = '{month}'") == expected


# the loads


def test_every_load_is_described_as_the_file_is(marts, extracts):
    described = "file, bytes, sha256, kind, source, period, rows_taken, rows_refused, replaces"
    found = {row[0]: row[1:] for row in marts.execute(f"select {described} from loads").fetchall()}
    assert set(found) == {path.name for path in extracts.inbox.iterdir()}
    for file, values in found.items():
        content = (extracts.inbox / file).read_bytes()
        named = file.rsplit("_", 1)[0]
        kind = named if named in all_sources() else "survey"  # a survey names its questionnaire
        assert values == (
            len(content),
            hashlib.sha256(content).hexdigest(),
            kind,
            named.replace("survey_", "survey/") if kind == "survey" else kind,
            file.removesuffix(".csv")[-7:],
            len(rows_of(extracts.inbox / file)),
            0,
            None,
        )


def test_the_scope_of_a_load_is_the_provinces_in_its_rows(marts, extracts):
    for file, scope in marts.execute(
        "select file, scope from loads where kind = 'service_log'"
    ).fetchall():
        rows = rows_of(extracts.inbox / file)
        assert scope.split() == sorted({extracts.province[row["branch"]] for row in rows})


@pytest.mark.parametrize(
    "sums",
    [
        "select load, sum(requests) from requests",
        "select load, sum(completed + failed + abandoned + pending) from requests",
        "select load, sum(respondents) from respondents where battery = 'status'",
        f"select load, sum(respondents) from respondents where battery = 'overall' and {STUDY}",
        "select load, count(*) from survey_waves",
    ],
)
def test_everything_together_is_what_the_loads_took(marts, sums):
    taken = dict(marts.execute("select load, rows_taken from loads").fetchall())
    found = marts.execute(f"{sums} group by load").fetchall()
    assert len(found) == len(MONTHS)
    assert all(rows == taken[load] for load, rows in found)


def test_every_completed_request_has_a_duration(marts):
    (durations,) = marts.execute("select sum(requests) from request_durations").fetchone()
    (completed,) = marts.execute("select sum(completed) from requests").fetchone()
    assert durations == completed


@pytest.mark.parametrize(
    "mart, summary", [(mart, summary) for mart in SUMMARIES for summary in SUMMARIES[mart]]
)
def test_a_summary_has_the_sums_of_its_mart(marts, mart, summary):
    """Over the columns of both; cells without weight or answers stay apart, so these agree too."""
    columns = "select column_name, column_type from (describe {})"
    of_mart, kinds = (marts.execute(columns.format(of)).fetchall() for of in (mart, summary))
    kinds = [kind for kind in kinds if kind in of_mart]
    added = [name for name, kind in kinds if kind == "BIGINT" or name.startswith("weight")]
    keys = ", ".join(name for name, _ in kinds if name not in added)
    if "weight" in added:
        keys += ", weight > 0"
    if "answered" in added:
        keys += ", answered > 0"
    sums = ", ".join(f"sum({name})::double" for name in added)
    rows, n = [], []
    for table in (mart, summary):
        found = marts.execute(f"select {keys}, {sums} from {table} group by all").fetchall()
        width = len(found[0]) - len(added)
        rows.append({row[:width]: pytest.approx(row[width:], rel=1e-12) for row in found})
        n += marts.execute(f"select count(*) from {table}").fetchone()
    assert rows[0] == {key: value.expected for key, value in rows[1].items()}
    assert len(rows[1]) == n[1] < n[0]


def test_every_mart_names_its_loads(marts):
    known = {load for (load,) in marts.execute("select load from loads").fetchall()}
    for mart in MARTS.glob("*.sql"):
        loads = {x for (x,) in marts.execute(f"select distinct load from {mart.stem}").fetchall()}
        assert loads <= known
