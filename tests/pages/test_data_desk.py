"""The desk as a visit: drop, look, decide, undo; nothing from a file is rendered."""

import csv
import html
import io
import re
import tomllib

import pytest
from streamlit.testing.v1 import AppTest

from etl.checks.catalogue import catalogue
from etl.history import history, undone
from etl.load import Loading
from etl.publish import only_writer, reading
from pages.parts import desk_columns, desk_said, entry, words
from tests.etl.extracts import LOG, request, write_log
from tests.pages.conftest import APP

NAME = "service_log_1404-07.csv"
HOSTILE = "<img src=x onerror=alert(1)>"


class Desk:
    """One visit to the desk."""

    def __init__(self):
        self.app = AppTest.from_file(str(APP), default_timeout=60).run()
        self.app.switch_page("pages/data_desk.py").run()
        assert not self.app.exception

    @property
    def source(self):
        return "\n".join(element.proto.body for element in self.app.get("html"))

    @property
    def text(self):
        titles = [element.value for element in self.app.subheader]
        return html.unescape("\n".join([*titles, re.sub(r"<[^>]*>", " ", self.source)]))

    def drop(self, **files):
        given = [(name, content, "text/csv") for name, content in files.items()]
        self.app.file_uploader[0].set_value(given).run()
        return self._fine()

    def click(self, key):
        self.app.button(key=key).click().run()
        return self._fine()

    def write(self, key, text):
        self.app.text_input(key=key).set_value(text).run()
        return self._fine()

    def choose(self, key, value):
        self.app.selectbox(key=key).set_value(value).run()
        return self._fine()

    def _fine(self):
        assert not self.app.exception
        return self


def as_csv(rows, columns=LOG):
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def requests(numbers_, **changes):
    return [request(number, **changes) for number in numbers_]


@pytest.fixture
def desk(empty_folder):
    return Desk()


@pytest.fixture
def loaded(empty_folder):
    """A month of twenty requests is loaded."""
    path = write_log(empty_folder.root / NAME, requests(range(20)))
    list(Loading(empty_folder).load([path]))
    return empty_folder


def test_an_empty_desk_says_so(desk):
    for key in ("data_desk.nothing_waits", "data_desk.nothing_loaded", "desk.history.none",
                "desk.versions.none"):  # fmt: skip
        assert words.say(key) in desk.text
    assert words.say("data_desk.title") == desk.app.title[0].value


def test_a_file_is_dropped_looked_at_and_loaded(desk, empty_folder):
    desk.drop(**{NAME: as_csv(requests(range(20)))})
    assert words.say("desk.state.ready") in desk.text
    assert words.say("desk.effect.finding_new") in desk.text
    assert not history(empty_folder)  # a look is no load
    desk.write("desk_who", "مریم").click("desk_load")
    (entry,) = history(empty_folder)
    assert (entry["rows_taken"], entry["loaded_by"], entry["file"]) == (20, "مریم", NAME)
    assert words.say("data_desk.nothing_waits") in desk.text
    assert "بارگذاری ۱: ۲۰ ردیف پذیرفته" in desk.text


def test_bad_rows_come_back_with_reasons_and_are_dropped_again(desk, empty_folder):
    rows = [*requests(range(30)), *requests([30], channel="fax")]
    desk.drop(**{NAME: as_csv(rows)})
    assert words.say("desk.state.some_refused") in desk.text
    assert "کد ناشناخته" in desk.text and "سطر ۳۲: \u2068fax\u2069" in desk.text
    back = desk.app.session_state["desk.looks"]
    ((_, seen),) = [(key, value) for key, value in back.items()]
    mended = seen.rejected.decode("utf-8-sig").replace("fax", "kiosk").encode("utf-8-sig")
    desk.click("desk_load").click("desk_load_yes")
    desk.drop(**{"service_log_1404-07.rejected.csv": mended})
    desk.click("desk_load")
    assert [entry["rows_taken"] for entry in history(empty_folder)] == [30, 1]


