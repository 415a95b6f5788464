"""Factor status: the matrix of provinces, one factor opened, and the orders of the factors."""

import re

import pytest

from analysis import factor_changes, factor_matrix, factor_status, one_factor
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import numbers
from tests.analysis.conftest import folder, raw  # noqa: F401

PAGE = "factor_status"
WAVE = {"province": "IR-09", "from_": "1404-05", "to": "1404-07"}
SELECTION = Selection(provinces=("IR-09",), first_month="1404-05", last_month="1404-07")
EVERYWHERE = Selection(first_month="1404-05", last_month="1404-07")


def in_order(found):
    """The factors of the main figure, from top to bottom."""
    return re.findall(r"<li class='dot[^']*' data-key='(R\d+)'", found.source)


def matrices(found):
    """The signs and the means: {(factor, province): what a machine reads in the cell}."""
    for table in re.findall(r"<div class='table-twin matrix'.*?</table>", found.source):
        provinces = re.findall(r"class='upright[^']*' data-key='([^']*)'", table)
        told = {}
        for code, line in re.findall(r"<tr data-key='(\S+)'>(.*?)</tr>", table):
            cells_ = re.findall(r"<td[^>]*>", line)[1:]
            values = [re.search(r"data-value='([^']*)'", cell) for cell in cells_]
            told |= {
                (code, province): value and value[1]
                for province, value in zip(provinces, values, strict=True)
            }
        yield told


def cells(found):
    """{(factor, province): status} of the matrix."""
    return next(matrices(found), {})


def test_every_cell_of_the_matrix_is_what_analysis_says(visit):
    found = visit(PAGE, **WAVE)
    answer = factor_matrix.ask(open_marts(), EVERYWHERE)
    expected = {
        (row["item"], row["province"]): "suppressed" if row["suppressed"] else row["status"]
        for row in answer.rows
    }
    assert cells(found) == expected
    assert len(expected) == 42 * len(answer.totals["groups"])
    means = {
        (row["item"], row["province"]): row["mean"] and f"{row['mean']:.6f}" for row in answer.rows
    }
    assert list(matrices(found))[1] == means
    assert "با هم تعدیل شده است" in found.text  # the family is said


def test_the_first_sentence_names_the_weakest_factors_and_since_when(visit):
    marts, lowest = open_marts(), []
    for row in factor_status.ask(marts, SELECTION, rule="evidence").rows:
        if row["status"] == "unfavourable":
            lowest.append((row["weighted_mean"], row["item"], row["title_fa"]))
    said = re.search(r"<p class='answer'>(.*?)</p>", visit(PAGE, **WAVE).source)[1]
    assert len(lowest) > 3
    for place, (mean, code, title) in enumerate(sorted(lowest)):
        assert (f"«{title}» ({numbers.mean(mean)}" in said) == (place < 3)
        since = one_factor.ask(marts, SELECTION, ("month",), code).totals["since"]
        if place < 3 and since["side"] == "below":
            told = said[said.index(title) :]
            assert f"از {numbers.month(since['month'])}" in told[: told.index(")")]


def test_the_matrix_follows_the_rule_and_points_out_the_province(visit):
    found = visit(PAGE, rule="study", **WAVE)
    rows = factor_matrix.ask(open_marts(), EVERYWHERE, rule="study").rows
    assert cells(found) == {(row["item"], row["province"]): row["status"] for row in rows}
    assert set(re.findall(r"upright highlighted' data-key='(\S+)'", found.source)) == {"IR-09"}


