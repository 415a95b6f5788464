"""A load is whole or absent, says what it turned away, and the same file twice changes nothing."""

import json

import pytest

from analysis import marts
from etl.history import history
from etl.load import Loading
from etl.publish import current, only_writer, reading
from etl.refusal import Refusal
from tests.etl.extracts import request, write_log
from tests.etl.warehouses import load, requests_of


@pytest.fixture
def awkward_log(empty_folder):
    rows = [request(n) for n in range(1, 201)]
    rows[9] |= {"channel": "fax"}  # line 11: no channel of ours
    rows[19] |= {"submitted_at": "1404-07-31 09:00:00"}  # line 21: Mehr has thirty days
    rows[29] |= {"branch": "B09O1"}  # line 31: a letter O for a zero
    rows[39] |= {"request_id": "r1"}  # line 41: the name of line 2
    return write_log(empty_folder.inbox / "service_log_1404-07.csv", rows, last="r999,B0901,insur")


def test_each_wrong_row_is_reported_and_the_others_are_loaded(empty_folder, awkward_log):
    (report,) = load(empty_folder, awkward_log)
    said = "\n".join(report.lines())
    for line, column, value, right in [
        (11, "channel", "fax", "one of in_person, agent_office, web_portal"),
        (21, "submitted_at", "1404-07-31 09:00:00", "a Jalali or Gregorian date that exists"),
        (31, "branch", "B09O1", "a code of data/reference/branches.csv"),
        (41, "request_id", "r1", "a name of its own: line 2 has the same"),
    ]:
        assert f"service_log_1404-07.csv, line {line}: {column}: '{value}' is not {right}" in said
    assert "line 202: service: 'insur' is where the line ends, after 3 of 10 cells" in said
    assert (report.rows_taken, report.rows_refused) == (196, 5)  # 201 lines after the header
    assert requests_of(empty_folder) == {1: 196}


def test_rejected_rows_are_kept_beside_the_accepted(empty_folder, awkward_log):
    load(empty_folder, awkward_log)
    with reading(empty_folder) as con:
        kept = con.execute(
            'select "line of the file", channel, problems[1]."column", problems[1].code '
            f"from '{empty_folder.loads}/1/rejected.parquet' order by 1"
        ).fetchall()
    assert [row[0] for row in kept] == [11, 21, 31, 41, 202]
    assert kept[0] == (11, "fax", "channel", "reference")


def test_check_says_the_same_and_writes_nothing(empty_folder, awkward_log):
    report = Loading(empty_folder).check(awkward_log)
    assert (report.outcome, report.rows_taken, report.rows_refused) == ("checked", 196, 5)
    assert len(report.problems) == 5
    assert not empty_folder.warehouse.exists()


def test_the_same_file_twice_changes_nothing(empty_folder):
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", [request(1)])
    load(empty_folder, path)
    before = current(empty_folder)
    (again,) = load(empty_folder, path)
    assert again.outcome == "unchanged" and "load 1" in again.message
    assert current(empty_folder) == before and len(history(empty_folder)) == 1


def test_a_file_that_was_corrected_never_comes_back(empty_folder):
    """The file and its correction lie in the inbox side by side, whatever their names sort like."""
    old = write_log(empty_folder.inbox / "service_log_1404-07.csv", [request(1)])
    load(empty_folder, old)
    new = write_log(empty_folder.inbox / "a_1404-07.csv", [request(1), request(2)])
    for _ in range(2):
        reports = load(empty_folder, new, old)
    assert [report.outcome for report in reports] == ["unchanged", "unchanged"]
    assert "load 1, which load 2 replaced" in reports[1].message
    assert requests_of(empty_folder) == {2: 2}


def test_a_quote_that_is_never_closed_loses_no_line(empty_folder):
    rows = [request(n) for n in range(100)]
    path = write_log(empty_folder.inbox / "a.csv", rows)
    path.write_text(path.read_text().replace("r50,B0901", 'r50,"B0901'))
    (report,) = load(empty_folder, path)
    assert report.failed and "quote" in report.message and current(empty_folder) is None


def test_clients_are_salted_again_and_equal_clients_stay_equal(empty_folder):
    rows = [request(1, client="c-1"), request(2, client="c-1"), request(3, client="c-2")]
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    with reading(empty_folder) as con:
        clients = [
            row[0]
            for row in con.execute(
                f"select client from '{empty_folder.loads}/1/accepted.parquet' order by line"
            ).fetchall()
        ]
    assert clients[0] == clients[1] != clients[2]
    assert not any(client.startswith("c-") for client in clients)


@pytest.mark.parametrize("written", ["\u200f{}", "{}.0", "R-{}", "'{}"])
def test_national_numbers_are_known_in_disguise(empty_folder, written):
    rows = [request(n, request_id=written.format(d)) for n, d in enumerate(NATIONAL_NUMBERS)]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    assert report.failed and "national numbers" in report.message


NATIONAL_NUMBERS = ["0013542419", "0499370899", "0790419904", "0084575948", "0963695398"]


def test_national_numbers_refuse_the_file_and_are_never_repeated(empty_folder, capfd):
    rows = [request(n, client=number) for n, number in enumerate(NATIONAL_NUMBERS, start=1)]
    path = write_log(empty_folder.root / "log.csv", rows)
    (report,) = load(empty_folder, path, limit=1)
    assert report.failed and "national numbers" in report.message
    assert "lines 2, 3, 4, 5, 6" in report.message
    said = "\n".join(report.lines()) + "".join(capfd.readouterr())
    kept = b"".join(p.read_bytes() for p in empty_folder.warehouse.rglob("*") if p.is_file())
    for number in NATIONAL_NUMBERS:
        assert number not in said
        assert number.encode() not in kept


def test_a_lone_national_number_in_a_rejected_row_is_masked(empty_folder):
    rows = [request(n) for n in range(1, 50)]
    rows[0] |= {"service": NATIONAL_NUMBERS[0]}
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    assert "service: '**********' is not" in "\n".join(report.lines())
    kept = b"".join(p.read_bytes() for p in empty_folder.warehouse.rglob("*") if p.is_file())
    assert NATIONAL_NUMBERS[0].encode() not in kept


def test_a_second_writer_is_told_to_wait(empty_folder):
    path = write_log(empty_folder.inbox / "log.csv", [request(1)])
    with only_writer(empty_folder), pytest.raises(Refusal, match="another load is running"):
        load(empty_folder, path)


def test_new_names_are_published_without_an_extract(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", [request(1)]))
    services = empty_folder.reference / "services.csv"
    services.write_text(services.read_text().replace("Insurance history,", "Work history,", 1))
    load(empty_folder)
    with reading(empty_folder) as con:
        assert con.execute("select name_en from services").fetchone() == ("Work history",)


def test_a_reader_keeps_its_version_during_a_load(empty_folder):
    path = empty_folder.inbox / "service_log_1404-07.csv"
    load(empty_folder, write_log(path, [request(1)]))
    reader = marts.open_marts()
    load(empty_folder, write_log(path, [request(1), request(2)]))
    assert marts.open_marts().version != reader.version
    with reading(empty_folder) as con:
        assert con.execute("select version from version").fetchone()[0] != reader.version


def test_the_load_is_described_beside_its_rows(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", [request(1)]))
    entry = json.loads((empty_folder.loads / "1" / "load.json").read_text())
    assert entry["source"] == "service_log" and entry["period"] == "1404-07"
    assert entry["scope"] == "IR-09" and len(entry["sha256"]) == 64
