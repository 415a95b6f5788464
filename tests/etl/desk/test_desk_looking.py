"""A look says what a load would do, and leaves the warehouse as it was."""

import json

import pytest

from etl import publish
from etl.desk import headers, uploads
from etl.desk.deciding import Agreed, Seen
from etl.desk.looking import looking
from etl.desk.shadow import shadow
from etl.history import history
from etl.instruments import read_instruments
from etl.load import Loading
from etl.refusal import Refusal
from etl.undo import undo
from tests.etl.extracts import LOG, request, respondent, write_log, write_survey


@pytest.fixture
def loaded(empty_folder):
    """A month is loaded: twenty requests."""
    path = write_log(empty_folder.inbox / "service_log_1404-07.csv", months(range(20)))
    (report,) = Loading(empty_folder).load([path])
    assert report.outcome == "loaded"
    return empty_folder


def months(numbers, **changes):
    return [request(number, **changes) for number in numbers]


def correction(tmp_path, rows=15):
    """The same month without the last requests, which makes it a correction."""
    return write_log(tmp_path / "service_log_1404-07.csv", months(range(rows)))


def everything(folder):
    """Every file of the warehouse with what is in it, but for what is only being prepared."""
    return {
        str(path.relative_to(folder.warehouse)): (
            path.readlink() if path.is_symlink() else path.read_bytes()
        )
        for path in sorted(folder.warehouse.rglob("*"))
        if not {"desk", "staging"} & set(path.relative_to(folder.warehouse).parts)
        and (path.is_symlink() or path.is_file())
    }


def test_a_look_changes_nothing(loaded, tmp_path):
    before = everything(loaded)
    with looking(loaded, correction(tmp_path)) as look:
        assert look.report.outcome == "loaded" and look.candidate.exists()
    assert everything(loaded) == before
    assert not list(uploads.candidates(loaded).iterdir())  # nor is the candidate kept


def test_a_look_says_what_the_load_then_does(loaded, tmp_path):
    path = correction(tmp_path)
    with looking(loaded, path) as look:
        seen, entry, counts = look.report, look.entry, look.counts
    (report,) = Loading(loaded).load([path])
    assert (seen.rows_taken, seen.rows_refused, seen.replaces) == (15, 0, 1)
    assert (report.rows_taken, report.rows_refused, report.replaces) == (15, 0, 1)
    assert entry["load"] == report.load == 2 and entry["period"] == "1404-07"
    (row,) = counts
    assert (row["branch"], row["fresh"], row["replaced"]) == ("B0901", 15, 20)
    assert row["branch_fa"] and row["province_fa"]


def test_the_candidate_has_the_figures_that_the_load_publishes(loaded, tmp_path):
    path, asked = correction(tmp_path), "select sum(requests)::integer, count(*) from requests"
    with looking(loaded, path) as look:
        con = publish.connect(look.candidate, read_only=True)
        candidate = con.execute(asked).fetchone()
        con.close()
    list(Loading(loaded).load([path]))
    with publish.reading(loaded) as con:
        assert con.execute(asked).fetchone() == candidate
    undo(loaded, 2)
    with publish.reading(loaded) as con:
        assert con.execute(asked).fetchone()[0] == 20


def test_more_wrong_rows_than_the_limit_are_still_looked_at(empty_folder, tmp_path):
    rows = [*months(range(5)), *months(range(5, 10), channel="fax")]
    with looking(empty_folder, write_log(tmp_path / "log.csv", rows)) as look:
        assert (look.report.outcome, look.report.rows_taken, look.report.rows_refused) == (
            "loaded", 5, 5
        )  # fmt: skip
        (unknown,) = look.unknown
        assert (unknown.column, unknown.values) == ("channel", [("fax", 5, "")])
        assert "Self-service kiosk" in unknown.codes["kiosk"]
        assert look.report.rejected.exists()


def test_a_look_at_an_unknown_file_shows_its_first_rows(empty_folder, tmp_path):
    path = tmp_path / "unknown.csv"
    path.write_text("a,b\n1,0013542419\n", encoding="utf-8")
    with looking(empty_folder, path) as look:
        assert look.report.outcome == "refused" and look.candidate is None
        assert "a, b" in look.refusal.what
        # A national number is never shown
        assert look.preview.rows == [(1, ["a", "b"]), (2, ["1", "**********"])]


def test_a_client_is_never_shown(loaded, tmp_path):
    with looking(loaded, correction(tmp_path)) as look:
        line, cells = look.preview.rows[0]
        assert line == 2 and cells[LOG.index("client")] == "•••"
        assert look.preview.understood[2]["client"] == "•••"
        assert look.preview.understood[2]["province"] == "IR-09"


