"""Figures on paper: gaps stay gaps, signs go with colours, labels do not lie on each other."""

import re

from analysis.statistics.variation import COMMON_CAUSE
from pages.parts import numbers
from reports import figures
from reports.document import Figure
from reports.drawing import Plane, line


def month(name, value, variation=COMMON_CAUSE, **more):
    base = {"month": name, "value": value, "lower": 3.0, "upper": 4.0, "centre": 3.5, "n": 50}
    return base | {"variation": variation, "causes": None, "baseline": 0} | more


def drawn(rows, events=()):
    values = {"rows": rows, "events": list(events), "written": numbers.mean, "tick": numbers.mean}
    return figures.drawn(Figure("process", "یافته", values))


def test_a_month_without_data_is_a_gap():
    plane = Plane((0, 4), (0, 1))
    assert line(plane, [(0, 0.1), (1, 0.2), (2, None), (3, 0.3), (4, 0.4)]).count("<polyline") == 2
    whole = [month(f"1404-0{i}", 3.5) for i in range(1, 6)]
    broken = whole[:2] + [month("1404-03", None)] + whole[3:]
    assert drawn(broken).count("<circle") == drawn(whole).count("<circle") - 1


def test_a_special_month_has_a_shape_and_a_colour_of_its_own():
    rows = [month("1404-01", 3.5), month("1404-02", 4.2, "special_improving", causes="outside_up")]
    assert drawn(rows).count("#0B7A75") == 2 and "<polygon points" in drawn(rows)
    hollow = drawn([month("1404-01", 3.5), month("1404-02", 3.9, causes="trend_up")])
    assert "#0B7A75" not in hollow and "fill='#FFFFFF'" in hollow


def test_the_last_value_is_written_and_months_are_named():
    said = drawn([month("1404-01", 3.5), month("1404-02", 3.42)])
    assert "۳٫۴۲" in said and "اردیبهشت" in said and "<title>یافته</title>" in said
    assert "<text" not in said  # the printer sets words of SVG letter by letter


def test_one_value_and_equal_values_can_be_drawn():
    for rows in ([month("1404-01", 3.0, lower=None, upper=None, centre=3.0)],
                 [month(f"1404-0{i}", 3.5, lower=3.5, upper=3.5) for i in (1, 2)]):  # fmt: skip
        assert "<svg" in drawn(rows) and "nan" not in drawn(rows)


def unit(name, size, value, flag="inside", side="at", z=0.0):
    limits = {"lower_95": 0.4, "upper_95": 0.6, "lower_998": 0.3, "upper_998": 0.7}
    base = {"branch": name, "n_effective": size, "value": value, "flag": flag, "side": side}
    return base | limits | {"z": z, "suppressed": False}


def funnel(rows, highlighted=()):
    values = {
        "rows": rows, "target": 0.5, "names": lambda row: row["branch"],
        "written": numbers.share, "tick": numbers.share, "highlighted": set(highlighted),
    }  # fmt: skip
    return figures.drawn(Figure("funnel", "یافته", values))


def labels(said):
    return re.findall(r"<span class='label'[^>]*>(N\d+)</span>", said)


def test_a_funnel_names_those_outside_but_not_two_in_one_place():
    rows = [unit("N1", 100, 0.5), unit("N2", 50, 0.75, "outside", "above", 4.0)]
    assert labels(funnel(rows)) == ["N2"]
    rows.append(unit("N3", 51, 0.751, "outside", "above", 3.0))
    assert labels(funnel(rows)) == ["N2"]
    assert labels(funnel(rows, ["N1"])) == ["N1"]  # the one that the profile is of


def test_a_factor_is_drawn_with_symbol_word_and_interval():
    row = {"item": "R1", "title_fa": "عامل <یک>", "title_en": "x", "mean": 3.4, "low": 3.2,
           "high": 3.6, "status": "favourable", "suppressed": False}  # fmt: skip
    said = figures.drawn(Figure("dots", "یافته", {"rows": [row], "reference": 3.0}))
    assert "<i class='sign up'></i> مناسب" in said and "۳٫۴۰" in said and "عامل &lt;یک&gt;" in said
    assert said.count("<polyline") == 3  # the scale, the reference, the interval
