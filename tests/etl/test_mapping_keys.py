"""Each slip in a mapping or a questionnaire is told by file and key, with what would be right."""

import pytest

from etl.instruments import read_instruments
from etl.load import Loading
from etl.mapping_files import read_mappings
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request, write_log


@pytest.mark.parametrize(
    "toml, said",
    [
        ('kind = "servce_log"', "x.toml: kind: 'servce_log'; right: one of"),
        ("files = 'x'", "x.toml: lacks the key kind; right: one of"),
        ('kind = ["survey"]', "x.toml: kind: ['survey'] is not a text"),
        ('kind = "survey"\nfiles = ["a.csv", "b.csv"]', 'right: files = "calls_*.csv"'),
        ('kind = "survey"\nencoding = "cp-1256x"', "encoding: unknown encoding 'cp-1256x'"),
        ('kind = "survey"\ndelimiter = ";;"', "delimiter: ';;' is not one sign"),
        ('kind = "survey"\ncolumns = "branch"', "columns: 'branch' is not a table; right: a part"),
        ('kind = "survey"\n[values]\nbranch = "x"', "values: {'branch': 'x'} is not a table of"),
        ('kind = "survey"\n[columns]\nx = ["a"]', "columns: {'x': ['a']} is not a table"),
        ('kind = "survey"\ndate_format = "%d/%m"', "date_format: '%d/%m' has no %Y"),
        ('kind = "survey"\ndate_format = "%y/%m/%d"', 'right: calendar = "jalali"'),
        ('kind = "survey"\ncalendar = "shamsi"', "calendar: 'shamsi'; right: one of jalali"),
        ('kind = "survey"\ndecimal = "x"', "decimal: 'x'; right: one of"),
        ('kind = "survey"\nheader_row = 0', "header_row: 0 is not a number from 1"),
        ('kind = "survey"\nmissing = "ND"', "missing: 'ND' is not a list of texts"),
        ('kind = "survey"\nother_columns = "drop"', "right: one of refuse, ignore"),
        ('kind = "survey"\n[units]\nduration = "weeks"', "units: duration: 'weeks'; right: one of"),
        ('kind = "survey"\nlong = {item = "x"}', "long: lacks answer"),
        ('kind = "survey"\nlong = {itm = "x"}', "unknown key long.itm; right: perhaps item"),
        ('kind = "survey"\ncolums = {}', "unknown key colums; right: perhaps columns"),
        ("kind = ", "x.toml: not a TOML file"),
    ],
)
def test_a_wrong_key_of_a_mapping(empty_folder, toml, said):
    (empty_folder.mappings / "x.toml").write_text(toml, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_mappings(empty_folder)
    assert said in str(refusal.value)
    assert "x.toml" in str(refusal.value)


@pytest.mark.parametrize(
    "toml, said",
    [
        ('[columns]\nA = "branch"\nB = "chanel"', "columns: 'chanel' is no column of service_log"),
        ('[constants]\nchanel = "ussd"', "constants: 'chanel'"),
        ('[values.chanel]\nA = "ussd"', "values: 'chanel' is no column of service_log; right: per"),
        ('line_number = "request"', "line_number: 'request'"),
        ('[units]\nbranch = "hours"', "units: branch is not counted in hours"),
        ('[units]\nduration = "percent"', "duration is not counted in percent; right: one of days"),
        ('[unpivot.channel]\nA = "ussd"', "service_log has nothing to unpivot"),
        ('long = {item = "A", answer = "B"}', "long: service_log is not long; right: a survey"),
    ],
)
def test_a_mapping_that_speaks_of_what_is_not_there(empty_folder, tmp_path, toml, said):
    text = f'mapping = "calls"\nkind = "service_log"\nother_columns = "ignore"\n{toml}\n'
    (empty_folder.mappings / "x.toml").write_text(text, encoding="utf-8")
    rows = [request(1) | {"A": "x", "B": "y"}]
    report = Loading(empty_folder).check(write_log(tmp_path / "x.csv", rows, [*LOG, "A", "B"]))
    assert report.failed and said in report.message and "mapping calls" in report.message


def test_columns_that_are_called_as_ours_need_not_be_named(empty_folder, tmp_path):
    text = 'kind = "service_log"\n[columns]\n"شعبه" = "branch"\n'
    (empty_folder.mappings / "x.toml").write_text(text, encoding="utf-8")
    columns = ["شعبه" if column == "branch" else column for column in LOG]
    row = {"شعبه": "B0901"} | request(1)
    report = Loading(empty_folder).check(write_log(tmp_path / "x.csv", [row], columns))
    assert (report.outcome, report.rows_taken) == ("checked", 1), list(report.lines())


QUESTIONNAIRE = """
instrument = "desk"
title_fa = "پیشخوان"
title_en = "Desk"
lowest = 1
highest = 5
reference = 3
[[batteries]]
battery = "status"
title_fa = "وضع"
title_en = "Status"
[[items]]
item = "fast"
title_fa = "تند"
title_en = "Fast"
"""

ITEM = 'item = "fast"\ntitle_fa = "تند"\ntitle_en = "Fast"\n[[items]]\n'


def group(kind: str, code: str) -> str:
    return f'[[{kind}s]]\n{kind} = "{code}"\ntitle_fa = "سرعت"\ntitle_en = "Speed"\n'


@pytest.mark.parametrize(
    "right, wrong, said",
    [
        ('title_en = "Fast"', "", "items, fast: lacks title_en"),
        ('battery = "status"\n', "", "batteries, number 1: lacks battery"),
        ("lowest = 1", 'lowest = "1"', "lowest: '1' is no number"),
        ("lowest = 1", "lowest = 6", "lowest 6 and highest 5; right: a scale from less to more"),
        (
            'title_en = "Fast"',
            'title_en = "Fast"\nreverse = true',
            "unknown key reverse; right: pe",
        ),
        (
            'title_en = "Fast"',
            'title_en = "Fast"\nreversed = "yes"',
            "reversed: 'yes'; right: true",
        ),
        ('title_en = "Fast"', 'title_en = "Fast"\nsubscale = "s"', "subscale 's' is not described"),
        ("reference = 3", "reference = 3\nnot_aplicable = []", "perhaps not_applicable"),
        (
            "reference = 3",
            'reference = 3\nweights = "raked"',
            "weights = 'raked'; right: one of wa",
        ),
        # A row of a survey has its branch in that column
        ('item = "fast"', 'item = "branch"', "items, branch: is a name that Payesh itself uses"),
        ('item = "fast"', 'item = "speed/1"', "items, speed/1: has a / in its code"),
        # Columns of a table are compared without case
        ('item = "fast"', ITEM + 'item = "FAST"', "stand twice: FAST, fast"),
        ('battery = "status"', 'battery = "overall"', "batteries, overall: is a name that Payesh"),
        ("[[items]]", group("subscale", "total") + "[[items]]", "subscales, total: is a name"),
        (
            "[[items]]",  # the items of both would be counted as one scale
            group("component", "speed") + group("subscale", "speed") + "[[items]]",
            "components or subscales that stand twice: speed",
        ),
        ("reference = 3", "reference = 30", "reference 30 on a scale from 1 to 5; right: a number"),
        ('title_en = "Fast"', 'title_en = "Fast"\nhighest = 2', "items, fast: reference 3 on a sc"),
        ('item = "fast"', "item = 5", "item: 5 is no text; right: a text in quotes"),
        ('instrument = "desk"', 'instrument = "remote_services_42"', "already the instrument of"),
    ],
)
def test_a_wrong_key_of_a_questionnaire(empty_folder, right, wrong, said):
    assert right in QUESTIONNAIRE
    text = QUESTIONNAIRE.replace(right, wrong)
    (empty_folder.instruments / "x.toml").write_text(text, encoding="utf-8")
    with pytest.raises(Refusal) as refusal:
        read_instruments(empty_folder)
    assert said in str(refusal.value) and "instruments/x.toml" in str(refusal.value)
