"""The expert panel of the loaded rows: its ratios, its agreement, and where it says nothing."""

import csv

import polars as pl
import pytest
from scipy import stats

from analysis import expert_panel, priorities
from analysis.marts import Reader, open_marts
from analysis.selection import Selection, SelectionError
from etl.data_folder import DataFolder
from etl.load import Loading

SHORT = Selection(instrument="short")
ITEMS = ("A1", "A2", "A3", "A4")
COLUMNS = ("panel", "instrument", "province", "expert", "item", "essential", "relevance",
           "importance")  # fmt: skip


def rating(expert, item, panel="1404-06", province="IR-09", **said) -> dict:
    return {"panel": panel, "instrument": "short", "province": province, "expert": f"e{expert}",
            "item": item} | said  # fmt: skip


@pytest.fixture
def judged(surveyed, tmp_path):
    """Load a panel's ratings beside a few answer sheets."""

    def load(rows):
        surveyed([{"branch": "N1", "A1": 3} for _ in range(6)])
        file = tmp_path / "inbox" / "expert_panel.csv"
        with file.open("w", encoding="utf-8", newline="") as opened:
            writer = csv.DictWriter(opened, COLUMNS)
            writer.writeheader()
            writer.writerows(rows)
        (report,) = Loading(DataFolder(tmp_path)).load([file])
        assert report.outcome == "loaded", list(report.lines())
        return open_marts(Reader("test"))

    return load


def panel(n=10, **changes) -> list[dict]:
    """Of n experts nine in ten call A1 essential, none A2; all find A1 more important than A2."""
    rows = []
    for expert in range(n):
        for place, item in enumerate(ITEMS):
            essential = "essential" if place == 0 and expert else "useful"
            said = {"essential": essential, "relevance": 4 if expert > place else 2}
            rows.append(rating(expert, item, **said, importance=5 - place, **changes))
    return rows


def test_ratios_and_indices_of_a_panel(judged):
    answer = expert_panel.ask(judged(panel()), SHORT)
    rows = {row["item"]: row for row in answer.rows}
    assert list(rows) == list(ITEMS) and answer.n == 10
    assert (rows["A1"]["essential"], rows["A1"]["cvr"]) == (9, pytest.approx(0.8))
    assert (rows["A2"]["cvr"], rows["A2"]["is_essential"]) == (-1, False)
    assert rows["A1"]["is_essential"] and answer.totals["essential"] == 1
    assert [rows[item]["i_cvi"] for item in ITEMS] == pytest.approx([0.9, 0.8, 0.7, 0.6])
    assert answer.totals["s_cvi"] == pytest.approx(0.75)
    assert [rows[item]["importance"] for item in ITEMS] == [5, 4, 3, 2]
    assert (answer.totals["w"], answer.totals["w_experts"]) == (pytest.approx(1), 10)
    assert answer.totals["panel"] == "1404-06"
    assert [load["file"] for load in answer.loads] == ["expert_panel.csv"]


def test_the_last_panel_counts_and_priorities_may_ask_it_from_anywhere(judged):
    early = panel(n=7, panel="1404-05")
    for row in early:
        row["importance"] = 1
    marts = judged(early + panel())
    assert expert_panel.ask(marts, SHORT).n == 10
    before = Selection(instrument="short", last_month="1404-05")
    assert expert_panel.ask(marts, before).n == 7
    elsewhere = Selection(instrument="short", provinces="IR-29")
    assert expert_panel.ask(marts, elsewhere).n == 0
    assert expert_panel.importance(marts, elsewhere) == dict(zip(ITEMS, (5, 4, 3, 2), strict=True))
    assert set(expert_panel.importance(marts, before).values()) == {1}


def test_priorities_may_weigh_factors_by_what_the_experts_say(judged):
    marts = judged(panel())
    answer = priorities.ask(marts, SHORT, importance="experts")
    assert {row["item"]: row["importance"] for row in answer.rows} == {
        "A1": 5, "A2": 4, "A3": 3, "A4": 2,
    }  # fmt: skip
    assert answer.totals["importance"] == "experts"
    assert answer.totals["offered"].split()[-1] == "experts"
    assert answer.totals["median_importance"] == 3.5


