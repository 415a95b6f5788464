"""Codes by any of their spellings, answers in words, and what stands for no value."""

import pytest

from etl.instruments import read_instruments
from etl.load import Loading
from etl.publish import reading
from etl.refusal import Refusal
from tests.etl.extracts import LOG, request, respondent, write_log, write_survey

ITEMS = [f"R{n}" for n in range(1, 43)]


def checked(folder, path, limit=0.9):
    return Loading(folder, limit=limit).check(path)


def log(folder, tmp_path, **changes):
    """The report on a log of one request."""
    return checked(folder, write_log(tmp_path / "x.csv", [request(1, **changes)]))


def add_spellings(folder, **also) -> None:
    """The optional column `also` in the list of branches."""
    path = folder.reference / "branches.csv"
    header, *lines = path.read_text(encoding="utf-8").splitlines()
    said = [f"{line},{also.get(line.split(',')[0], '')}" for line in lines]
    path.write_text("\n".join([f"{header},also", *said]) + "\n", encoding="utf-8")


@pytest.mark.parametrize(
    "column, cell",
    [
        ("branch", "b0901"),
        ("branch", "شعبهٔ نمونهٔ ۱ مشهد"),
        ("branch", "شعبه نمونه 1 مشهد"),
        ("branch", "نمونهٔ ۱ مشهد"),  # without the word for branch
        ("branch", "Sample branch 1, Mashhad"),
        ("channel", "درگاه اينترنتي"),  # Arabic letters
        ("channel", "درگاه\u200cاینترنتی"),
        ("channel", "Web-Portal"),
        ("service", "سابقه بیمه"),
        ("customer_group", "بیمه شده"),
        ("status", "Completed"),
    ],
)
def test_a_code_by_any_of_its_spellings(empty_folder, tmp_path, column, cell):
    assert log(empty_folder, tmp_path, **{column: cell}).rows_taken == 1


@pytest.mark.parametrize("cell", ["خراسان‌رضوي", "استان خراسان رضوی", "Razavi Khorasan Province"])
def test_a_province_by_any_of_its_spellings(empty_folder, tmp_path, cell):
    sheet = respondent(1, [*ITEMS, "overall"], province=cell)
    del sheet["branch"]
    (report,) = Loading(empty_folder).load([write_survey(tmp_path / "x.csv", [sheet])])
    assert report.outcome == "loaded", list(report.lines())
    with reading(empty_folder) as con:
        assert con.execute("select distinct province from respondents").fetchall() == [("IR-09",)]


def test_further_spellings_stand_in_the_list(empty_folder, tmp_path):
    add_spellings(empty_folder, B0901="م۱؛ شعبه مرکزی مشهد", B0902="شعبه مرکزی مشهد")
    assert log(empty_folder, tmp_path, branch="م 1").rows_taken == 1


def test_a_name_of_two_is_refused_with_both_codes(empty_folder, tmp_path):
    add_spellings(empty_folder, B0901="شعبه مرکزی مشهد", B0902="مرکزی مشهد")
    (problem,) = log(empty_folder, tmp_path, branch="مركزي مشهد").problems
    assert problem.code == "several_codes"
    assert "'مركزي مشهد' is not the name of one only: B0901 or B0902" in str(problem)


def mapping(folder, text: str) -> None:
    (folder.mappings / "x.toml").write_text('kind = "service_log"\n' + text, encoding="utf-8")


def test_a_mapping_s_words_are_told_by_their_letters(empty_folder, tmp_path):
    mapping(empty_folder, '[values.channel]\n"سامانهٔ برخط" = "web_portal"\n')
    assert log(empty_folder, tmp_path, channel="سامانه‌ برخط").rows_taken == 1


def test_a_mapping_s_code_that_nobody_knows_is_its_own_fault(empty_folder, tmp_path):
    mapping(empty_folder, '[values.channel]\nWEB = "web_portl"\n')
    said = log(empty_folder, tmp_path).message
    assert "values.channel: 'WEB' = 'web_portl'" in said and "perhaps web_portal" in said


