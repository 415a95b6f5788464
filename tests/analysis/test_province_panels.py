"""Small charts of all provinces: each as it is alone, in the order that attention asks for."""

import pytest

from analysis import process_charts, province_panels, satisfaction_trends
from analysis.marts import open_marts
from analysis.selection import Selection, SelectionError
from etl.__main__ import main

SHORT = Selection(instrument="short")


def months(province_means):
    """Ten sheets a month of every branch: {branch: its means, in tenths, month after month}."""
    return [
        {"branch": branch, "answered_on": f"{year}-{month:02d}-10", "overall": answer}
        for branch, means in province_means.items()
        for (year, month), mean in zip(CALENDAR, means, strict=False)
        for answer in _of_mean(mean)
    ]


def _of_mean(mean):
    """Ten whole answers next to each other with this mean."""
    low = int(mean)
    higher = round((mean - low) * 10)
    return [low + 1] * higher + [low] * (10 - higher)


CALENDAR = [(1402 + n // 12, n % 12 + 1) for n in range(30)]


def test_a_panel_is_the_chart_of_the_province_alone(marts):
    answer = province_panels.ask(marts, SHORT)
    assert len(answer.totals["panels"]) == 4
    for province in ("IR-09", "IR-29"):
        own = Selection(instrument="short", provinces=province)
        alone = process_charts.ask(marts, own, measures=("satisfaction",))
        rows = [row for row in answer.rows if row["province"] == province]
        for one, other in zip(rows, alone.rows, strict=True):
            for figure in ("month", "n", "value", "centre", "lower", "upper"):
                assert one[figure] == pytest.approx(other[figure])


def test_the_line_of_all_provinces_together(marts):
    answer = province_panels.ask(marts, SHORT)
    together = satisfaction_trends.ask(marts, SHORT, by=("month",))
    expected = {row["month"]: row["weighted_mean"] for row in together.rows}
    assert {row["month"]: row["value"] for row in answer.totals["whole"]} == pytest.approx(expected)
    assert answer.n == together.n


def test_what_worsened_comes_first_then_the_lowest(surveyed):
    steady = [6, 6.2, 5.8, 6.1, 5.9, 6, 6.2, 5.8, 6, 6.1, 5.9, 6, 6.1, 5.9, 6, 6.2, 5.8, 6]
    marts = surveyed(
        months(
            {
                "N1": [value + 1 for value in steady[:-1]] + [3.5],  # fell in the last month
                "S1": steady,
                "K1": [value - 2 for value in steady],  # low, as always
                "T1": steady[:-1] + [9],  # rose
            }
        )
    )
    panels = province_panels.ask(marts, SHORT).totals["panels"]
    assert [one["province"] for one in panels] == ["IR-09", "IR-28", "IR-29", "IR-07"]
    assert [one["variation"] for one in panels][::3] == ["special_concerning", "special_improving"]


def test_below_target_comes_before_those_that_meet_it(own_folder, monkeypatch):
    """The target of everywhere, and the own one of a province that has one."""
    lines = ["measure,province,target,from_month", "satisfaction,,1,1403-01",
             "satisfaction,IR-29,10,1403-01"]  # fmt: skip
    (own_folder / "targets.csv").write_text("\n".join(lines) + "\n", "utf-8")
    assert main(["rebuild"]) == 0
    answer = province_panels.ask(open_marts(), SHORT)
    panels = answer.totals["panels"]
    assert answer.totals["target"] == 1
    assert {one["province"]: one["target"] for one in panels} == {
        "IR-07": 1, "IR-09": 1, "IR-28": 1, "IR-29": 10,
    }  # fmt: skip
    assert [one["met"] for one in panels] == [False, True, True, True]
    assert (panels[0]["province"], answer.totals["below_target"]) == ("IR-29", 1)


def test_a_province_of_few_respondents_comes_last_without_figures(marts):
    answer = province_panels.ask(marts, Selection(instrument="tiny"))
    panels = {one["province"]: one for one in answer.totals["panels"]}
    assert set(list(panels)[2:]) == {"IR-28", "IR-29"}  # 3, and the next smallest
    for province in ("IR-28", "IR-29"):
        assert panels[province]["latest"] is panels[province]["met"] is None
        rows = [row for row in answer.rows if row["province"] == province]
        assert all(row["value"] is row["n"] is None for row in rows)
        assert [row["month"] for row in rows if row["suppressed"]] == ["1404-06"]  # no others


def test_nothing_where_the_complement_is_small(marts):
    wanted = Selection(instrument="tiny", provinces=("IR-07", "IR-09", "IR-29"))  # 3 more: IR-28
    answer = province_panels.ask(marts, wanted)
    assert all(row["value"] is None for row in answer.rows)
    assert all(row["value"] is None for row in answer.totals["whole"])
    assert answer.n == 0


def test_other_measures_and_what_cannot_be_asked_for(marts):
    answer = province_panels.ask(marts, SHORT, measure="digital_take_up")
    assert len(answer.totals["panels"]) == 4
    with pytest.raises(SelectionError, match="is not charted"):
        province_panels.ask(marts, SHORT, measure="happiness")
    with pytest.raises(SelectionError, match="is not one dimension"):
        province_panels.ask(marts, SHORT, by=("month",))
