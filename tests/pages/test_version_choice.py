"""Any page as it was published: the version in the address, and what a figure rests on."""

import re
import shutil

import pytest

from analysis import channel_usage
from analysis.marts import open_marts
from analysis.selection import Selection
from etl import sample
from etl.data_folder import DataFolder
from etl.load import Loading
from tests.pages.conftest import Visit

HOME = Selection(provinces=("IR-09",))


@pytest.fixture
def two_versions(warehouse, tmp_path, monkeypatch):
    """The sample, and a version with one more month of requests; the numbers of both."""
    root = tmp_path / "data"
    shutil.copytree(warehouse, root, symlinks=True)
    monkeypatch.setenv("PAYESH_DATA", str(root))
    before = open_marts().version
    folder = DataFolder(root)
    written = sample.write(
        tmp_path / "more", months=1, until="1404-08", reference=folder.reference,
        instruments=folder.instruments, studies=folder.studies,
    )  # fmt: skip
    logs = [path for path in written if path.name.startswith("service_log")]
    assert [report.outcome for report in Loading(folder).load(logs)] == ["loaded"]
    return before, open_marts().version


def test_an_earlier_version_shows_the_figures_of_its_day(two_versions):
    before, now = two_versions
    assert before != now
    address = {"province": "IR-09", "from_": "1404-05"}
    latest = Visit(**address).open("channel_usage")
    earlier = Visit(version=before, **address).open("channel_usage")
    counted = channel_usage.ask(open_marts(version=before), HOME).totals["requests"]
    assert earlier.value("requests") == str(counted)
    assert int(latest.value("requests")) > counted
    assert "آن‌گونه که منتشر شد" in earlier.text and "آن‌گونه که منتشر شد" not in latest.text
    assert earlier.address["version"] == before and "version" not in latest.address


def test_the_version_is_chosen_among_the_filters_and_left_again(two_versions):
    before, _ = two_versions
    opened = Visit(province="IR-09").open("channel_usage")
    opened.choose("version", before)
    assert opened.address["version"] == before
    opened.app.button(key="filters_reset").click().run()
    assert "version" not in opened.address


def test_a_version_that_is_not_there_is_said_and_the_latest_shown(two_versions):
    opened = Visit(version="000999")
    assert "«000999» در «نسخهٔ منتشرشده» وجود ندارد" in opened.text
    assert "version" not in opened.address


def test_every_figure_names_its_files(visit):
    opened = visit("channel_usage", province="IR-09")
    answer = channel_usage.ask(open_marts(), HOME, by=("channel",))
    folds = re.findall(r"<details class='lineage'>(.*?)</details>", opened.source)
    assert len(folds) == opened.source.count("<p class='foot'") > 0
    for load in answer.loads:
        assert f"<bdi class='code'>{load['file']}</bdi>" in folds[0]
