"""Questionnaire quality against numpy, scipy and semopy on the same rows; where it is silent."""

import time
from dataclasses import replace

import numpy as np
import polars as pl
import pytest
from scipy import stats
from semopy import Model, calc_stats
from semopy.examples import holzinger39

from analysis import answer_sheets, exploratory_factors, questionnaire, questionnaire_quality
from analysis.answer_sheets import Sheets
from analysis.confirmed_structure import adequacy, structure
from analysis.item_quality import item_rows
from analysis.marts import open_marts
from analysis.scale_reliability import reliabilities
from analysis.selection import Selection, SelectionError
from analysis.structure import COMPONENT, SUBSCALE, Scale, factors_of, items_of, scales_of

SHORT = Selection(instrument="short")
ITEMS = ("A1", "A2", "A3", "A4")


def answers_of(raw, complete=False) -> np.ndarray:
    """The answers of `short` straight from the rows that were loaded; NaN where there is none."""
    rows = [[row[item] for item in ITEMS] for row in raw.short]
    rows = [row for row in rows if any(answer is not None for answer in row)]
    found = np.array([[np.nan if a is None else a for a in row] for row in rows], dtype=float)
    return found[~np.isnan(found).any(axis=1)] if complete else found


def test_items_equal_numpy_on_the_loaded_rows(marts, raw):
    answer = questionnaire_quality.ask(marts, SHORT)
    every, complete = answers_of(raw), answers_of(raw, complete=True)
    rest = complete.sum(axis=1, keepdims=True) - complete
    for place, row in enumerate(answer.rows):
        given = every[~np.isnan(every[:, place]), place]
        assert (row["item"], row["n"]) == (ITEMS[place], len(given))
        assert row["missing"] == len(every) - len(given) > 0
        assert row["mean"] == pytest.approx(given.mean())
        assert row["sd"] == pytest.approx(given.std(ddof=1))
        assert row["floor"] == pytest.approx((given == 1).mean())
        assert row["ceiling"] == pytest.approx((given == 5).mean())
        assert sum(row["levels"]) == pytest.approx(1)
        expected = np.corrcoef(complete[:, place], rest[:, place])[0, 1]
        assert row["item_total"] == pytest.approx(expected)
    assert answer.totals["complete"] == len(complete)
    assert answer.totals["left_out"] == len(every) - len(complete) > 0
    assert answer.n == len(every)


def test_the_intraclass_correlation_is_that_of_an_analysis_of_variance(marts, raw):
    answer = questionnaire_quality.ask(marts, SHORT)
    for row in answer.rows:
        groups = {}
        for sheet in raw.short:
            if sheet[row["item"]] is not None:
                groups.setdefault(sheet["branch"] or "", []).append(sheet[row["item"]])
        sizes = np.array([len(group) for group in groups.values()])
        f = stats.f_oneway(*groups.values()).statistic
        n0 = (sizes.sum() - (sizes**2).sum() / sizes.sum()) / (len(sizes) - 1)
        assert row["icc"] == pytest.approx((f - 1) / (f + n0 - 1))


def test_a_group_of_sheets_has_its_own_items_but_not_its_own_model(marts, raw):
    whole = questionnaire_quality.ask(marts, SHORT)
    parted = questionnaire_quality.ask(marts, SHORT, by=("month",))
    assert {row["month"] for row in parted.rows} == {"1404-05", "1404-06"}
    for item in whole.rows:
        parts = [row for row in parted.rows if row["item"] == item["item"]]
        assert sum(row["n"] for row in parts) == item["n"]
    assert parted.totals["structure"] == whole.totals["structure"]


# Holzinger & Swineford (1939): the values that lavaan and psych publish


@pytest.fixture(scope="module")
def holzinger() -> Sheets:
    rows = holzinger39.get_data()
    items = [f"x{n}" for n in range(1, 10)]
    branch = rows["school"].astype(str).to_numpy()
    return Sheets(items, rows[items].to_numpy(dtype=float), branch, pl.DataFrame())


def scale(name, *items, kind=COMPONENT):
    return Scale(name, kind, name, name, list(items))


THREE = [scale(name, *(f"x{n}" for n in range(first, first + 3)))
         for name, first in (("visual", 1), ("textual", 4), ("speed", 7))]  # fmt: skip


