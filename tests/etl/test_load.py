"""A load is whole or absent, says what it turned away, and the same file twice changes nothing."""

import json

import pytest

from analysis import marts
from etl.extract import month_of_name
from etl.history import history
from etl.load import Loading
from etl.publish import current, only_writer, reading
from etl.refusal import Refusal
from tests.etl.extracts import request, write_log


def load(folder, *paths, limit=0.05):
    return list(Loading(folder, limit).load(list(paths)))


def requests_of(folder) -> dict:
    with reading(folder) as con:
        return dict(con.execute("select load, sum(requests) from requests group by 1").fetchall())


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


def test_too_many_wrong_rows_refuse_the_file_unless_accepted_knowingly(empty_folder):
    rows = [request(1), request(2, channel="fax")]
    path = write_log(empty_folder.inbox / "log.csv", rows)
    (refused,) = load(empty_folder, path)
    assert refused.failed and "1 of 2 rows (50.0%)" in refused.message
    assert "--limit" in refused.message
    assert current(empty_folder) is None
    (taken,) = load(empty_folder, path, limit=0.5)
    assert (taken.outcome, taken.rows_taken) == ("loaded", 1)


def test_the_same_file_twice_changes_nothing(empty_folder):
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", [request(1)])
    load(empty_folder, path)
    before = current(empty_folder)
    (again,) = load(empty_folder, path)
    assert again.outcome == "unchanged" and "load 1" in again.message
    assert current(empty_folder) == before and len(history(empty_folder)) == 1


def test_a_corrected_file_replaces_its_predecessor(empty_folder):
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", [request(1), request(2)])
    load(empty_folder, path)
    write_log(path, [request(1), request(2), request(3)])
    (corrected,) = load(empty_folder, path)
    assert corrected.replaces == 1 and "replaces load 1" in corrected.message
    assert requests_of(empty_folder) == {2: 3}  # nothing doubled, nothing of load 1 left
    assert [entry["replaces"] for entry in history(empty_folder)] == [None, 1]


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


def test_another_part_of_the_month_stands_beside(empty_folder):
    """Two branches of one province, each in a file of its own: no row in common."""
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(1)]))
    other = [request(2, branch="B0902")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", other))
    assert report.replaces is None
    assert requests_of(empty_folder) == {1: 1, 2: 1}


def test_a_file_with_few_rows_of_a_load_is_not_guessed_at(empty_folder):
    rows = [request(n) for n in range(10)]
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", rows))
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", rows[:3]))
    assert report.failed and "only 3 of the 10 rows of load 1" in report.message
    assert requests_of(empty_folder) == {1: 10}


def test_two_branches_that_both_number_from_one_do_not_replace_each_other(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(n) for n in range(10)]))
    rows = [request(n, branch="B0902") for n in range(10)]  # the same names, in the same province
    other = write_log(empty_folder.inbox / "b.csv", rows)
    (report,) = load(empty_folder, other)
    assert report.failed and report.code == "same_names"
    assert "10 of its rows are called as rows of load 1" in report.message
    assert "etl undo 1" in report.message  # a correction of the branches is taken after that
    assert requests_of(empty_folder) == {1: 10}


def test_a_correction_may_move_a_few_rows_to_their_branch(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(n) for n in range(10)]))
    moved = [request(n, branch="B0902" if n < 5 else "B0901") for n in range(10)]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", moved))
    assert report.replaces == 1 and requests_of(empty_folder) == {2: 10}


def test_a_quote_that_is_never_closed_loses_no_line(empty_folder):
    rows = [request(n) for n in range(100)]
    path = write_log(empty_folder.inbox / "a.csv", rows)
    path.write_text(path.read_text().replace("r50,B0901", 'r50,"B0901'))
    (report,) = load(empty_folder, path)
    assert report.failed and "quote" in report.message and current(empty_folder) is None


def test_another_province_of_the_same_month_stands_beside(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(1)]))
    other = [request(2, branch="B2301")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", other))
    assert report.replaces is None
    assert requests_of(empty_folder) == {1: 1, 2: 1}


def test_a_request_that_another_load_of_the_month_has_is_turned_away(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "a.csv", [request(1)]))
    rows = [request(1), request(2, branch="B2301")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "b.csv", rows), limit=0.5)
    assert "request_id: 'r1' is not new: load 1" in "\n".join(report.lines())
    assert requests_of(empty_folder) == {1: 1, 2: 1}


