"""Repeat contacts equal a second count over the files, in whatever order the loads come and go."""

import random
from collections import Counter, defaultdict
from datetime import timedelta

import pytest

from etl.data_folder import DataFolder
from etl.next_contacts import neighbours
from etl.publish import reading
from tests.etl.extracts import LOG, request, write_log
from tests.etl.test_marts import CELL, MONTHS, Extracts, counted, moment
from tests.etl.warehouses import copy_of, fresh, marts, run

COUNTS = "requests, followed, in_vain, in_vain_followed"
WEEK = timedelta(days=7)


def counted_in_files(rows: list[tuple]) -> dict[tuple, tuple]:
    """The mart, counted here in plain Python; `rows` are (cell, row of the file)."""
    of_client = defaultdict(list)
    for cell, row in rows:
        if row["client"]:
            of_client[row["client"], row["service"]].append(
                (moment(row["submitted_at"]), cell, row)
            )
    expected = defaultdict(lambda: [0, 0, 0, 0])
    for contacts in of_client.values():
        contacts.sort(key=lambda contact: contact[0])
        for (at, cell, row), after in zip(contacts, [*contacts[1:], None], strict=True):
            again = after is not None and after[0] - at <= WEEK
            vain = row["status"] in ("failed", "abandoned")
            found = expected[*cell, after[2]["channel"] if again else None]
            for position, counts in enumerate((True, again, vain, vain and again)):
                found[position] += counts
    return {cell: tuple(counts) for cell, counts in expected.items()}


def in_marts(folder) -> dict[tuple, tuple]:
    columns = f"{CELL}, next_channel"
    sums = ", ".join(f"sum({count})::bigint as {count}" for count in COUNTS.split(", "))
    over_loads = f"(select {columns}, {sums} from repeat_contacts group by all)"
    with reading(folder) as con:
        return counted(con, columns, COUNTS, over_loads)


def test_the_sample_over_the_ends_of_its_months(warehouse):
    extracts = Extracts(warehouse)
    rows = [(extracts.cell(row, month), row) for month in MONTHS for row in extracts.log(month)]
    expected = counted_in_files(rows)
    found = in_marts(DataFolder(warehouse))
    followed = sum(counts[1] for counts in found.values())
    assert followed == sum(counts[1] for counts in expected.values()) > 500
    assert found == expected
    alone = [counted_in_files([r for r in rows if r[0][2] == month]) for month in MONTHS]
    inside = sum(counts[1] for one in alone for counts in one.values())
    assert inside < followed  # some come back in the next month's file


def asked(month: str, seed: int, count: int = 60) -> list[dict]:
    """Requests of few clients, so that many come back; no two at one second."""
    chance, places = random.Random(seed), random.Random(seed % 10)
    rows = []
    for number in range(count):
        day = f"{month}-{chance.randint(1, 29):02d}"
        status = chance.choice(["completed", "failed", "abandoned"])
        at = f"{day} {chance.randint(8, 18):02d}:{chance.randint(0, 59):02d}:{number % 60:02d}"
        done = f"{month}-30 23:00:00" if status == "completed" else ""
        rows.append(
            request(
                seed % 10 * 1000 + number,  # 12 corrects what 2 has written
                branch=f"B09{places.randint(1, 5):02d}",  # a correction stays in its place
                channel=chance.choice(["web_portal", "in_person"]),
                service=chance.choice(["insurance_history", "pension_slip"]),
                client=chance.choice(["", *(f"c-{n}" for n in range(12))]),
                status=status,
                submitted_at=at,
                completed_at=done,
                due_at="",
            )
        )
    return rows


@pytest.fixture(scope="module")
def base(tmp_path_factory):
    return fresh(tmp_path_factory.mktemp("contacts") / "data")


@pytest.fixture
def folder(base, tmp_path):
    return copy_of(base, tmp_path / "data")


def write(folder, name: str, *parts: tuple[str, int]):
    rows = [row for month, seed in parts for row in asked(month, seed)]
    return write_log(folder.inbox / name, rows), rows


def expected_of(folder, *rows: list[dict]) -> dict:
    extracts = Extracts(folder.root)
    return counted_in_files(
        [(extracts.cell(row, row["submitted_at"][:7]), row) for part in rows for row in part]
    )