def test_the_three_factors_of_holzinger_and_swineford(holzinger):
    found = structure(holzinger, THREE, {})
    fit = found.fit
    assert (fit["problem"], fit["n"], fit["df"]) == (None, 301, 24)
    assert fit["chi_square"] == pytest.approx(85.306, abs=0.001)
    told = [round(fit[name], 3) for name in ("cfi", "tli", "rmsea", "rmsea_low", "rmsea_high")]
    assert told == [0.931, 0.896, 0.092, 0.071, 0.114]
    assert fit["srmr"] == pytest.approx(0.065, abs=0.0005)  # 0.060 in psych, without the diagonal
    alphas = [round(row["alpha"], 3) for row in reliabilities(holzinger, THREE)]
    assert alphas == [0.626, 0.883, 0.688]
    # ω of semTools is that of the model of all factors (tested there). Of a scale by itself: with
    # three items its model fits exactly, and can be worked out.
    for row, factor in zip(reliabilities(holzinger, THREE), THREE, strict=True):
        places = [holzinger.items.index(item) for item in factor.items]
        a, b, c = (holzinger.answers[:, place] for place in places)
        ab, ac, bc = (np.cov(*pair)[0, 1] for pair in ((a, b), (a, c), (b, c)))
        common = (np.sqrt(ab * ac / bc) + np.sqrt(ab * bc / ac) + np.sqrt(ac * bc / ab)) ** 2
        assert row["omega"] == pytest.approx(common / np.var(a + b + c, ddof=1), abs=1e-4)


def test_the_model_equals_semopy_on_the_same_rows(holzinger):
    model = Model("\n".join(f"{f.scale} =~ {' + '.join(f.items)}" for f in THREE))
    rows = holzinger39.get_data()
    model.fit(rows)
    expected = calc_stats(model).iloc[0]
    fit = structure(holzinger, THREE, {}).fit
    assert fit["chi_square"] == pytest.approx(expected["chi2"], rel=1e-4)
    assert fit["cfi"] == pytest.approx(expected["CFI"], abs=1e-3)
    assert fit["df"] == expected["DoF"]


def test_published_loadings_give_the_published_extraction(holzinger):
    printed = {item: 0.8 for factor in THREE for item in factor.items}
    for factor in structure(holzinger, THREE, printed).factors:
        assert factor["published_ave"] == pytest.approx(0.64)
        assert factor["published_reliability"] == pytest.approx(2.4**2 / (2.4**2 + 3 * 0.36))


def test_the_model_of_42_factors_in_4_components_takes_less_than_two_seconds(sample_data):
    """Razavi Khorasan in the month of the study: fit, indices, loadings and their errors."""
    items = [f"R{number}" for number in range(1, 43)]
    wave = Selection(provinces=("IR-09",), first_month="1404-05", last_month="1404-05")
    marts = open_marts()
    found = answer_sheets.read(marts, questionnaire.choose(marts, wave), items)
    components = factors_of(scales_of(marts, "remote_services_42", items_of(marts,
                            "remote_services_42")), COMPONENT)  # fmt: skip
    began = time.process_time()  # of the processor: others may be using it as well
    fit = structure(found, components, {}).fit
    assert time.process_time() - began < 2  # about 0.1 s
    assert (fit["problem"], fit["n"], fit["df"]) == (None, 384, 813)


# Where nothing can be said


def sheets(answers) -> Sheets:
    answers = np.asarray(answers, dtype=float)
    items = [f"i{n}" for n in range(answers.shape[1])]
    return Sheets(items, answers, np.array(["a", "b"] * len(answers))[: len(answers)],
                  pl.DataFrame())  # fmt: skip


@pytest.fixture
def random():
    return np.random.default_rng(3)


def one_factor(found):
    return structure(found, [scale("all", *found.items)], {}).fit


def test_a_constant_item(random):
    answers = random.integers(1, 6, (50, 4))
    answers[:, 2] = 3
    fit = one_factor(sheets(answers))
    assert (fit["problem"], fit["items"], fit["cfi"]) == ("constant", ["i2"], None)
    assert adequacy(sheets(answers))[0]["problem"] == "constant"
    rows = item_rows(sheets(answers), limits(4), [scale("all", "i0", "i1", "i2", "i3")], ())
    assert rows["item_rest"][2] is None and rows["icc"][2] is None and rows["sd"][2] == 0


def limits(items):
    return [{"item": f"i{n}", "lowest": 1.0, "highest": 5.0} for n in range(items)]


def test_as_many_sheets_as_items(random):
    found = sheets(random.integers(1, 6, (8, 8)))
    assert one_factor(found)["problem"] == "too_few"
    assert reliabilities(found, [scale("all", *found.items)])[0]["problem"] == "too_few"
    part = reliabilities(found, [scale("pair", "i0", "i1")])[0]
    assert part["problem"] is None or part["problem"] == "no_spread"


def test_items_that_repeat_each_other(random):
    answers = random.integers(1, 6, (60, 3))
    found = sheets(np.column_stack([answers, answers[:, 0]]))
    assert one_factor(found)["problem"] == "not_positive_definite"
    assert adequacy(found)[0]["kmo"] is None
    (told,) = reliabilities(found, [scale("all", *found.items)])
    assert told["alpha"] is not None and told["omega"] is None