@pytest.mark.parametrize("sort", ["gap", "evidence", "change"])
def test_the_orders_of_the_factors(visit, sort):
    found = visit(PAGE, sort=sort, **WAVE)
    rows = factor_status.ask(open_marts(), SELECTION, rule="evidence").rows
    moved = factor_changes.ask(open_marts(), SELECTION).rows
    value = {
        "gap": {r["item"]: r["weighted_mean"] - r["published_mean"] for r in rows},
        "evidence": {r["item"]: r["t_design"] for r in rows},
        "change": {r["item"]: r["change"] for r in moved},
    }[sort]
    components = list(dict.fromkeys(row["component"] for row in rows))
    of = {row["item"]: components.index(row["component"]) for row in rows}
    assert in_order(found) == sorted(value, key=lambda item: (of[item], value[item]))
    assert found.address["sort"] == sort


def test_one_factor_opened_from_the_address(visit):
    found = visit(PAGE, factor="R12", **WAVE)
    row = next(
        row
        for row in factor_status.ask(open_marts(), SELECTION, rule="evidence").rows
        if row["item"] == "R12"
    )
    assert float(found.value("mean")) == row["weighted_mean"]
    assert float(found.value("published_mean")) == row["published_mean"]
    assert int(found.value("n")) == row["n"]
    answer = one_factor.ask(open_marts(), SELECTION, factor="R12")
    shares = re.findall(r"<li data-key='(\d)'>.*?data-measure='share' data-value='([\d.]+)'",
                        found.source)  # fmt: skip
    assert {float(level): float(share) for level, share in shares} == pytest.approx(
        {row["answer"]: row["share"] for row in answer.rows}, abs=1e-6
    )
    assert found.address["factor"] == "R12"
    assert not cells(found)  # all factors are a click away, not below


def test_channels_and_customer_groups_of_the_factor(visit):
    found = visit(PAGE, factor="R12", **WAVE)
    drawn = dict(re.findall(r"data-key='(\w+)'.*?data-measure='mean' data-value='([^']*)'",
                            found.source))  # fmt: skip
    for by in ("channel", "customer_group"):
        for row in one_factor.ask(open_marts(), SELECTION, by=(by,), factor="R12").rows:
            if row["weighted_mean"] is not None:
                assert float(drawn[row[by]]) == pytest.approx(row["weighted_mean"], abs=1e-5)


def test_chosen_from_the_list_and_back_by_the_link(visit):
    found = visit(PAGE, **WAVE | {"province": "IR-29"})
    assert re.search(r"<a href='\?[^']*factor=R12", found.source)  # the name in figure and matrix
    found.choose("factor", "R34")
    assert found.address["factor"] == "R34"
    back = re.search(r"<p class='back'><a href='([^']*)'", found.source)[1]
    assert "factor" not in back and "province=IR-29" in back


def test_a_factor_that_is_not_there_is_said(visit):
    found = visit(PAGE, factor="R99", **WAVE)
    assert "R99" in found.text
    assert "factor" not in found.address
    assert len(in_order(found)) == 42


@pytest.mark.parametrize("address", [{"factor": "R12"}, {"sort": "change"}])
def test_in_english(visit, address):
    found = visit(PAGE, lang="en", **address, **WAVE)
    said = re.sub("فارسی", "", found.text)
    assert not re.search("[\u0600-\u06ff]", said)


@pytest.fixture
def few(folder, monkeypatch, visit):  # noqa: F811
    """A visit to the questionnaire whose few respondents are a case for each rule."""
    monkeypatch.setenv("PAYESH_DATA", str(folder))
    return lambda **address: visit(PAGE, instrument="tiny", region="whole_country", **address)


def test_a_province_of_few_respondents_is_hidden_in_the_matrix(few):
    found = few()
    hidden = {place for (_, place), status in cells(found).items() if status == "suppressed"}
    assert hidden == {"IR-28", "IR-29"}  # 3 respondents, and 17: the total would give them away


def test_a_factor_of_few_respondents_shows_no_number(few):
    """Of all but three respondents in IR-28 nothing may be said: they would follow."""
    found = few(factor="q1", channel="mobile_app")
    assert "کمتر از ۵" in found.text or "بسیار کم" in found.text
    assert not re.search(r"data-measure='(mean|share)' data-value='[\d.]+'", found.source)