def test_more_bad_rows_than_the_limit_are_loaded_around_knowingly(desk, empty_folder):
    rows = [*requests(range(12)), *requests(range(12, 16), branch="B9999")]
    desk.drop(**{NAME: as_csv(rows)})
    assert "۲۵٪ ردیف‌ها نادرست است" in desk.text
    desk.click("desk_load")
    assert "۴ ردیف (\u061c۲۵٪) کنار می‌ماند و ۱۲ ردیف وارد می‌شود" in desk.text
    assert not history(empty_folder)  # asked first
    desk.click("desk_load_no")
    assert not history(empty_folder)
    desk.click("desk_load").click("desk_load_yes")
    assert [(e["rows_taken"], e["rows_refused"]) for e in history(empty_folder)] == [(12, 4)]


def test_a_correction_says_what_it_replaces_and_can_be_undone(loaded):
    desk = Desk()
    desk.drop(**{NAME: as_csv(requests(range(15)))})
    assert "جای بارگذاری ۱ را می‌گیرد" in desk.text
    rows = re.search(r"data-measure='fresh' data-value='15'.*?data-value='(\d+)'", desk.source)
    assert rows[1] == "20"  # by month: fifteen come, twenty go
    assert re.search(r"data-measure='before' data-value='20'.*?data-value='15'", desk.source)
    desk.click("desk_load").click("desk_load_yes")
    assert [entry["replaces"] for entry in history(loaded)] == [None, 1]
    desk.click("desk_undo_2").click("desk_undo_2_yes")
    assert [entry["load"] for entry in history(loaded)] == [1]
    assert undone(loaded)[0]["load"] == 2
    assert "بارگذاری ۱ دوباره شمرده می‌شود" in desk.text


def test_a_load_that_was_replaced_is_not_undone_before_its_replacement(loaded):
    list(Loading(loaded).load([write_log(loaded.root / NAME, requests(range(15)))]))
    desk = Desk().choose("desk_load_chosen", 1)
    assert desk.app.button(key="desk_undo_1").disabled
    assert words.say("desk.undo.blocked", load="۲") in desk.text


def test_while_another_load_runs_the_desk_says_so(desk, empty_folder):
    desk.drop(**{NAME: as_csv(requests(range(20)))})
    with only_writer(empty_folder):
        desk.click("desk_load")
    assert "بارگذاری، بازگرداندن یا پشتیبان‌گیری دیگری در جریان است" in desk.text
    assert not history(empty_folder)
    desk.click("desk_load")  # the file still waits
    assert len(history(empty_folder)) == 1


def test_a_file_that_is_refused_says_why_and_what_would_be_right(desk):
    rows = [row | {"client": "0013542419"} for row in requests(range(4))]
    desk.drop(**{NAME: as_csv(rows)})
    assert "کد ملی" in desk.text and "نام مستعاری که سامانهٔ فرستنده بسازد" in desk.text
    assert "0013542419" not in desk.source  # never shown, in no preview either
    assert not [b for b in desk.app.button if b.key == "desk_load"]
    desk.click("desk_discard").click("desk_discard_yes")
    assert words.say("data_desk.nothing_waits") in desk.text


def test_a_file_that_is_loaded_already_says_so(loaded):
    desk = Desk().drop(**{NAME: (loaded.root / NAME).read_bytes()})
    assert words.say("desk.state.unchanged") in desk.text
    assert not [b for b in desk.app.button if b.key == "desk_load"]


def test_files_of_the_inbox_are_looked_at_when_asked_and_loaded_together(empty_folder):
    for month in ("05", "06"):
        day = {"submitted_at": f"1404-{month}-03", "completed_at": f"1404-{month}-04"}
        path = empty_folder.inbox / f"service_log_1404-{month}.csv"
        write_log(path, requests(range(20), **day, due_at=""))
    desk = Desk()
    assert words.say("desk.state.unseen") in desk.text
    desk.click("desk_look_all").click("desk_load_all")
    assert [entry["period"] for entry in history(empty_folder)] == ["1404-05", "1404-06"]
    assert len(list(empty_folder.inbox.glob("*.csv"))) == 2  # files of the inbox stay


