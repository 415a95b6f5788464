"""The desk as a visit: drop, look, decide, undo; nothing from a file is rendered."""

import re

import pytest

from etl.history import history, undone
from etl.load import Loading
from etl.publish import only_writer
from pages.parts import desk_said, words
from tests.etl.extracts import LOG, write_log
from tests.pages.desk_visit import Desk, as_csv, requests

NAME = "service_log_1404-07.csv"
HOSTILE = "<img src=x onerror=alert(1)>"


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
