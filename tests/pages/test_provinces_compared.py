"""Satisfaction trends: small charts of all provinces, and satisfaction by group."""

import re
from urllib.parse import unquote

import pytest

from analysis import province_panels, satisfaction_trends
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import group_dots
from pages.parts.status import STATUSES

PAGE = "satisfaction_trends"
PERIOD = {"from_": "1404-05", "to": "1404-07"}
MONTHS = {"first_month": "1404-05", "last_month": "1404-07"}


def test_every_province_has_a_panel_with_its_latest_value(visit):
    found = visit(PAGE, **PERIOD)
    answer = province_panels.ask(open_marts(), Selection(**MONTHS))
    panels = re.findall(
        r"<div class='panel[^']*' data-key='([^']*)'.*?data-measure='latest' data-value='([^']*)'",
        found.source,
    )
    expected = [(one["province"], str(one["latest"])) for one in answer.totals["panels"]]
    assert panels == expected  # in the order that attention asks for
    assert len(re.findall(r"<img [^>]*data:image/svg", found.source)) >= len(panels)
    own = Selection(provinces=("IR-09",), **MONTHS)
    splits = satisfaction_trends.ask(open_marts(), own, by=("channel",)).rows
    drawn = found.rows("mean")
    for row in splits:
        if row["weighted_mean"] is not None and row["channel"]:
            assert float(drawn[row["channel"]]) == pytest.approx(row["weighted_mean"], abs=1e-5)


def test_the_picture_of_a_panel_is_drawn_without_a_script(visit):
    found = visit(PAGE, split="customer_group", lang="en", **PERIOD)
    pictures = re.findall(r'src="data:image/svg\+xml,([^"]*)"', found.source)
    drawings = [unquote(picture) for picture in pictures]
    assert all(drawing.startswith("<svg ") and "script" not in drawing for drawing in drawings)
    assert found.address["split"] == "customer_group"
    assert not re.search("[\u0600-\u06ff]", re.sub("فارسی", "", found.text))


def row(mean, low, high, suppressed=False):
    n = None if suppressed else 50
    return {"mean": mean, "low": low, "high": high, "n": n, "weak": False, "suppressed": suppressed}


@pytest.mark.parametrize(
    ("values", "code"),
    [
        ((4.0, 3.5, 4.5), "above"),
        ((2.0, 1.5, 2.5), "below"),
        ((3.1, 2.9, 3.3), "near"),
        ((3.1, None, None), "near"),  # too few to know an interval
    ],
)
def test_a_group_is_above_or_below_only_with_its_whole_interval(values, code):
    assert group_dots.dot(row(*values), "k", "name", 3).status is STATUSES[code]


def test_a_hidden_group_has_no_number():
    drawn = group_dots.dot(row(None, None, None, suppressed=True), "k", "name", 3)
    assert drawn.status is STATUSES["suppressed"]
    assert drawn.mean is drawn.n is None and drawn.note == ""


def test_a_difference_is_said_only_where_the_intervals_do_not_overlap():
    names = {"a": "A", "b": "B"}
    apart = [row(4.0, 3.8, 4.2) | {"channel": "a"}, row(3.0, 2.8, 3.2) | {"channel": "b"}]
    close = [row(4.0, 3.0, 5.0) | {"channel": "a"}, row(3.9, 2.9, 4.9) | {"channel": "b"}]
    namer = group_dots.namer(names, "channel")
    assert "یکسان نیست" in group_dots.finding(apart, namer, "channel", "x")
    assert "روی هم می‌افتد" in group_dots.finding(close, namer, "channel", "x")
    assert "نمی‌توان سنجید" in group_dots.finding(apart[:1], namer, "channel", "x")


def test_a_group_of_few_answers_is_named_only_where_the_others_are_few_too():
    few, many, more = (
        row(mean, mean - 0.1, mean + 0.1) | {"channel": name, "weak": name == "few"}
        for mean, name in ((4.5, "few"), (4.0, "many"), (3.0, "more"))
    )
    namer = group_dots.namer({name: name for name in ("few", "many", "more")}, "channel")
    assert "few" not in group_dots.finding([few, many, more], namer, "channel", "x")
    assert "few" in group_dots.finding([few, many], namer, "channel", "x")
