"""The desk as a visit: a file that nobody knows is mapped, tried, saved and loaded."""

import re
import tomllib

import pytest

from etl.checks.catalogue import catalogue
from etl.history import history
from etl.publish import reading
from pages.parts import desk_columns, entry, words
from tests.pages.desk_visit import Desk, as_csv, requests


@pytest.fixture
def desk(empty_folder):
    return Desk()


def unknown_headers():
    """Persian headers, a value of their own, one column too many."""
    theirs = ["سریال", "شعبه", "خدمت", "كانال", "گروه مشتری", "زمان ثبت", "زمان انجام", "وضعیت",
              "مهلت", "مشتری", "یادداشت"]  # fmt: skip
    rows = []
    for row in requests(range(20)):
        values = [*row.values(), "-"]
        values[3] = "از راه وب"
        rows.append(dict(zip(theirs, values, strict=True)))
    return as_csv(rows, theirs)


def test_unknown_headers_are_mapped_tried_saved_and_loaded(desk, empty_folder):
    desk.drop(**{"تماس‌ها 1404-07.csv": unknown_headers()})
    assert "گونهٔ ناشناخته" in desk.text
    assert re.search(r"ستون ما.*كانال|کانال", desk.text, re.DOTALL)  # proposed by its name
    (request_id,) = [w for w in desk.app.selectbox if w.key.endswith("_request_id")]
    desk.choose(request_id.key, "سریال").write("desk_map_name", "calls").click("desk_map_try")
    assert words.say("desk.mapping.tried_refused") in desk.text  # no channel is known
    (channel,) = [w for w in desk.app.selectbox if "_channel_value_" in w.key]
    desk.choose(channel.key, "web_portal").click("desk_map_try")
    assert "۲۰ ردیف درست و ۰ ردیف نادرست" in desk.text
    assert not list(empty_folder.mappings.glob("*.toml"))
    desk.click("desk_map_save")
    assert (empty_folder.mappings / "calls.toml").exists()
    assert words.say("desk.state.ready") in desk.text
    desk.click("desk_load")
    assert history(empty_folder)[0]["source"] == "service_log/calls"


def test_a_mapping_is_not_overwritten_unasked(desk, empty_folder):
    (empty_folder.mappings / "calls.toml").write_text('kind = "survey_wave"\n')
    desk.drop(**{"1404-07.csv": unknown_headers()}).write("desk_map_name", "calls")
    desk.click("desk_map_save")
    assert words.say("desk.mapping.not_saved") in desk.text
    assert "نگاشتی با نام" in desk.text
    assert (empty_folder.mappings / "calls.toml").read_text() == 'kind = "survey_wave"\n'


def fields(desk, kind="selectbox"):
    """The fields of the assistant by what they are about."""
    return {w.key.split("_", 3)[-1]: w for w in desk.app.get(kind) if "desk_map_" in (w.key or "")}


def test_counts_with_a_column_for_each_channel_are_mapped_and_loaded(desk, empty_folder):
    """Headers like our channels are proposed; what «ND» means is told under a fold."""
    theirs = ["ماه", "خدمت", "كيوسك خودخدمت", "حضوری در شعبه", "توضیح"]
    rows = [["۱۴۰۴/۷", "insurance_history", "12", "ND", "-"],
            ["۱۴۰۴/۷", "history_certificate", "30", "8", "-"]]  # fmt: skip
    lines = [dict(zip(theirs, row, strict=True)) for row in rows]
    desk.drop(**{"آمار 1404-07.csv": as_csv(lines, theirs)})
    asked = fields(desk)
    assert asked["unpivot"].value == "channel"  # and so the kind was proposed too
    assert asked["unpivot_of_کیوسک خودخدمت"].value == "kiosk"
    assert asked["unpivot_of_حضوری در شعبه"].value == "in_person"
    assert "channel" not in asked and "requests" not in asked
    assert "period" not in asked  # known by how its cells are written
    desk.write(fields(desk, "text_input")["missing"].key, "ND، -")
    desk.write("desk_map_name", "counts").click("desk_map_save")
    assert words.say("desk.state.ready") in desk.text
    mapping = tomllib.loads((empty_folder.mappings / "counts.toml").read_text(encoding="utf-8"))
    assert mapping["unpivot"] == {
        "channel": {"کیوسک خودخدمت": "kiosk", "حضوری در شعبه": "in_person"}
    }
    assert mapping["columns"] == {"ماه": "period", "خدمت": "service"}
    assert mapping["missing"] == ["ND", "-"] and mapping["other_columns"] == "ignore"
    assert words.say("desk.effect.measures.missing") in desk.text
    assert "مقدار شمرده نشد و صفر هم نیست" in desk.text  # what etl found out, in Persian
    assert "data-measure='after' data-value='50'" in desk.source  # requests that would be counted
    desk.click("desk_load")
    with reading(empty_folder) as con:
        counts = con.execute(
            "select channel, sum(requests), sum(missing) from volumes group by 1 order by 1"
        ).fetchall()
    assert counts == [("in_person", 8, 1), ("kiosk", 42, 0)]