def test_rows_outside_the_month_of_the_name_are_turned_away(empty_folder):
    rows = [request(1), request(2, submitted_at="1404-06-31 09:00:00")]
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", rows)
    (report,) = load(empty_folder, path, limit=0.5)
    assert "'1404-06-31 09:00:00' is not in 1404-07" in "\n".join(report.lines())


@pytest.mark.parametrize(
    "changes, column, said",
    [
        ({"completed_at": ""}, "completed_at", "the time of completion"),
        ({"status": "pending"}, "completed_at", "no time of completion"),
        ({"completed_at": "1404-07-02 09:00:00"}, "completed_at", "a time not before"),
        ({"status": "done"}, "status", "one of completed, failed, abandoned, pending"),
        ({"submitted_at": ""}, "submitted_at", "a value"),
        ({"submitted_at": "1404-12-30 09:00:00"}, "submitted_at", "a date"),  # no leap year
        ({"submitted_at": "2025-02-30 09:00:00"}, "submitted_at", "a Jalali or Gregorian date"),
        ({"submitted_at": "1404-07-03 25:00:00"}, "submitted_at", "a Jalali or Gregorian date"),
        ({"submitted_at": "1352-07-03 09:00:00"}, "submitted_at", "a Jalali or Gregorian date"),
        ({"customer_group": "insurd"}, "customer_group", "one of insured, pensioner"),
        ({"request_id": ""}, "request_id", "a value"),
    ],
)
def test_what_a_row_must_look_like(empty_folder, changes, column, said):
    path = write_log(empty_folder.inbox / "log.csv", [request(1), request(2, **changes)])
    (report,) = load(empty_folder, path, limit=0.5)
    (problem,) = report.problems[:1]
    assert (problem.line, problem.column) == (3, column)
    assert said in str(problem) or said == "a date"


def test_persian_digits_slashes_and_gregorian_dates_are_read(empty_folder):
    rows = [
        request(1, submitted_at="۱۴۰۴/۷/۳ ۰۹:۰۰", completed_at="1404-07-03T11:00:00"),
        request(2, submitted_at="2025-09-25 09:00:00", completed_at="2025-09-25 11:00:00"),
    ]
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    with reading(empty_folder) as con:
        found = con.execute(
            "select distinct submitted_at::varchar, month, "
            f"epoch(completed_at - submitted_at) from '{empty_folder.loads}/1/accepted.parquet'"
        ).fetchall()
    assert found == [("2025-09-25 09:00:00", "1404-07", 7200.0)]  # 3 Mehr 1404, two hours


def test_the_thirtieth_of_esfand_1403_exists(empty_folder):
    """1403 is a leap year: 2025-03-20 is 1403-12-30."""
    rows = [request(1, submitted_at="1403-12-30 09:00", completed_at="2025-03-20 10:00")]
    (report,) = load(empty_folder, write_log(empty_folder.inbox / "log.csv", rows))
    assert report.outcome == "loaded"


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


@pytest.mark.parametrize(
    "file, month",
    [
        ("service_log_1404-07.csv", "1404-07"),
        ("survey_remote_services_42_1404-05.csv", "1404-05"),  # 42_1404 is no month
        ("export_1404_07_rev2.csv", "1404-07"),
        ("log_1404-13.csv", None),  # there is no thirteenth month
        ("nyc_311_2022-05-01.csv", None),  # a Gregorian date gives no Jalali month
        ("from_1404-05_to_1404-07.csv", None),  # two months: the rows decide
    ],
)
def test_the_month_that_a_name_gives(file, month):
    assert month_of_name(file) == month


def test_the_load_is_described_beside_its_rows(empty_folder):
    load(empty_folder, write_log(empty_folder.inbox / "log.csv", [request(1)]))
    entry = json.loads((empty_folder.loads / "1" / "load.json").read_text())
    assert entry["source"] == "service_log" and entry["period"] == "1404-07"
    assert entry["scope"] == "IR-09" and len(entry["sha256"]) == 64
