"""Marked events: read with errors that name the line, and part of what a version rests on."""

import pytest

from analysis.marts import open_marts
from analysis.measures import CHARTED
from etl.data_folder import DataFolder
from etl.events import EVENTS, MEASURES, read_events
from etl.load import Loading
from etl.reference import fingerprint
from etl.refusal import Refusal
from tests.etl.extracts import request, write_log

HEADER = ",".join(EVENTS)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reference").mkdir()
    (tmp_path / "inbox").mkdir()
    (tmp_path / "reference" / "provinces.csv").write_text("province\nIR-09\nIR-29\n", "utf-8")
    return DataFolder(tmp_path)


def write(folder, *lines):
    folder.events.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")


def test_events_are_read_as_a_table(folder):
    write(folder, "portal,1404-08,,completion_rate,درگاه,Portal,yes", "flood,1404-09,IR-29,,س,F,no")
    assert read_events(folder).rows() == [
        ("portal", "1404-08", None, "completion_rate", "درگاه", "Portal", True),
        ("flood", "1404-09", "IR-29", None, "س", "F", False),
    ]


def test_without_a_file_there_are_no_events(folder):
    assert read_events(folder).rows() == []


@pytest.mark.parametrize(
    "line, said",
    [
        ("a,1404-13,,,ا,A,yes", "line 2: month"),
        ("a,2025-10,,,ا,A,yes", "line 2: month"),
        ("a,,,,ا,A,yes", "line 2: month"),
        ("a,1404-08,IR-99,,ا,A,yes", "line 2: province"),
        ("a,1404-08,,satisfacton,ا,A,yes", "line 2: measure"),
        ("a,1404-08,,,ا,A,", "line 2: restarts"),
    ],
)
def test_an_event_that_fits_nothing_is_refused(folder, line, said):
    write(folder, line)
    with pytest.raises(Refusal, match=said):
        read_events(folder)


def test_the_measures_of_events_are_those_of_the_charts():
    assert set(MEASURES) == set(CHARTED)


def test_another_event_is_another_version(folder):
    before = fingerprint(folder)
    write(folder)
    empty = fingerprint(folder)
    write(folder, "flood,1404-09,IR-29,,سیل,Flood,no")
    assert len({before, empty, fingerprint(folder)}) == 3


def test_events_are_published_for_every_reader(folder, monkeypatch):
    tables = {
        "branches": ("branch,name_fa,name_en,province,opened,closed,source",
                     "B0901,ش,B,IR-09,2001-01-01,,sample"),
        "services": ("service,name_fa,name_en,group_fa,group_en,source",
                     "insurance_history,س,S,گ,G,sample"),
        "channels": ("channel,name_fa,name_en,remote", "web_portal,د,Portal,yes"),
        "customer_groups": ("customer_group,name_fa,name_en", "insured,ب,Insured"),
        "provinces": ("province,name_fa,name_en", "IR-09,خ,Razavi"),
    }  # fmt: skip
    for name, lines in tables.items():
        (folder.reference / f"{name}.csv").write_text("\n".join(lines) + "\n", "utf-8")
    write(folder, "portal,1404-07,,,درگاه,Portal,yes")
    log = write_log(folder.inbox / "service_log_1404-07.csv", [request(1)])
    assert [report.outcome for report in Loading(folder).load([log])] == ["loaded"]
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    events = open_marts().query("select event, restarts from events")
    assert events.rows() == [("portal", True)]