def test_a_factor_with_one_item(random):
    common = random.normal(size=(300, 1))
    found = sheets(common + random.normal(size=(300, 4)))
    factors = [scale("three", "i0", "i1", "i2"), scale("one", "i3")]
    told = structure(found, factors, {})
    assert told.fit["problem"] is None and told.fit["df"] == 2  # it has no residual of its own
    assert told.loadings["i3"] == pytest.approx(1)
    assert told.pairs[0]["htmt"] is None  # no correlation within one item
    reliability = reliabilities(found, factors)
    assert [row["problem"] for row in reliability] == [None, "one_item"]


def test_one_group_of_two_items_has_no_structure(random):
    found = sheets(random.integers(1, 6, (50, 2)))
    assert one_factor(found)["problem"] == "not_identified"


def test_a_questionnaire_of_one_subscale_or_of_none():
    only = [scale("all", "a", "b", kind="total"), scale("one", "a", "b", kind=SUBSCALE)]
    assert [factor.scale for factor in factors_of(only, COMPONENT)] == ["one"]
    assert [factor.scale for factor in factors_of(only[:1], SUBSCALE)] == ["all"]
    assert factors_of([], COMPONENT) == []


def test_an_empty_selection_has_no_figures(marts):
    empty = Selection(instrument="short", first_month="1399-01", last_month="1399-02")
    answer = questionnaire_quality.ask(marts, empty)
    assert answer.n == 0 and answer.totals["structure"]["problem"] == "no_sheets"
    assert answer.totals["correlations"] == [] and answer.totals["complete"] == 0
    assert {row["alpha"] for row in answer.totals["reliability"]} == {None}
    assert exploratory_factors.ask(marts, empty).totals["problem"] == "no_sheets"


def test_fewer_than_five_respondents_give_nothing_away(surveyed):
    many = [{"branch": "S1", **dict(zip(ITEMS, (1 + i % 5,) * 4, strict=True))} for i in range(30)]
    few = [{"branch": "N1", "A1": 1, "A2": 2, "A3": 3, "A4": 4} for _ in range(4)]
    marts = surveyed(many + few)
    answer = questionnaire_quality.ask(marts, replace(SHORT, branches=("N1",)))
    assert answer.n is None
    assert all(row["mean"] is None and row["levels"] is None for row in answer.rows)
    assert answer.totals["correlations"] == []
    assert answer.totals["structure"]["problem"] == "no_sheets"
    assert all(row["alpha"] is None and row["n"] is None for row in answer.totals["reliability"])


def test_a_level_with_few_answers_hides_all_levels(surveyed):
    told = [{"branch": "N1", "A1": 1 if i < 3 else 3 + i % 3, "A2": 1 + i % 5} for i in range(40)]
    rows = {row["item"]: row for row in questionnaire_quality.ask(surveyed(told), SHORT).rows}
    assert (rows["A1"]["floor"], rows["A1"]["ceiling"], rows["A1"]["levels"]) == (None, None, None)
    assert rows["A2"]["levels"] == pytest.approx([0.2] * 5)


def test_a_wrong_structure_is_refused(marts):
    with pytest.raises(SelectionError, match="closest: "):
        questionnaire_quality.ask(marts, SHORT, factors="components")


# The factors that the answers show themselves


def test_the_answers_show_what_was_put_into_them(surveyed):
    chance = np.random.default_rng(5)
    trait = chance.normal(size=200)
    spread = trait[:, None] + 0.6 * chance.normal(size=(200, 4))
    given = np.clip(np.round(3 + spread), 1, 5).astype(int).tolist()
    told = [{"branch": "N1", **dict(zip(ITEMS, row, strict=True))} for row in given]
    marts = surveyed(told)
    answer = exploratory_factors.ask(marts, SHORT)
    assert (answer.totals["parallel"], answer.totals["number"]) == (1, 1)
    eigenvalues = np.linalg.eigvalsh(np.corrcoef(np.array(given).T))[::-1]
    assert [row["eigenvalue"] for row in answer.totals["scree"]] == pytest.approx(eigenvalues)
    assert all(row["loadings"][0] > 0.6 and row["strongest"] == 1 for row in answer.rows)
    own = [1 - row["loadings"][0] ** 2 for row in answer.rows]
    assert [row["uniqueness"] for row in answer.rows] == pytest.approx(own)
    many = exploratory_factors.ask(marts, SHORT, number=4)
    assert many.totals["problem"] == "too_many_factors"


def test_a_version_without_answer_sheets_says_what_to_do(marts, monkeypatch):
    monkeypatch.setattr(answer_sheets, "MART", "sheets_of_a_later_program")
    answer = questionnaire_quality.ask(marts, SHORT)
    assert answer.n > 0 and answer.totals["structure"]["problem"] == "no_sheets"
    assert "etl rebuild" in " ".join(answer.notes)
