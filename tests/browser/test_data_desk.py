"""The desk in Chromium: upload, correct a mapping, load, see the figures change, undo, see them
return.
"""

import csv
import shutil
from urllib.request import urlopen

import fastexcel
import pytest

from etl.data_folder import DataFolder
from etl.history import history
from etl.load import Loading
from pages.parts import words
from tests.browser import reading
from tests.browser.extracts import CORRECTED, Extracts, corrected, where
from tests.browser.serving import serving
from tests.browser.test_right_to_left import STICKING_OUT, WIDER_THAN_ITS_PLACE
from tests.real.conftest import HERE as REAL
from tests.real.conftest import real_extracts  # noqa: F401 (a fixture)

pytestmark = pytest.mark.browser

KIOSK = "kiosk_raw_cp949.csv"
HOSTILE = "<img src=x onerror=alert(1)> 1404-07.csv"


def drop(page, *paths):
    page.locator("input[type=file]").set_input_files([str(path) for path in paths])


def press(page, key, then):
    """Click a button and wait for the words that follow."""
    page.locator(f".st-key-{key} button").click()
    shows(page, then)


def shows(page, text):
    page.get_by_text(text, exact=False).first.wait_for()
    reading.settle(page)


def measured(server):
    """What Streamlit says of its memory."""
    with urlopen(f"{server.address}/_stcore/metrics", timeout=60) as answer:
        return answer.read().decode()


def persian(number):
    return str(number).translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹"))


def requests_at_home(page, server):
    reading.open_page(page, server, "/channel_usage?province=IR-09")
    return reading.whole(reading.headline(page)[0]["requests"])


def test_a_correction_is_looked_at_loaded_and_undone(page, own_data, own_server, tmp_path):
    path = corrected(own_data, tmp_path / CORRECTED)
    extracts, inbox = Extracts(own_data), own_data / "inbox" / CORRECTED
    before = where(extracts.requests, ("IR-09",))
    month = where(extracts.requests, extracts.provinces.values(), month=("1404-07",))
    shutil.copy(path, inbox)
    after = Extracts(own_data)
    fewer = where(after.requests, after.provinces.values(), month=("1404-07",))
    home = where(after.requests, ("IR-09",))
    assert requests_at_home(page, own_server) == len(before)

    reading.open_page(page, own_server, "/data_desk")
    drop(page, path)
    earlier = next(e for e in history(DataFolder(own_data)) if e["file"] == path.name)
    shows(page, words.say("desk.load.replace", load=persian(earlier["load"])))
    assert "UploadedFileManager" not in measured(own_server)  # which tells the bytes it holds
    effect = reading.table(page, words.say("desk.effect.caption", period="مهر ۱۴۰۴"))[0]
    assert reading.whole(effect["before"]) == len(month)
    assert reading.whole(effect["after"]) == len(fewer)
    press(page, "desk_load", words.say("desk.load.sure"))
    press(page, "desk_load_yes", words.say("desk.loaded.undo"))
    assert requests_at_home(page, own_server) == len(home) < len(before)

    reading.open_page(page, own_server, "/data_desk")
    load = history(DataFolder(own_data))[-1]["load"]
    press(page, f"desk_undo_{load}", words.say("desk.sure.yes"))
    press(page, f"desk_undo_{load}_yes", words.say("desk.undone.title", load=persian(load)))
    assert requests_at_home(page, own_server) == len(before)


@pytest.fixture
def kiosk(real_extracts, tmp_path):  # noqa: F811
    """The first 120 of the real answers are loaded; since then the mapping has one header less."""
    data, path = tmp_path / "data", real_extracts / "kiosk_survey" / KIOSK
    shutil.copytree(REAL / "kiosk_survey", data)
    first = tmp_path / "kiosk_raw_first.csv"
    with path.open(encoding="cp949", newline="") as text:
        rows = list(csv.reader(text))
    with first.open("w", encoding="cp949", newline="") as text:
        csv.writer(text).writerows(rows[:121])
    assert [r.outcome for r in Loading(DataFolder(data)).load([first])] == ["loaded"]
    mapping = data / "mappings" / "kiosk_survey.toml"
    text = mapping.read_text(encoding="utf-8")
    theirs = next(line for line in text.splitlines() if line.endswith('= "x1.expectation"'))
    mapping.write_text(text.replace(theirs, '"이전 질문" = "x1.expectation"'), encoding="utf-8")
    return data, path, theirs.split('"')[1]