def test_what_stands_for_no_value_is_none_and_said(empty_folder, tmp_path):
    mapping(empty_folder, 'missing = ["ND", "نامشخص"]\n')
    rows = [request(1, due_at="ND"), request(2, customer_group="نامشخص"), request(3, branch="ND")]
    report = checked(empty_folder, write_log(tmp_path / "x.csv", rows))
    assert (report.rows_taken, report.rows_refused) == (2, 1)
    assert "line 4: branch: 'ND' is not" in str(report.problems[0])  # a request needs its branch
    said = "\n".join(report.lines())
    assert "'ND' is no value, and not zero: branch in 1 of 3 rows, due_at in 1 of 3 rows" in said


def test_a_wrong_time_of_completion_is_said_once(empty_folder, tmp_path):
    report = log(empty_folder, tmp_path, completed_at="بعداً")
    assert [(p.code, p.shown) for p in report.problems] == [("moment", "بعداً")]


def test_a_duration_gives_the_time_of_completion(empty_folder, tmp_path):
    rows = [
        request(1, completed_at="", duration="۲ ساعت"),
        request(2, completed_at="", duration="90"),  # minutes or hours?
        request(3, completed_at="", duration="", status="pending"),
    ]
    path = write_log(tmp_path / "x.csv", rows, [*LOG, "duration"])
    (report,) = Loading(empty_folder, limit=0.5).load([path])
    assert [p.code for p in report.problems] == ["duration"]
    accepted = empty_folder.loads / "1" / "accepted.parquet"
    with reading(empty_folder) as con:
        done = f"select completed_at - submitted_at = interval 2 hours from '{accepted}'"
        assert con.execute(f"{done} order by line").fetchall() == [(True,), (None,)]


INSTRUMENT = """
instrument = "desk"
title_fa = "پیشخوان"
title_en = "Desk"
lowest = 1
highest = 5
reference = 3
labels = ["agreement_5", "amount_5"]
not_applicable = [99, "نمی‌دانم", "مورد ندارد"]
batteries = [{battery = "status", title_fa = "وضع", title_en = "Status"}]
[[items]]
item = "fast"
title_fa = "تند"
title_en = "Fast"
[[items]]
item = "slow"
title_fa = "کند"
title_en = "Slow"
reversed = true
[[overall]]
item = "all"
title_fa = "روی هم"
title_en = "Overall"
lowest = 0
highest = 10
reference = 5
labels = {"افتضاح" = 0}
"""


def answers(folder) -> dict[str, list]:
    with reading(folder) as con:
        rows = con.execute(
            "select item, list(answer order by answer) from "
            "(select item, answer, unnest(range(respondents)) from answers) group by item"
        ).fetchall()
    return dict(rows)


def test_answers_in_words_codes_that_are_none_and_reversed_items(empty_folder, tmp_path):
    (empty_folder.instruments / "desk.toml").write_text(INSTRUMENT, encoding="utf-8")
    given = [
        {"fast": "کاملا موافقم", "slow": "کاملاً مخالفم", "all": "افتضاح"},  # 5, 1 turned, 0
        {"fast": "خیلی كم", "slow": "۵", "all": "10"},  # 1, 5 turned, 10
        {"fast": "نمیدانم", "slow": "99", "all": "مورد ندارد"},  # no answers
        {"fast": "Strongly agree", "slow": "", "all": ""},
    ]
    rows = [respondent(n, [], **one) for n, one in enumerate(given)]
    (report,) = Loading(empty_folder).load([write_survey(tmp_path / "x.csv", rows)])
    assert (report.rows_taken, report.rows_refused) == (4, 0), list(report.lines())
    assert answers(empty_folder) == {"fast": [1, 5, 5], "slow": [1, 5], "all": [0, 10]}
    assert "'نمیدانم' is no value" in "\n".join(report.lines())