def load(folder, *files) -> None:
    assert run(folder, "load", *files, "--limit", 1) == 0


def test_months_that_come_late_are_replaced_or_undone(folder):
    may, may_rows = write(folder, "may.csv", ("1404-05", 1))
    june, june_rows = write(folder, "june.csv", ("1404-06", 2))
    july, july_rows = write(folder, "july.csv", ("1404-07", 3))
    load(folder, july)
    load(folder, may)
    assert in_marts(folder) == expected_of(folder, may_rows, july_rows)
    load(folder, june)  # the month between comes last
    all_three = expected_of(folder, may_rows, june_rows, july_rows)
    assert in_marts(folder) == all_three
    before = marts(folder, loads_too=False)
    corrected, corrected_rows = write(folder, "june_corrected.csv", ("1404-06", 12))
    load(folder, corrected)
    assert in_marts(folder) == expected_of(folder, may_rows, corrected_rows, july_rows)
    assert run(folder, "undo", 4) == 0
    assert in_marts(folder) == all_three
    assert marts(folder, loads_too=False) == before
    assert run(folder, "undo", 3) == 0
    assert in_marts(folder) == expected_of(folder, may_rows, july_rows)
    as_it_is = marts(folder)
    assert run(folder, "rebuild") == 0
    assert marts(folder) == as_it_is


def test_two_files_of_one_month_and_one_over_two_months(folder):
    """A client who asks in one file and comes back in another of the same month has come back."""
    north, north_rows = write(folder, "north.csv", ("1404-06", 5))
    both, both_rows = write(folder, "both.csv", ("1404-05", 6), ("1404-06", 7))
    load(folder, north, both)
    assert in_marts(folder) == expected_of(folder, north_rows, both_rows)
    with reading(folder) as con:
        assert neighbours(con) == {1: [2], 2: [1]}


def test_a_log_without_clients_counts_nothing_and_is_no_neighbour_that_breaks(folder):
    known, known_rows = write(folder, "known.csv", ("1404-05", 8))
    rows = asked("1404-06", 9)
    columns = [c for c in LOG if c not in ("client", "customer_group")]
    load(folder, known, write_log(folder.inbox / "unknown.csv", rows, columns))
    assert in_marts(folder) == expected_of(folder, known_rows)


@pytest.mark.parametrize(
    ("later", "again"),
    [
        ("1404-07-10 09:00:00", 1),  # seven days to the second
        ("1404-07-10 09:00:01", 0),
        ("1404-07-03 09:00:01", 1),
    ],
)
def test_a_week_is_seven_days_to_the_second(folder, later, again):
    rows = [request(1), request(2, client=request(1)["client"], submitted_at=later)]
    rows[1] |= {"completed_at": "", "status": "failed"}
    load(folder, write_log(folder.inbox / "week.csv", rows))
    assert sum(counts[1] for counts in in_marts(folder).values()) == again


def test_another_service_is_no_repeat_contact(folder):
    again = {"client": request(1)["client"], "submitted_at": "1404-07-03 10:00:00"}
    rows = [request(1), request(2, **again, service="pension_slip")]
    load(folder, write_log(folder.inbox / "other.csv", rows))
    assert sum(counts[1] for counts in in_marts(folder).values()) == 0


def test_hours_and_days_are_those_of_the_file(warehouse):
    extracts = Extracts(warehouse)
    hours, days, failed = Counter(), Counter(), Counter()
    for month in MONTHS:
        for row in extracts.log(month):
            at, cell = moment(row["submitted_at"]), extracts.cell(row, month)
            branch, province, _, channel, *_ = cell
            # Monday is 0 in Python, Saturday here.
            hours[branch, province, month, channel, (at.weekday() + 2) % 7, at.hour] += 1
            days[province, month, at.date(), channel] += 1
            failed[province, month, at.date(), channel] += row["status"] == "failed"
    with reading(DataFolder(warehouse)) as con:
        columns = "branch, province, month, channel, weekday, hour"
        found = counted(con, columns, "requests", "request_hours")
        assert found == {key: (n,) for key, n in hours.items()}
        found = counted(con, "province, month, day, channel", "requests, failed", "request_days")
        assert found == {key: (n, failed[key]) for key, n in days.items()}