def test_without_a_name_nothing_can_be_changed(loaded, monkeypatch):
    desk = Desk().drop(**{NAME: as_csv(requests(range(15)))}).write("desk_who", "  ")
    assert words.say("desk.who.missing") in desk.text
    for key in ("desk_load", "desk_discard", "desk_undo_1", "desk_keep_mark"):
        assert desk.app.button(key=key).disabled, key


def test_nothing_of_a_file_is_rendered(desk):
    columns = [f"{HOSTILE}{column}" for column in LOG]
    rows = [dict(zip(columns, row.values(), strict=True)) for row in requests([1])]
    rows[0][columns[1]] = HOSTILE
    desk.drop(**{f"{HOSTILE}.csv": as_csv(rows, columns)})
    assert "onerror" in desk.text  # shown as text
    assert "<img" not in desk.source
    assert not any("<img" in element.value for element in (*desk.app.subheader, *desk.app.markdown))


def test_bad_values_are_not_rendered(desk):
    rows = [*requests(range(20)), *requests([20], channel=HOSTILE)]
    desk.drop(**{NAME: as_csv(rows)})
    assert HOSTILE in desk.text and "<img" not in desk.source


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


def test_a_version_is_kept_under_a_title(loaded):
    desk = Desk().write("desk_keep_title_000001", "گزارش مهر").click("desk_keep_mark")
    assert "گزارش مهر" in desk.text
    desk.click("desk_keep_free")
    assert "<bdi>گزارش مهر</bdi>" not in desk.source


def test_an_earlier_version_has_a_link(loaded):
    list(Loading(loaded).load([write_log(loaded.root / NAME, requests(range(15)))]))
    assert "href='/?version=000001'" in Desk().source


def test_every_kind_has_a_dictionary(desk):
    for place in range(len(desk.app.selectbox(key="desk_template").options)):
        desk.choose("desk_template", place)
        assert words.say("desk.dictionary.must") in desk.text


@pytest.mark.parametrize(
    ("said", "persian"),
    [
        ("a.csv: checking 1,234 rows", "\u2068a.csv\u2069: بررسی ۱٬۲۳۴ ردیف"),
        ("missing columns a, b; and 3 more unexpected columns",
         "ستون‌هایی که نیست: \u2068a, b\u2069؛ و ۳ ستون ناشناختهٔ دیگر"),
        ("something new", "\u2068something new\u2069"),  # better in English than not at all
    ],
)  # fmt: skip
def test_what_etl_says_is_said_in_persian(said, persian):
    assert desk_said.line(said) == persian


def test_two_files_of_one_name_are_told_apart(loaded):
    """One lies in the inbox, its correction was dropped; the decision is about the chosen one."""
    write_log(loaded.inbox / NAME, requests(range(15)))
    desk = Desk().drop(**{NAME: as_csv(requests(range(14)))})
    options = desk.app.selectbox(key="desk_file").options
    assert len(set(options)) == 2
    desk.click("desk_load")  # asks back about the dropped one, whose fourteen rows were looked at
    assert words.say("desk.load.sure") in desk.text


def test_what_was_dropped_last_is_shown(loaded):
    """Another file waits since yesterday; the detail below the list is that of the new one."""
    desk = Desk().drop(**{"old.csv": as_csv(requests(range(14)))})
    desk.drop(**{"new.csv": b"name,age\nx,3\n"})
    assert desk.app.selectbox(key="desk_file").value.endswith("/new.csv")
    assert "name, age" in desk.text  # the headers that nobody knows


def test_a_full_disk_is_said_where_the_file_was_dropped(desk, monkeypatch):
    def full(*_):
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as disk:
        disk.setattr("etl.desk.uploads.os.replace", full)
        desk.drop(**{NAME: as_csv(requests(range(3)))})
    assert words.say("desk.drop.failed") in desk.text and "دیسک پر است" in desk.text


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