def test_a_number_with_its_label_is_an_answer_where_both_agree(empty_folder, tmp_path):
    (empty_folder.instruments / "desk.toml").write_text(INSTRUMENT, encoding="utf-8")
    given = ["5 - کاملاً موافقم", "کاملا موافقم (۵)", "۱. خیلی کم", "5 - خیلی کم"]
    rows = [respondent(n, [], fast=one, slow="3", all="") for n, one in enumerate(given)]
    report = checked(empty_folder, write_survey(tmp_path / "x.csv", rows))
    assert [(p.line, p.value) for p in report.problems] == [(5, "5 - خیلی کم")]  # 1 it is called


def test_the_different_unknown_words_are_told_at_once(empty_folder, tmp_path):
    """For who writes a mapping: five lines may all hold the same word."""
    channels = ["فاکس"] * 7 + ["تلکس"] * 2 + ["پیک"]
    rows = [request(n, channel=channel) for n, channel in enumerate(channels)]
    report = checked(empty_folder, write_log(tmp_path / "x.csv", rows))
    assert report.counts[0].values == {"فاکس": 7, "تلکس": 2, "پیک": 1}
    assert "most frequent first: 'فاکس' (7), 'تلکس' (2), 'پیک' (1)" in "\n".join(report.lines())


def test_words_of_another_scale_are_no_answers(empty_folder, tmp_path):
    (empty_folder.instruments / "desk.toml").write_text(INSTRUMENT, encoding="utf-8")
    rows = [respondent(1, [], fast="5", slow="5", all="کاملاً موافقم")]  # 5 of 10 it is not
    report = checked(empty_folder, write_survey(tmp_path / "x.csv", rows))
    assert [(p.code, p.column) for p in report.problems] == [("whole", "all")]


def test_a_mapping_tells_the_words_of_all_answers(empty_folder, tmp_path):
    (empty_folder.mappings / "x.toml").write_text(
        'kind = "survey"\ninstrument = "remote_services_42"\n[values.answers]\n"بله" = 5\n',
        encoding="utf-8",
    )
    rows = [respondent(1, [*ITEMS, "overall"], "بله")]
    assert checked(empty_folder, write_survey(tmp_path / "x.csv", rows)).rows_taken == 1


def test_a_month_of_a_wave_in_words(empty_folder, tmp_path):
    path = tmp_path / "x.csv"
    path.write_text(
        "wave,instrument,province,invited,answered\n"
        'شهریور ۱۴۰۴,remote_services_42,خراسان رضوی,"۱٬۲۳۴",1000\n',
        encoding="utf-8",
    )
    (report,) = Loading(empty_folder).load([path])
    assert report.outcome == "loaded", list(report.lines())
    with reading(empty_folder) as con:
        waves = con.execute("select month, province, invited from survey_waves").fetchall()
    assert waves == [("1404-06", "IR-09", 1234)]


@pytest.mark.parametrize(
    "wrong, said",
    [
        ('labels = "agrement_5"', "there is no scale agrement_5; right: perhaps agreement_5"),
        ('labels = {"خوب" = 6}', "labels: خوب: 6; right: a number from 1 to 5"),
        ("labels = 5", 'the name of a scale: "agreement_5"'),
        ('not_applicable = "نمی‌دانم"', "a list of numbers and words"),
    ],
)
def test_labels_that_mean_nothing_are_refused(empty_folder, tmp_path, wrong, said):
    key = wrong.split(" ")[0]
    lines = [line for line in INSTRUMENT.splitlines() if not line.startswith(f"{key} = [")]
    path = empty_folder.instruments / "desk.toml"
    path.write_text("\n".join([wrong, *lines]), encoding="utf-8")
    report = log(empty_folder, tmp_path)
    assert report.failed and said in report.message and "desk.toml" in report.message


def test_a_scale_of_other_limits_is_refused(empty_folder, tmp_path):
    path = empty_folder.instruments / "desk.toml"
    path.write_text(INSTRUMENT.replace("highest = 5", "highest = 7"), encoding="utf-8")
    with pytest.raises(Refusal, match="agreement_5 goes from 1 to 5; right: a scale from 1 to 7"):
        read_instruments(empty_folder)
