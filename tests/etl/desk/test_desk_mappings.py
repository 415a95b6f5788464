"""A mapping made on the desk: proposed from names and content, saved whole, never over another."""

import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from etl.desk import headers, proposals, saving, templates
from etl.desk.toml_text import toml_text
from etl.desk.unknown_values import meant
from etl.mapping_files import read_mappings
from etl.publish import working_as
from etl.refusal import Refusal
from etl.sources import all_sources
from tests.etl.extracts import request, respondent, write_log

MAPPING = {"kind": "service_log", "columns": {"شناسه": "request_id"}}
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=12)
VALUE = TEXT | st.integers(-(2**40), 2**40) | st.booleans() | st.lists(TEXT, max_size=3)
TABLE = st.dictionaries(TEXT, VALUE | st.dictionaries(TEXT, TEXT, max_size=3), max_size=6)


@given(TABLE)
def test_what_is_written_as_toml_is_read_back(table):
    assert tomllib.loads(toml_text(table)) == table


def test_a_mapping_is_saved_with_who_made_it(empty_folder):
    with working_as("مریم\nkind = 'survey'"):  # a name is no line of the file
        path = saving.save(empty_folder, "calls", MAPPING)
    assert path.read_text(encoding="utf-8").startswith("# Made on the data desk by مریم")
    (mapping,) = read_mappings(empty_folder)
    assert (mapping.name, mapping.kind) == ("calls", "service_log")
    assert mapping.columns == {"شناسه": "request_id"}


@pytest.mark.parametrize("name", ["", "../calls", "Calls", "a b", "تماس", "x" * 61, ".hidden"])
def test_a_name_that_is_none_is_refused(empty_folder, name):
    with pytest.raises(Refusal, match="no name for a file"):
        saving.save(empty_folder, name, MAPPING)
    assert not list(empty_folder.mappings.glob("*.toml"))


def test_another_mapping_is_never_overwritten_unasked(empty_folder):
    path = saving.save(empty_folder, "calls", MAPPING)
    before = path.read_bytes()
    with pytest.raises(Refusal, match="there is a mapping calls already"):
        saving.save(empty_folder, "calls", MAPPING | {"files": "calls_*.csv"})
    assert path.read_bytes() == before
    saving.save(empty_folder, "calls", MAPPING | {"files": "calls_*.csv"}, replace=True)
    assert read_mappings(empty_folder)[0].files == "calls_*.csv"
    assert (empty_folder.mappings / "calls.toml.1").read_bytes() == before


def test_what_is_no_mapping_is_not_saved(empty_folder):
    with pytest.raises(Refusal, match="kind"):
        saving.save(empty_folder, "calls", MAPPING | {"kind": "holiday"})
    assert not list(empty_folder.mappings.glob("*.toml"))


def proposed(folder, path, kind="service_log", instrument=None, also=None, near=None):
    of = templates.columns(folder, kind, instrument)
    head = headers.heads(path)[0]
    found = proposals.propose(folder, head, of, None, near, also or {})
    return {p.column.name: (p.header, p.why) for p in found if p.header}


def test_columns_are_proposed_by_name_and_by_what_they_hold(empty_folder, tmp_path):
    theirs = {
        "request_id": "Request-ID",  # the same letters
        "branch": "filiale",  # known by its codes
        "channel": "کانالِ ورود",  # nearly the Persian word that we told
        "submitted_at": "eingang",  # known by its dates
    }
    rows = [{theirs[c]: row[c] for c in theirs} for row in map(request, range(5))]
    path = write_log(tmp_path / "log.csv", rows, list(theirs.values()))
    found = proposed(empty_folder, path, also={"channel": ["کانال ورود"]})
    assert found == {
        "request_id": ("Request-ID", "name"),
        "branch": ("filiale", "content"),
        "channel": ("کانالِ ورود", "name"),
        "submitted_at": ("eingang", "content"),
    }


def test_the_day_a_request_was_created_is_not_the_day_it_was_completed(empty_folder, tmp_path):
    """«Created Date» looks more like `completed_at`; both hold dates."""
    theirs = ["Unique Key", "Created Date", "Closed Date", "Due Date"]
    rows = [dict.fromkeys(theirs, "05/01/2022")]
    found = proposed(empty_folder, write_log(tmp_path / "log.csv", rows, theirs))
    assert {ours: header for ours, (header, _) in found.items()} == {
        "request_id": "Unique Key",
        "submitted_at": "Created Date",
        "completed_at": "Closed Date",
        "due_at": "Due Date",
    }


def test_a_header_is_proposed_once(empty_folder, tmp_path):
    path = write_log(tmp_path / "log.csv", [request(1)], ["branch", "submitted_at"])
    taken = [header for header, _ in proposed(empty_folder, path).values()]
    assert len(taken) == len(set(taken))


def test_a_saved_mapping_that_nearly_fits_is_the_first_proposal(empty_folder, tmp_path):
    row = {"nr": "1", "ort": "B0901", "tag": "1404-07-03"}
    path = write_log(tmp_path / "log.csv", [row], list(row))
    columns = {"nr": "request_id", "ort": "branch", "gone": "channel"}
    saving.save(empty_folder, "calls", {"kind": "service_log", "columns": columns})
    near = headers.nearest(empty_folder, path)
    assert near.absent == ["gone"]
    found = proposed(empty_folder, path, near=near)
    assert found["request_id"] == ("nr", "mapping") and found["branch"] == ("ort", "mapping")


def test_a_value_is_matched_by_its_name_before_its_likeness():
    codes = {"web_portal": ["درگاه اینترنتی"], "kiosk": ["کیوسک"], "portal": []}
    assert meant("كيوسك", codes) == "kiosk"  # Arabic letters
    assert meant("Web Portal", codes) == "web_portal"
    assert meant("درگاه اینترنت", codes) == "web_portal"
    assert meant("fax", codes) == ""


@pytest.mark.parametrize("kind", sorted(all_sources()))
def test_a_template_has_the_headers_that_are_taken(empty_folder, kind):
    for name, instrument in templates.kinds(empty_folder):
        if name == kind:
            of = templates.columns(empty_folder, kind, instrument and instrument.name)
            written = templates.template(of).decode("utf-8-sig").strip().split(",")
            assert written == [column.name for column in of]


def test_a_template_filled_in_is_recognised(empty_folder, tmp_path):
    of = templates.columns(empty_folder, "survey", "remote_services_42")
    path = tmp_path / "survey.csv"
    row = respondent(1, [c.name for c in of if c.name[0] == "R"] + ["overall"])
    cells = ",".join(str(row.get(column.name, "")) for column in of)
    path.write_bytes(templates.template(of) + cells.encode())
    assert proposed(empty_folder, path, "survey", "remote_services_42")["R1"] == ("R1", "name")
