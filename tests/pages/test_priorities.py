"""The page shows the numbers of analysis; what a manager enters becomes a mark on the trends."""

import html
import re
import shutil

import pytest

from analysis import drivers, operational_drivers, priorities
from analysis.marts import open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from pages.parts import numbers, words
from tests.pages.conftest import Visit

WAVE = {"province": "IR-09", "from_": "1404-05", "to": "1404-05"}
SELECTION = Selection(provinces="IR-09", first_month="1404-05", last_month="1404-05")


def cells(source, caption, measure):
    """{code of the row: plain value} of a column of a table."""
    table = source[source.index(f"<caption>{html.escape(caption)}") :]
    rows = re.findall(r"<tr class=.*?</tr>", table[: table.index("</table>")])
    return {
        re.search(r"data-measure='item' data-value='([^']*)'", row)[1]: found[1]
        for row in rows
        if (found := re.search(rf"data-measure='{measure}' data-value='([^']*)'", row))
    }


def answer(**way):
    return priorities.ask(open_marts(), SELECTION, **way)


def test_headline_and_lines_are_those_of_analysis(visit):
    opened, told = visit("priorities", **WAVE), answer()
    urgent = [
        row for row in told.rows if (row["quadrant"], row["status"]) == ("first", "unfavourable")
    ]
    widest = max(row["gap"] for row in told.rows)
    assert opened.value("urgent") == str(len(urgent))
    assert opened.value("unfavourable") == str(told.totals["unfavourable"])
    assert float(opened.value("gap")) == pytest.approx(widest)
    assert (opened.value("taken"), opened.value("n")) == ("0", str(told.n))
    assert numbers.mean(told.totals["median_importance"]) in opened.text
    for row in urgent[:3]:
        assert f"«{row['title_fa']}»" in opened.text


@pytest.mark.parametrize("way", [{}, {"rule": "study"}, {"target": 3.5}])
def test_every_number_of_the_twin_is_that_of_analysis(visit, way):
    opened = visit("priorities", **WAVE, **{key: str(value) for key, value in way.items()})
    told, source = answer(**way), opened.source
    caption = words.say("priorities.factors_caption")
    for measure in ("mean", "low", "high", "importance", "priority", "gap", "n"):
        shown = cells(source, caption, measure)
        expected = {r["item"]: r[measure] for r in told.rows if r[measure] is not None}
        assert len(expected) == 42
        assert {item: float(value) for item, value in shown.items()} == pytest.approx(expected)
    below = cells(source, words.say("priorities.gaps_caption"), "gap")
    assert set(below) == {row["item"] for row in told.rows if row["gap"] > 0}
    assert list(below) == [row["item"] for row in told.rows if row["item"] in below]


def test_status_is_told_by_sign_and_word(visit):
    source = visit("priorities", **WAVE).source
    for sign in ("▼ نامناسب", "▲ مناسب"):
        assert f"<bdi>{sign}</bdi>" in source


def test_each_unfavourable_factor_has_its_actions_in_order_of_priority(visit):
    opened, told = visit("priorities", **WAVE), answer()
    open_ = [row for row in told.rows if row["status"] == "unfavourable"]
    lists = re.findall(r"<ol class='actions'>(.*?)</ol>", opened.source)
    named = [re.findall(r"<li data-key='([^']*)'", one) for one in lists]
    assert named == [row["actions"].split() for row in open_]
    for action in told.totals["actions"]:
        if any(action["action"] in one for one in named):
            assert action["text_fa"] in opened.text
            assert words.say("actions.source", title=action["source_title_fa"],
                             place=action["place_fa"]) in opened.text  # fmt: skip


def test_a_kind_of_importance_that_is_not_offered_is_told(visit):
    opened = visit("priorities", **WAVE, importance="stated")
    assert "stated" in opened.text
    assert opened.value("urgent") and "importance" not in opened.address


def test_the_page_speaks_english(visit):
    opened = visit("priorities", **WAVE, lang="en")
    assert opened.app.title[0].value == "Priorities and solutions"
    assert not re.search("[آ-ی]", re.sub(r"فارسی", "", opened.text))


@pytest.fixture
def own_data(warehouse, tmp_path, monkeypatch):
    data = shutil.copytree(warehouse, tmp_path / "data", symlinks=True)
    monkeypatch.setenv("PAYESH_DATA", str(data))
    return DataFolder(data)


def widget(visit, kind, key):
    return next(one for one in visit.app.get(kind) if (one.key or "").startswith(key))


def enter(visit, action, day, who="مریم"):
    widget(visit, "selectbox", "taken_action").set_value(action).run()
    widget(visit, "text_input", "taken_day").set_value(day).run()
    widget(visit, "text_input", "desk_who").set_value(who).run()
    widget(visit, "button", "taken_enter").click().run()
    assert not visit.app.exception
    return visit