def test_a_year_across_two_years_is_asked_about(desk, empty_folder):
    """Headers share a word beside the name of a channel; «1403-1404» begins nobody knows when."""
    theirs = ["سال مالی", "خدمت", "kiosk_applications", "ussd applications"]
    lines = [dict(zip(theirs, ["۱۴۰۳-۱۴۰۴", "insurance_history", "12", "30"], strict=True))]
    desk.drop(**{"آمار سالانه.csv": as_csv(lines, theirs)})
    asked = fields(desk)
    assert asked["unpivot_of_kiosk_applications"].value == "kiosk"
    assert asked["unpivot_of_ussd applications"].value == "ussd" and "period" not in asked
    desk.write("desk_map_name", "yearly").click("desk_map_try")
    assert words.say("desk.mapping.tried_refused") in desk.text
    assert catalogue()["two_years"].title_fa in desk.text  # why, beside how often
    key = fields(desk, "text_input")["period_value_0"].key
    desk.write(key, "سال مالی")
    assert words.say("desk.mapping.period_not", value="\u2068سال مالی\u2069") in desk.text
    desk.write(key, "1403-07-01 تا ۱۴۰۴/۶/۳۱").click("desk_map_try")
    assert words.say("desk.mapping.tried") in desk.text
    desk.click("desk_map_save")
    mapping = tomllib.loads((empty_folder.mappings / "yearly.toml").read_text(encoding="utf-8"))
    assert mapping["values"] == {"period": {"۱۴۰۳-۱۴۰۴": "2024-09-22/2025-09-22"}}
    desk.click("desk_load")
    assert history(empty_folder)[0]["period"] == "1403-07/1404-06"


def test_a_survey_of_one_answer_a_line_is_mapped_and_loaded(desk, empty_folder):
    """What holds the questions is found by what it holds; none of the 42 items is asked about."""
    items = [f"R{number}" for number in range(1, 43)]
    lines = [
        {"کد": sheet, "محل": "B0901", "روز": "04/07/03", "سنجه": item, "نمره": "4"}
        for sheet in ("s1", "s2")
        for item in items
    ]
    desk.drop(**{"پاسخ‌ها 1404-07.csv": as_csv(lines, list(lines[0]))})
    asked = fields(desk)
    assert (asked["long"].value, asked["long_item"].value) == ("long", "سنجه")
    assert asked["long_answer"].value == "نمره" and not set(items) & set(asked)
    desk.choose(asked["respondent"].key, "کد")
    desk.choose(fields(desk)["answered_on"].key, "روز")
    desk.choose(fields(desk)["date_format"].key, "%y/%m/%d")
    desk.choose(fields(desk)["calendar"].key, "jalali")
    desk.write("desk_map_name", "lines").click("desk_map_save").click("desk_load")
    (entry,) = history(empty_folder)
    assert (entry["kind"], entry["period"], entry["rows_taken"]) == ("survey", "1404-07", 2)


def test_examples_keep_their_direction_in_a_persian_sentence(empty_folder):
    """Else browsers show 1404-07 from its end: after Persian letters digits turn around hyphens."""
    columns = {column.name: column for column in entry.columns("channel_volume")}
    period = desk_columns.right(columns["period"])
    assert "\u2066۱۴۰۴-۰۷\u2069" in period and "\u2066۲۰۱۸-۰۴-۰۱/۲۰۱۹-۰۳-۳۱\u2069" in period
    day = desk_columns.right(columns["period_to"])
    assert "\u2066۱۴۰۴-۰۷-۰۳ ۰۹:۱۲:۴۵\u2069" in day
    assert "\u2066data/reference/branches.csv\u2069" in desk_columns.right(columns["branch"])
