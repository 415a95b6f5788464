"""A real survey of a kiosk channel: Korean, cp949, four batteries, no respondent, place or date."""

import csv
import json

import pytest
from scipy import stats

from analysis.__main__ import main
from etl.instruments import read_toml
from etl.publish import reading
from tests.real.kiosk_file import FILE


@pytest.fixture(scope="module")
def answers_of(real_extracts, kiosk):
    """Answers of one column straight from the file, by our name of it."""
    with (real_extracts / "kiosk_survey" / FILE).open(encoding="cp949", newline="") as text:
        header, *rows = csv.reader(text)
    mapped = read_toml(kiosk.mappings / "kiosk_survey.toml")["columns"]
    titles = [" ".join(title.split()) for title in header]
    ours = {mapped[title]: n for n, title in enumerate(titles) if title in mapped}

    def answers(column: str) -> list[int]:
        return [int(row[ours[column]]) for row in rows if row[ours[column]]]

    return answers


def factor_status(folder, monkeypatch, capsys, *words) -> dict:
    monkeypatch.setenv("PAYESH_DATA", str(folder.root))
    assert main(["factor_status", "--instrument", "kiosk_service_quality", "--format", "json",
                 *words]) == 0  # fmt: skip
    return json.loads(capsys.readouterr().out)


def test_all_sheets_are_taken_and_four_of_them_are_blank(kiosk):
    with reading(kiosk) as con:
        assert con.execute("select rows_taken, rows_refused from loads").fetchone() == (211, 0)
        counted = con.execute(
            "select battery, item, sum(respondents)::integer from answers group by all"
        ).fetchall()
    assert {n for _, _, n in counted} == {207}
    # items in four batteries, the overall items, and what is asked both ways
    assert len(counted) == 24 * 4 + 4 + 29 * 2


@pytest.mark.parametrize("battery", ["expectation", "perception", "importance", "satisfaction"])
def test_every_item_equals_scipy_on_the_raw_file(kiosk, answers_of, battery, monkeypatch, capsys):
    answer = factor_status(kiosk, monkeypatch, capsys, "--battery", battery)
    assert answer["n"] == 207 and len(answer["rows"]) == 24
    for row in answer["rows"]:
        raw = answers_of(f"{row['item']}.{battery}")
        expected = stats.ttest_1samp(raw, 4, alternative="greater")
        assert row["n"] == len(raw) == 207
        assert row["t"] == pytest.approx(expected.statistic, abs=1e-9)
        assert row["p"] == pytest.approx(expected.pvalue, abs=1e-9)


def test_the_first_overall_item_is_the_satisfaction(kiosk, answers_of, monkeypatch, capsys):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    assert main(["satisfaction_trends", "--format", "json"]) == 0
    (row,) = json.loads(capsys.readouterr().out)["rows"]
    raw = answers_of("satisfied")
    assert row["n"] == 207 and row["mean"] == pytest.approx(sum(raw) / 207, abs=1e-12)