def test_an_action_is_entered_marked_and_withdrawn(own_data):
    opened = Visit(province="IR-09").open("priorities")
    enter(opened, "complaint_deadline", "۱۴۰۴/۰۶/۱۰")
    assert words.say("taken.entered", number="۱") in opened.text
    assert opened.value("taken") == "1"
    assert "«پاسخ مهلت‌دار به هر شکایت» در ۱۰ شهریور ۱۴۰۴" in opened.text
    assert "مریم" in opened.text
    title = "اقدام: پاسخ مهلت‌دار به هر شکایت"
    assert f"شهریور ۱۴۰۴: {title}" in opened.open("satisfaction_trends").text
    elsewhere = Visit(province="IR-07").open("satisfaction_trends")
    assert title not in elsewhere.text

    opened.open("priorities")
    widget(opened, "button", "desk_withdraw_action").click().run()
    widget(opened, "button", "desk_withdraw_action_yes").click().run()
    assert words.say("taken.withdraw.done", number="۱") in opened.text
    assert opened.value("taken") == "0" and words.say("taken.gone") in opened.text
    assert title not in opened.open("satisfaction_trends").text


def test_a_wrong_day_is_told_and_nothing_is_entered(own_data):
    opened = enter(Visit(province="IR-09").open("priorities"), "complaint_deadline", "1404/13/01")
    assert "روزی از تقویم شمسی نیست" in opened.text
    assert not own_data.actions_taken.exists()


def test_without_a_name_nothing_can_be_entered(own_data):
    opened = Visit(province="IR-09").open("priorities")
    widget(opened, "text_input", "desk_who").set_value(" ").run()
    assert widget(opened, "button", "taken_enter").disabled


def test_the_past_is_only_looked_at(own_data):
    first = open_marts().version
    enter(Visit(province="IR-09").open("priorities"), "complaint_deadline", "1404/06/10")
    opened = Visit(province="IR-09", version=first).open("priorities")
    assert words.say("taken.earlier") in opened.text and opened.value("taken") == "0"
    assert not any(one.key == "taken_enter" for one in opened.app.get("button"))


@pytest.mark.parametrize("level", ["component", "subscale", "item"])
def test_shares_in_overall_satisfaction_are_those_of_analysis(visit, level):
    opened, told = visit("priorities", **WAVE, level=level), drivers.ask(
        open_marts(), SELECTION, level=level
    )  # fmt: skip
    table = opened.source[opened.source.index(f"<caption>{words.say('drivers.caption')}") :]
    table = table[: table.index("</table>")]
    for measure in ("driver", "share", "coefficient", "p_adjusted", "vif"):
        shown = re.findall(f"data-measure='{measure}' data-value='([^']*)'", table)
        assert [float(value) for value in shown] == pytest.approx([r[measure] for r in told.rows])
    assert words.say("drivers.caution") in opened.text
    assert opened.source.count(words.title(told.rows[0])) >= 2  # the row and its line in the table


def test_measures_of_the_service_are_computed_when_asked_for(visit):
    caption = f"<caption>{words.say('operational_drivers.caption')}"
    assert caption not in visit("priorities", province="IR-09").source
    opened = visit("priorities", operations="shown", province="IR-09")
    told = operational_drivers.ask(open_marts(), Selection(provinces="IR-09"))
    table = opened.source[opened.source.index(caption) :]
    table = table[: table.index("</table>")]
    for measure in ("effect", "low", "p_adjusted", "joint", "vif", "cells"):
        shown = re.findall(f"data-measure='{measure}' data-value='([^']*)'", table)
        expected = [row[measure] for row in told.rows if row[measure] is not None]
        assert [float(value) for value in shown] == pytest.approx(expected)
    assert words.say("operational_drivers.caution") in opened.text


def test_drivers_that_cannot_be_told_are_said_in_words(visit):
    asked = WAVE | {"branch": "B0901"}
    opened = visit("priorities", **asked, importance="driver", level="item")
    needed = words.say("drivers.problems.too_few", needed=numbers.number(210))
    assert needed in opened.text
    assert words.say("notes.no_driver") in opened.text


def test_quarters_by_the_share_in_overall_satisfaction(visit):
    opened, told = visit("priorities", **WAVE, importance="driver"), answer(importance="driver")
    shown = cells(opened.source, words.say("priorities.factors_caption"), "importance")
    assert {item: float(value) for item, value in shown.items()} == pytest.approx(
        {row["item"]: row["importance"] for row in told.rows}
    )
    assert words.say("priorities.lines_zero", reference="۳") in opened.text