def test_of_an_open_answer_no_number_is_shown(empty_folder, tmp_path):
    """A cell of digits alone is a code in other columns, and is masked here."""
    columns = read_instruments(empty_folder)["remote_services_42"].answer_columns()
    sheet = respondent(1, [column for column, _, _ in columns], 4) | {"comment": "0912-3456789"}
    path = write_survey(tmp_path / "survey_1404-07.csv", [sheet])
    with looking(empty_folder, path) as look:
        (_, cells), *_ = look.preview.rows
        assert cells[look.preview.headers.index("comment")] == "***"
        assert look.preview.understood[2]["comment"] == "***"


def test_a_mapping_can_be_tried_before_it_is_saved(empty_folder, tmp_path):
    columns = ["nummer" if column == "request_id" else column for column in LOG]
    rows = [row | {"nummer": row["request_id"]} for row in months(range(3))]
    path = write_log(tmp_path / "log.csv", rows, columns)
    pairs = "\n".join(f'"{theirs}" = "{ours}"' for theirs, ours in zip(columns, LOG, strict=True))
    draft = f'mapping = "calls"\nkind = "service_log"\n[columns]\n{pairs}\n'
    with looking(empty_folder, path, draft=("calls", draft)) as look:
        assert look.report.outcome == "loaded" and look.found.mapping.name == "calls"
    assert not list(empty_folder.mappings.glob("*.toml"))


def test_a_shadow_sees_only_loads_that_are_published(loaded):
    """Beside it a writer may just be moving the rows of a new load to their place."""
    (loaded.loads / "2").mkdir()
    with shadow(loaded) as copy:
        assert [path.name for path in copy.loads.iterdir()] == ["1"]
        assert history(copy) == history(loaded)
        assert publish.current(copy) == publish.current(loaded)


def seen_of(loaded, path):
    with looking(loaded, path) as look:
        report = look.report
        return Seen(look.sha256, report.replaces, report.rows_taken, report.rows_refused)


def test_a_file_that_changed_since_the_look_is_not_loaded(loaded, tmp_path):
    path = correction(tmp_path)
    seen = seen_of(loaded, path)
    correction(tmp_path, rows=16)
    before = everything(loaded)
    (report,) = Agreed(loaded, seen={path: seen}).load([path])
    assert report.outcome == "refused" and "changed since it was looked at" in report.message
    assert everything(loaded) == before


def test_a_load_in_between_asks_for_another_look(loaded, tmp_path):
    path = correction(tmp_path)
    seen = seen_of(loaded, path)
    other = tmp_path / "other"
    other.mkdir()
    list(Loading(loaded).load([correction(other, rows=18)]))  # now it would replace that one
    (report,) = Agreed(loaded, seen={path: seen}).load([path])
    assert report.outcome == "refused" and "another load landed" in report.message
    assert [entry["load"] for entry in history(loaded)] == [1, 2]


def test_what_was_agreed_to_is_loaded(loaded, tmp_path):
    path = correction(tmp_path)
    (report,) = Agreed(loaded, seen={path: seen_of(loaded, path)}).load([path])
    assert (report.outcome, report.replaces) == ("loaded", 1)


def test_a_look_needs_no_lock(loaded, tmp_path):
    with publish.only_writer(loaded), looking(loaded, correction(tmp_path)) as look:
        assert look.report.outcome == "loaded"


def test_a_look_at_marts_that_are_gone_says_what_to_do(loaded, tmp_path):
    list(Loading(loaded).load([correction(tmp_path)]))
    publish.current(loaded).unlink()
    with pytest.raises(Refusal, match="rebuild"), looking(loaded, correction(tmp_path, 16)):
        pass


def test_the_user_of_a_server_is_written_beside_what_he_did(loaded, tmp_path):
    with publish.working_as("مریم"):
        list(Loading(loaded).load([correction(tmp_path)]))
    assert history(loaded)[-1]["loaded_by"] == "مریم"
    assert publish.user() != "مریم"
    kept = json.loads((loaded.loads / "2" / "load.json").read_text(encoding="utf-8"))
    assert kept["loaded_by"] == "مریم"


def test_the_nearest_mapping_is_the_one_most_of_whose_columns_are_there(empty_folder, tmp_path):
    path = write_log(tmp_path / "log.csv", months(range(2)))
    few = {column: column for column in LOG[:9]} | {"gone": "client"}
    for name, columns in (("near", few), ("far", {"x": "branch", "y": "service"})):
        pairs = "\n".join(f'"{theirs}" = "{ours}"' for theirs, ours in columns.items())
        text = f'kind = "service_log"\n[columns]\n{pairs}\n'
        (empty_folder.mappings / f"{name}.toml").write_text(text, encoding="utf-8")
    found = headers.nearest(empty_folder, path)
    assert (found.name, found.absent, found.head.row) == ("near", ["gone"], 1)
