"""Who came back within a week, also where the next request stands in another load?

A load is counted first with its own rows alone. Before a version is finished, every load is counted
again whose neighbours are others than when it was counted: the loads of its months and of the month
after. The table `contact_neighbours` remembers which they were. So the counts follow from the loads
that the version holds and from nothing else, whatever the order in which they came or went, and a
load costs what its month and the one before weigh.
"""

from datetime import timedelta
from pathlib import Path

from etl import filling
from etl.data_folder import DataFolder
from etl.refilling import accepted_rows
from etl.sources import service_log
from etl.sql import literal

WINDOW = timedelta(days=7)  # as in marts/repeat_contacts.sql
MART = "repeat_contacts"
# One row per load that has neighbours.
TABLE = "create table if not exists contact_neighbours (load integer, neighbours integer[])"
ASKED = "request_id, client, service, branch, channel, submitted_at"
NEEDED = ("client", "customer_group")  # columns that a log need not have


def settle(con, folder: DataFolder) -> list[int]:
    """Count the next contacts of every load whose neighbours have changed; returns these loads."""
    con.execute(TABLE)
    due = neighbours(con)
    known = dict(con.execute("from contact_neighbours").fetchall())
    gone = known.keys() - due.keys()
    changed = sorted(load for load in due if due[load] != known.get(load, []))
    for load in gone | set(changed):
        con.execute("delete from contact_neighbours where load = ?", [load])
    for load in changed:
        _count_again(con, folder, load, due[load])
        if due[load]:
            con.execute("insert into contact_neighbours values (?, ?)", [load, due[load]])
    return changed


def neighbours(con) -> dict[int, list[int]]:
    """Load of a service log → the others in which its clients' next requests may stand."""
    counted = con.execute(
        "select load, period from loads where kind = ? and load not in "
        "(select replaces from loads where replaces is not null) order by load",
        [service_log.KIND],
    ).fetchall()
    found = {}
    for load, period in counted:
        first, last = _reach(period)
        found[load] = [
            other
            for other, theirs in counted
            if other != load and _span(theirs)[0] <= last and _span(theirs)[1] >= first
        ]
    return found


def _span(period: str) -> tuple[str, str]:
    first, _, last = period.partition("/")
    return first, last or first


def _reach(period: str) -> tuple[str, str]:
    """The first month of a period and the month after its last.

    >>> _reach("1403-11/1403-12")
    ('1403-11', '1404-01')
    """
    first, last = _span(period)
    year, month = map(int, last.split("-"))
    return first, f"{year + month // 12}-{month % 12 + 1:02d}"


def _count_again(con, folder: DataFolder, load: int, others: list[int]) -> None:
    con.execute(f"delete from {MART} where load = ?", [load])
    rows = accepted_rows(folder, load)
    filling.accept(con, load, rows, _absent(con, rows))
    service_log.prepare(con)
    _look_in(con, [accepted_rows(folder, other) for other in others])
    con.execute(filling.statements(filling.MARTS / f"{MART}.sql")[1])
    filling.sum_up(con, [MART], "select distinct load, month from accepted")


def _look_in(con, files: list[Path]) -> None:
    """Let `other_contacts` be the rows of other loads that may follow one of `accepted`."""
    files = [file for file in files if "client" in _columns(con, file)]
    if not files:
        return
    first, last = con.execute(
        "select min(submitted_at), max(submitted_at) from accepted"
    ).fetchone()
    listed = ", ".join(map(literal, files))
    con.execute(
        f"""create or replace temp table other_contacts as
            select {ASKED} from read_parquet([{listed}], union_by_name = true)
            where client is not null and service is not null and submitted_at between ? and ?""",
        [first, last + WINDOW],
    )


def _absent(con, rows: Path) -> list[str]:
    """SQL of the columns that the mart reads and this load has not."""
    found = _columns(con, rows)
    return [f"null::varchar as {column}" for column in NEEDED if column not in found]


def _columns(con, rows: Path) -> set[str]:
    return {
        row[0] for row in con.execute(f"describe from read_parquet({literal(rows)})").fetchall()
    }
