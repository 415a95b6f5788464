"""Targets: read with errors that name the line, and part of what a version rests on."""

import pytest

from analysis.headlines import HEADLINES
from etl.data_folder import DataFolder
from etl.reference import fingerprint
from etl.refusal import Refusal
from etl.targets import BOUNDS, TARGETS, read_targets

HEADER = ",".join(TARGETS)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "reference").mkdir()
    (tmp_path / "reference" / "provinces.csv").write_text("province\nIR-09\nIR-29\n", "utf-8")
    return DataFolder(tmp_path)


def write(folder, *lines):
    folder.targets.write_text("\n".join([HEADER, *lines]) + "\n", "utf-8")


def test_targets_are_read_as_a_table(folder):
    write(folder, "on_time_share,,0.9,1404-01", "median_hours,IR-29,24,1404-07")
    assert read_targets(folder).rows() == [
        ("on_time_share", None, 0.9, "1404-01"),
        ("median_hours", "IR-29", 24.0, "1404-07"),
    ]


def test_without_a_file_there_are_no_targets(folder):
    found = read_targets(folder)
    assert found.rows() == [] and found.columns == TARGETS


def test_a_measure_may_have_one_target_per_place_and_month(folder):
    write(folder, "response_rate,,0.3,1404-01", "response_rate,IR-09,0.3,1404-01",
          "response_rate,,0.4,1404-02")  # fmt: skip
    assert read_targets(folder).height == 3


@pytest.mark.parametrize(
    "line, said",
    [
        ("satisfacton,,7,1404-01", "line 3: measure: 'satisfacton' is not known"),
        (",,7,1404-01", "line 3: measure: '' is not known"),
        ("on_time_share,IR-99,0.9,1404-01", "line 3: province: 'IR-99' is not known"),
        ("on_time_share,,90,1404-01", "line 3: target: '90' is no on_time_share; right: 0 to 1"),
        ("on_time_share,,90%,1404-01", "line 3: target: '90%' is no number"),
        ("on_time_share,,,1404-01", "line 3: target: '' is no number"),
        ("median_hours,,nan,1404-01", "line 3: target: 'nan' is no median_hours"),
        ("median_hours,,inf,1404-01", "line 3: target: 'inf' is no median_hours"),
        ("median_hours,,-1,1404-01", "line 3: target: '-1' is no median_hours"),
        ("on_time_share,,0.9,1404-13", "line 3: from_month: '1404-13' is no month"),
        ("on_time_share,,0.9,2025-10", "line 3: from_month: '2025-10' is no month"),
        ("on_time_share,,0.9,", "line 3: from_month: '' is no month"),
        ("response_rate,,0.2,1404-01", "line 3: the same measure, province and month as in line 2"),
    ],
)
def test_a_target_that_fits_nothing_is_refused(folder, line, said):
    write(folder, "response_rate,,0.3,1404-01", line)
    with pytest.raises(Refusal) as refused:
        read_targets(folder)
    assert str(refused.value).startswith(f"targets.csv, {said}")


def test_a_missing_column_is_refused(folder):
    folder.targets.write_text("measure,target\n", "utf-8")
    with pytest.raises(Refusal, match="lacks province, from_month"):
        read_targets(folder)


def test_the_measures_of_targets_are_those_of_the_overview():
    assert set(BOUNDS) == set(HEADLINES)


def test_another_target_is_another_version(folder):
    before = fingerprint(folder)
    write(folder)
    empty = fingerprint(folder)
    write(folder, "on_time_share,,0.9,1404-01")
    assert len({before, empty, fingerprint(folder)}) == 3
