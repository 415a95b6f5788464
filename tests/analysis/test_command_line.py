"""`python -m analysis`: three formats, exit status, messages for people."""

import csv
import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from analysis import factor_status, printing
from analysis.__main__ import main, questions
from analysis.answer import Answer
from analysis.selection import Selection

PROJECT = Path(__file__).parents[2]


@pytest.fixture
def run(folder, monkeypatch, capsys):
    """Run the command; its exit status, output and messages."""
    monkeypatch.setenv("PAYESH_DATA", str(folder))

    def _run(*arguments):
        try:
            status = main(list(arguments))
        except SystemExit as stopped:  # argparse ends the process itself
            status = stopped.code
        return status, *capsys.readouterr()

    return _run


@pytest.mark.parametrize("name", questions())
def test_json_is_an_object_that_names_what_stands_behind_it(run, name):
    status, output, _ = run(name, "--format", "json")
    answer = json.loads(output, parse_constant=lambda constant: pytest.fail(constant))
    assert status == 0
    assert {"rows", "n", "period", "loads", "reader"} <= set(answer)
    assert answer["reader"] == "everyone"
    # Of changes only those are rows that survive, and in the extracts nothing has changed. Where
    # the extracts are too small for a question, or lack a column, a note says so.
    changes_tested = name == "what_changed" and answer["totals"]["tested"]
    assert answer["rows"] or changes_tested or answer["notes"]


def test_json_equals_the_answer(run, marts):
    selection = Selection(instrument="short", provinces=["IR-09", "IR-29"], last_month="1404-05")
    expected = factor_status.ask(marts, selection, by=("channel",)).as_json_object()
    asked = "--instrument short --province IR-09 --province IR-29 --to 1404-05 --by channel"
    _, output, _ = run("factor_status", *asked.split(), "--format", "json")
    assert json.loads(output) == expected | {"reader": "everyone"}


@pytest.mark.parametrize("name", questions())
def test_csv_has_the_same_rows(run, name):
    _, as_json, _ = run(name, "--format", "json")
    _, as_csv, _ = run(name, "--format", "csv")
    rows = list(csv.DictReader(io.StringIO(as_csv)))
    expected = json.loads(as_json)["rows"]
    assert [list(row) for row in rows] == [list(row) for row in expected]
    for row, same in zip(rows, expected, strict=True):
        assert [str(v) if v is not None else "" for v in same.values()] == list(row.values())


@pytest.mark.parametrize("name", questions())
def test_table_shows_n_period_version_and_loads(run, marts, name):
    status, output, _ = run(name, "--province", "IR-09")
    assert status == 0
    version = f"version {marts.version}"
    for shown in ("n ", "1404-05 to 1404-06", version, "reader everyone", "sample data"):
        assert shown in output


def test_below_the_table_stands_what_the_totals_say(run):
    asked = "satisfaction_trends --instrument short --by month --province IR-09"
    _, output, _ = run(*asked.split())
    below = output.split("\n\n")[1]
    assert "\nchange: first 1404-05, last 1404-06, difference " in below
    assert "finite_population not applied" in below and "\nmeasure: kind overall" in below
    _, output, _ = run("process_charts", "--measure", "satisfaction", "completion_rate")
    below = output.split("\n\n")[1]
    assert below.count("\ncharts: measure ") == 2


def test_all_filters_and_groups_are_understood(run):
    asked = (
        "--region khorasans --province IR-09 IR-29 --branch N1 N2 --channel kiosk web_portal "
        "--service history --customer-group insured --from 1404-05 --to 1404-06 "
        "--by month channel --format json"
    )
    status, output, messages = run("channel_usage", *asked.split())
    assert (status, messages) == (0, "")
    assert set(json.loads(output)["selection"]) == {
        "region", "provinces", "branches", "channels", "services", "customer_groups",
        "first_month", "last_month",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("channel_usage --province IR-9", "closest: IR-29, IR-09"),
        ("channel_usage --from 1404-13", "closest: 1404-06"),
        ("channel_usage --from 1404-06 --to 1404-05", "later than the last month"),
        ("factor_status --instrument shrot", "closest: short"),
        ("factor_status --instrument paired --battery statisfaction", "closest: satisfaction"),
        ("satisfaction_trends --region khorasan", "closest: khorasans"),
    ],
)
def test_a_wrong_code_or_month_is_one_line_and_status_2(run, arguments, said):
    status, output, messages = run(*arguments.split())
    assert (status, output) == (2, "")
    assert messages.count("\n") == 1
    assert said in messages


@pytest.mark.parametrize("name", ["factor_status", "scale_status"])
def test_options_of_a_question_reach_it(run, marts, name):
    asked = "--instrument short --rule evidence --adjust holm --target 3.2 --design simple"
    status, output, _ = run(name, *asked.split(), "--format", "json")
    expected = questions()[name].ask(
        marts, Selection(instrument="short"), (), "evidence", "holm", 3.2, "simple"
    )
    assert status == 0
    assert json.loads(output) == expected.as_json_object() | {"reader": "everyone"}