@pytest.fixture
def kiosk_server(kiosk, tmp_path):
    with serving(kiosk[0], tmp_path / "log") as running:
        yield running


def respondents(page, server):
    """How many answered, as the page of the factors says."""
    reading.open_page(page, server, "/factor_status")
    return reading.whole(reading.headline(page)[0]["n"])


def test_the_mapping_of_a_real_survey_is_corrected_loaded_and_undone(page, kiosk, kiosk_server):
    data, path, header = kiosk
    before = respondents(page, kiosk_server)
    assert before == 118  # two of the first 120 never used a kiosk
    reading.open_page(page, kiosk_server, "/data_desk")
    drop(page, path)
    shows(page, words.say("desk.mapping.title"))
    field = page.locator('[class*="x1-expectation"] input, [class*="x1_expectation"] input')
    field.click()
    field.fill(header[:20])
    page.get_by_role("option", name=header, exact=False).first.click()
    reading.settle(page)
    page.locator(".st-key-desk_map_replace label").click()
    reading.settle(page)
    press(page, "desk_map_save", words.say("desk.mapping.where"))
    shows(page, words.say("desk.load.replace", load="۱"))
    press(page, "desk_load", words.say("desk.load.sure"))
    press(page, "desk_load_yes", words.say("desk.loaded.undo"))
    assert respondents(page, kiosk_server) == 207
    reading.open_page(page, kiosk_server, "/data_desk")
    press(page, "desk_undo_2", words.say("desk.sure.yes"))
    press(page, "desk_undo_2_yes", words.say("desk.undone.title", load="۲"))
    assert respondents(page, kiosk_server) == before
    assert (data / "mappings" / "kiosk_survey.toml.1").exists()


def test_on_a_phone_nothing_sticks_out_and_nothing_is_run(phone, own_server, tmp_path):
    dialogs = []
    phone.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    path = tmp_path / HOSTILE
    path.write_text(f"{HOSTILE},b\n{HOSTILE},2\n", encoding="utf-8")
    reading.open_page(phone, own_server, "/data_desk")
    drop(phone, path)
    shows(phone, words.say("desk.mapping.title"))
    assert phone.locator("img").count() == 0 and not dialogs
    assert phone.evaluate(WIDER_THAN_ITS_PLACE) == []
    assert phone.evaluate(STICKING_OUT) == []


def test_a_file_can_be_dropped_and_loaded_with_the_keyboard(page, own_server, own_data, tmp_path):
    """The way from the top of the page to the button, without a mouse."""
    reading.open_page(page, own_server, "/data_desk")
    drop(page, corrected(own_data, tmp_path / CORRECTED))
    earlier = next(e for e in history(DataFolder(own_data)) if e["file"] == CORRECTED)
    shows(page, words.say("desk.load.replace", load=persian(earlier["load"])))
    page.locator(".st-key-desk_who input").focus()
    button = page.locator(".st-key-desk_load button")
    for _ in range(40):
        page.keyboard.press("Tab")
        if button.evaluate("e => e === document.activeElement"):
            break
    page.keyboard.press("Enter")
    shows(page, words.say("desk.load.sure"))


def test_a_template_is_downloaded(page, own_server):
    reading.open_page(page, own_server, "/data_desk")
    reading.unfold(page, words.say("desk.templates.title"))
    with page.expect_download() as download:
        page.get_by_role("button", name=words.say("desk.templates.csv")).click()
    header = download.value.path().read_text(encoding="utf-8-sig").strip().split(",")
    assert "channel" in header and len(header) > 5
    with page.expect_download() as download:
        page.get_by_role("button", name=words.say("desk.templates.xlsx")).click()
    (data, dictionary) = fastexcel.read_excel(download.value.path()).sheet_names
    assert (data, dictionary) == ("data", "dictionary")