def test_a_panel_that_asks_one_thing_leaves_the_others_unsaid(judged):
    rows = [rating(n, item, essential="essential") for n in range(6) for item in ITEMS]
    marts = judged(rows)
    answer = expert_panel.ask(marts, SHORT)
    assert {row["cvr"] for row in answer.rows} == {1}
    assert {row["i_cvi"] for row in answer.rows} == {row["importance"] for row in answer.rows}
    assert {row["i_cvi"] for row in answer.rows} == {None}
    assert answer.totals["w"] is None and answer.totals["s_cvi"] is None
    assert expert_panel.importance(marts, SHORT) == {}


def test_experts_who_do_not_distinguish_have_no_agreement(judged):
    rows = [rating(n, item, importance=3) for n in range(6) for item in ITEMS]
    assert expert_panel.ask(judged(rows), SHORT).totals["w"] is None


def test_fewer_than_five_experts_are_not_shown(judged):
    marts = judged(panel(n=4))
    answer = expert_panel.ask(marts, SHORT)
    assert answer.n is None and {row["cvr"] for row in answer.rows} == {None}
    assert [note.code for note in answer.notes] == ["few_experts"]
    assert expert_panel.importance(marts, SHORT) == {}


def test_without_a_panel_every_factor_is_there_and_empty(marts):
    answer = expert_panel.ask(marts, SHORT)
    assert (answer.n, len(answer.rows)) == (0, 4)
    assert {row["cvr"] for row in answer.rows} == {None}
    assert expert_panel.importance(marts, SHORT) == {}
    assert "experts" not in priorities.ask(marts, SHORT).totals["offered"]
    with pytest.raises(SelectionError, match="by: "):
        expert_panel.ask(marts, SHORT, by=("province",))


def test_a_version_without_panels_is_still_read(marts, monkeypatch):
    monkeypatch.setattr(expert_panel, "MART", "ratings_of_a_later_program")
    assert expert_panel.ask(marts, SHORT).n == 0


def test_wrong_judgements_are_turned_away_with_what_would_be_right(judged, tmp_path):
    judged(panel())
    wrong = [rating(n, "A1", panel="1404-05", relevance=3) for n in range(40)]
    wrong += [rating(90, "Z9"), rating(91, "A1", essential="yes"), rating(92, "A1", relevance=5)]
    file = tmp_path / "inbox" / "wrong.csv"
    with file.open("w", encoding="utf-8", newline="") as opened:
        writer = csv.DictWriter(opened, COLUMNS)
        writer.writeheader()
        writer.writerows(wrong)
    report = Loading(DataFolder(tmp_path)).check(file)
    said = "\n".join(report.lines())
    assert report.outcome == "refused" and "3 of 43 rows" in said
    assert "line 42: item: 'Z9' is not one of" in said
    assert "line 43: essential: 'yes' is not one of essential, useful, not_necessary" in said
    assert "line 44: relevance: '5' is not a whole number from 1 to 4" in said


def test_the_panel_of_the_sample_is_that_of_its_extract_and_called_a_sample(sample_data):
    rows = pl.read_csv(sample_data / "inbox" / "expert_panel_1404-05.csv")
    answer = expert_panel.ask(open_marts(), Selection())
    assert (answer.n, answer.sample, answer.totals["panel"]) == (20, True, "1404-05")
    for row in answer.rows:
        of = rows.filter(item=row["item"])
        essential = (of["essential"] == "essential").mean()
        assert row["cvr"] == pytest.approx(2 * essential - 1)
        assert row["i_cvi"] == pytest.approx((of["relevance"] >= 3).mean())
        assert row["importance"] == pytest.approx(of["importance"].mean())
    # W = χ² / m(k − 1), and χ² is Friedman's, by scipy over the experts who judged every factor.
    wide = rows.pivot("item", index="expert", values="importance").drop_nulls().drop("expert")
    friedman = stats.friedmanchisquare(*(wide[item] for item in wide.columns))
    assert answer.totals["w_chi_square"] == pytest.approx(friedman.statistic)
    assert answer.totals["w_p"] == pytest.approx(friedman.pvalue)
    assert answer.totals["w_experts"] == wide.height == 18


def test_a_panel_of_experts_who_are_not_of_the_sample_is_none(judged):
    assert not expert_panel.ask(judged(panel()), SHORT).sample