def test_the_design_of_trends(run):
    trends = ("satisfaction_trends", "--format", "json", "--by", "province")
    survey, simple = (
        json.loads(run(*trends, *more)[1])["rows"] for more in ((), ("--design", "simple"))
    )
    assert survey[1]["province"] == simple[1]["province"] == "IR-09"  # it has several branches
    assert survey[1]["se_design"] != pytest.approx(survey[1]["se"])
    assert simple[1]["se_design"] == pytest.approx(simple[1]["se"])


@pytest.mark.parametrize(
    ("asked", "taken"),
    [
        ("what_changed --compare same_month_last_year", {"compare": "same_month_last_year"}),
        ("comparison --measure completion_rate --target 0.7 --design simple --by channel",
         {"measure": "completion_rate", "target": 0.7, "design": "simple", "by": ("channel",)}),
        ("process_charts --measure satisfaction --measure on_time_share digital_take_up",
         {"measures": ("satisfaction", "on_time_share", "digital_take_up")}),
        ("process_charts --panel constant", {"panel": "constant"}),
        ("satisfaction_trends --panel constant --by month",
         {"panel": "constant", "by": ("month",)}),
    ],
)  # fmt: skip
def test_what_a_question_takes_reaches_it(run, marts, asked, taken):
    status, output, _ = run(*asked.split(), "--format", "json")
    assert status == 0
    expected = questions()[asked.split()[0]].ask(marts, Selection(), **taken)
    assert json.loads(output) == expected.as_json_object() | {"reader": "everyone"}


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ("what_changed --compare last_year", "invalid choice: 'last_year' (choose from"),
        ("comparison --measure requests_per_working_day", "invalid choice"),  # it has no funnel
        ("process_charts --measure favourable_share", "invalid choice"),  # and that no chart
        ("satisfaction_trends --panel constnat", "invalid choice: 'constnat' (choose from"),
        ("factor_status --panel constant", "province_panels, satisfaction_trends would"),
        ("channel_usage --compare previous_month", "profile, what_changed would"),
        ("what_changed --measure satisfaction", "process_charts, province_panels would"),
        ("comparison --target high", "--target: invalid float value: 'high'"),
        ("channel_usage --rule evidence", "--rule: channel_usage does not take it; factor_"),
        ("satisfaction_trends --target 3", "--target: satisfaction_trends does not take it"),
        ("factor_status --rule evidnce", "invalid choice: 'evidnce' (choose from"),
        ("factor_status --target high", "--target: invalid float value: 'high'"),
    ],
)
def test_an_option_of_other_questions_or_a_wrong_one(run, arguments, said):
    status, output, messages = run(*arguments.split())
    assert (status, output) == (2, "")
    assert said in messages


def test_a_target_off_the_scale_is_one_line(run):
    status, output, messages = run("factor_status", "--instrument", "short", "--target", "6")
    assert (status, output, messages.count("\n")) == (2, "", 1)
    assert "target: '6' is not on the scale, which goes from 1 to 5" in messages


@pytest.mark.parametrize("arguments", ["", "no_question", "channel_usage --by year"])
def test_a_command_that_is_not_understood(run, arguments):
    status, _, messages = run(*arguments.split())
    assert status == 2
    assert "usage: python -m analysis" in messages


@pytest.mark.parametrize("name", ["", *questions()])
def test_help(run, name):
    status, output, _ = run(*name.split(), "--help")
    assert status == 0
    assert all(question in output for question in questions()) or f"analysis {name}" in output


def test_without_a_warehouse_in_a_process_of_its_own(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "analysis", "channel_usage"],
        cwd=PROJECT, env={"PAYESH_DATA": str(tmp_path), "PATH": ""},
        capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert done.returncode == 1
    assert done.stderr.count("\n") == 1
    assert "nothing was published yet" in done.stderr


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        ('=HYPERLINK("http://x")', "'=HYPERLINK"),  # a formula
        ("@sum", "'@sum"),  # a formula in an older dialect
        ("+98 21", "'+98 21"),  # a telephone number is text
        ("-", "'-"),  # a dash is no number
        ("-3.5", "-3.5"),  # a number in text stays a number
        (-3.5, "-3.5"),  # a number
        ("IR-09", "IR-09"),  # the sign is not at the beginning
        ("رضایت", "رضایت"),
    ],
)
def test_no_cell_is_a_formula(cell, written):
    text = printing.as_csv(_answer([{"cell": cell}]))
    assert next(iter(csv.DictReader(io.StringIO(text))))["cell"].startswith(written)


def test_undefined_values_are_null_and_never_nan():
    text = printing.as_json(_answer([{"mean": float("nan"), "t": float("inf")}]))
    assert json.loads(text)["rows"] == [{"mean": None, "t": None}]


def _answer(rows):
    return Answer(
        "q", rows, {}, 1, {"from": None, "to": None}, [], "r", "1", Selection(), False, []
    )
