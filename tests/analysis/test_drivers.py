"""Drivers against statsmodels and all orders on the rows that were loaded; where it is silent."""

import random
from itertools import permutations

import numpy as np
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.outliers_influence import variance_inflation_factor

from analysis import driver_sheets, drivers
from analysis.__main__ import main
from analysis.driver_shares import problem_of
from analysis.marts import open_marts
from analysis.selection import Selection, SelectionError
from analysis.statistics.clustered_regression import regression
from analysis.structure import Scale
from etl.sample.answers import WEIGHTS

SHORT = Selection(instrument="short")
ITEMS = ("A1", "A2", "A3", "A4")


def complete(rows) -> tuple[np.ndarray, np.ndarray]:
    """Answers and overall answer of the sheets without a gap, and their branches."""
    kept = [row for row in rows if all(row[name] is not None for name in (*ITEMS, "overall"))]
    table = np.array([[row[name] for name in (*ITEMS, "overall")] for row in kept], dtype=float)
    return table, np.array([row["branch"] for row in kept])


def by_scale(answer):
    return {row["scale"]: row for row in answer.rows}


def r_squared(table, predictors):
    if not predictors:
        return 0.0
    return sm.OLS(table[:, -1], sm.add_constant(table[:, list(predictors)])).fit().rsquared


def test_shares_are_those_of_all_orders_on_the_loaded_rows(marts, raw):
    table, _ = complete(raw.short)
    gains = np.zeros(4)
    orders = list(permutations(range(4)))
    for order in orders:
        for place, item in enumerate(order):
            gains[item] += r_squared(table, order[: place + 1]) - r_squared(table, order[:place])
    answer = drivers.ask(marts, SHORT)
    assert answer.totals["r_squared"] == pytest.approx(r_squared(table, range(4)))
    for item, gain in zip(ITEMS, gains / gains.sum(), strict=True):
        row = by_scale(answer)[item]
        assert row["share"] == pytest.approx(gain)
        assert row["share_low"] <= row["share_high"]
    shares = [row["share"] for row in answer.rows]
    assert shares == sorted(shares, reverse=True) and sum(shares) == pytest.approx(1)


def test_coefficients_are_those_of_statsmodels(marts, raw):
    """Their errors by branch are tested by themselves: here that they are those of these sheets."""
    table, branch = complete(raw.short)
    scaled = (table - table.mean(axis=0)) / table.std(axis=0)
    design = sm.add_constant(scaled[:, :-1])
    fit = sm.OLS(scaled[:, -1], design).fit()
    errors = regression(design, scaled[:, -1], branch)
    p_adjusted = multipletests(errors.p[1:], method="fdr_bh")[1]
    answer = drivers.ask(marts, SHORT)
    assert answer.totals["sheets"] == len(table)
    assert answer.totals["branches"] == answer.totals["clusters"] == len(set(branch))
    for place, item in enumerate(ITEMS):
        row = by_scale(answer)[item]
        assert row["coefficient"] == pytest.approx(fit.params[place + 1])
        assert row["p"] == pytest.approx(errors.p[place + 1])
        assert row["p_adjusted"] == pytest.approx(p_adjusted[place])
        assert row["vif"] == pytest.approx(variance_inflation_factor(design, place + 1))


def test_overall_answers_drawn_apart_from_the_others_have_no_driver(marts):
    """The overall answers of `raw` are random: whatever explains a little counts as nothing."""
    answer = drivers.ask(marts, SHORT)
    assert [row["role"] for row in answer.rows] == ["unclear"] * 4
    assert [row["driver"] for row in answer.rows] == [0] * 4
    assert (answer.totals["unclear"], answer.totals["carries"]) == (4, 0)


@pytest.mark.parametrize("level", ["component", "subscale", "item"])
def test_the_planted_drivers_of_the_sample(sample_data, level):
    """The sample's overall answer follows its components by the weights of `etl.sample.answers`."""
    answer = drivers.ask(open_marts(), Selection(), level=level)
    assert answer.totals["problem"] is None and answer.totals["collinearity"] == "low"
    assert len(answer.rows) == {"component": 4, "subscale": 16, "item": 42}[level]
    assert answer.totals["against"] == 0
    assert sum(row["share"] for row in answer.rows) == pytest.approx(1)
    if level == "component":
        planted = sorted(answer.rows, key=lambda row: row["position"])
        assert [row["role"] for row in planted] == ["carries"] * 4
        assert [row["scale"] for row in answer.rows[:2]] == [row["scale"] for row in planted[:2]]
        # Of components that share a general opinion: the largest weight, the largest share.
        assert WEIGHTS[0] == WEIGHTS.max() and answer.rows[0]["share_low"] > 0.35
        low = {row["scale"]: row["share_low"] for row in answer.rows}
        assert low[planted[0]["scale"]] > max(row["share_high"] for row in answer.rows[1:])


def test_levels_that_a_questionnaire_has(marts, sample_data):
    assert drivers.ask(open_marts(), Selection()).totals["offered"] == "component subscale item"


# Where nothing can be said


def test_a_questionnaire_without_an_overall_item(marts):
    answer = drivers.ask(marts, Selection(instrument="paired"))
    assert answer.totals["problem"] == "no_overall"
    assert "drivers_no_overall" in [note.code for note in answer.notes]
    assert {row["share"] for row in answer.rows} == {None}


def test_a_questionnaire_without_subscales_has_none_to_compare(marts):
    answer = drivers.ask(marts, SHORT, level="subscale")
    assert (answer.totals["problem"], answer.rows) == ("one_scale", [])
    assert (
        answer.totals["offered"] == "item" and drivers.ask(marts, SHORT).totals["level"] == "item"
    )


def sheets(n, overall=None, branch=lambda i: f"N{1 + i % 4}", a2=None):
    """Random answers; the overall one from the sheet's others, branch and A2 as told."""
    chance, rows = random.Random(11), []
    for i in range(n):
        row = {item: chance.randint(1, 5) for item in ITEMS} | {"branch": branch(i)}
        row |= {"A2": a2(row, i)} if a2 else {}
        row["overall"] = overall(row, i) if overall else chance.randint(1, 10)
        rows.append(row)
    return rows


def mostly(sign):
    """An overall answer that follows A1, up or down, but for one point on every other sheet."""
    return lambda row, i: 5 + sign * (row["A1"] - 3) + i % 2


@pytest.mark.parametrize(
    ("rows", "problem"),
    [
        (sheets(29), "too_few"),  # one short of 30
        (sheets(30), None),
        (sheets(60, overall=lambda row, i: 7), "constant_overall"),
        (sheets(60, overall=lambda row, i: row["A1"] + row["A2"]), "determined"),
        (sheets(60, a2=lambda row, i: 4), "singular"),  # a factor that all answered alike
        (sheets(60, a2=lambda row, i: row["A1"]), "singular"),  # two factors answered alike
    ],
)
def test_degenerate_sheets(surveyed, rows, problem):
    answer = drivers.ask(surveyed(rows), SHORT)
    assert answer.totals["problem"] == problem
    codes = [note.code for note in answer.notes]
    assert (f"drivers_{problem}" in codes) == (problem is not None)
    assert all((row["share"] is None) == (problem is not None) for row in answer.rows)
    assert answer.totals["needed"] == 30


def test_a_single_scale_has_nothing_to_share_with():
    assert problem_of(np.random.default_rng(1).normal(size=(100, 2))) == "one_scale"


@pytest.mark.parametrize("constant", [3, 3.3])  # the variance of the latter is 1e-29, not 0
def test_a_score_that_all_share_explains_nothing(constant):
    table = np.random.default_rng(1).normal(size=(200, 4))
    table[:, 1] = constant
    assert problem_of(table) == "singular"
    assert problem_of(table[:, [0, 2, 3, 1]]) == "constant_overall"


def test_one_branch_speaks_for_itself(surveyed):
    """Its sheets count as independent, and a remark says so."""
    rows = sheets(400, overall=mostly(1), branch=lambda i: "N1")
    answer = drivers.ask(surveyed(rows), SHORT)
    assert "one_branch" in [note.code for note in answer.notes]
    assert (answer.totals["branches"], answer.totals["clusters"]) == (1, driver_sheets.GROUPS)
    row = by_scale(answer)["A1"]
    assert row["role"] == "carries" and row["share"] > 0.9


def test_few_branches_are_remarked(surveyed):
    answer = drivers.ask(surveyed(sheets(90)), SHORT)
    assert "drivers_few_branches" in [note.code for note in answer.notes]


def test_a_factor_that_goes_the_other_way_counts_as_nothing(surveyed):
    rows = sheets(200, overall=mostly(-1))
    row = by_scale(drivers.ask(surveyed(rows), SHORT))["A1"]
    assert (row["role"], row["driver"]) == ("against", 0) and row["share"] > 0.9


def test_factors_that_say_nearly_the_same_are_remarked(surveyed):
    rows = sheets(400, a2=lambda row, i: min(5, row["A1"] + (i % 37 == 0)))
    answer = drivers.ask(surveyed(rows), SHORT)
    assert answer.totals["collinearity"] == "high"
    assert "drivers_alike_high" in [note.code for note in answer.notes]


@pytest.mark.parametrize(("gaps", "told"), [(6, (100, 6)), (4, (None, None))])
def test_sheets_without_an_overall_answer_are_left_out(surveyed, gaps, told):
    """How many, is told unless it would tell of fewer than five."""
    rows = sheets(100) + [row | {"overall": None} for row in sheets(gaps)]
    totals = drivers.ask(surveyed(rows), SHORT).totals
    assert (totals["sheets"], totals["left_out"]) == told


def test_what_may_not_be_shown_is_not_used(marts):
    answer = drivers.ask(marts, Selection(instrument="tiny", branches=("N3",)))
    assert answer.n is None and all(row["suppressed"] for row in answer.rows)


def test_a_score_needs_half_of_its_items():
    scale = Scale("one", "subscale", "", "", ["a", "b", "c"])
    nan = np.nan
    answers = np.array([[1, 2, 3], [1, 2, nan], [1, nan, nan], [nan, nan, nan]])
    found = driver_sheets.scores(answers, ["a", "b", "c"], [scale])[:, 0]
    assert found[:2] == pytest.approx([2, 1.5]) and np.isnan(found[2:]).all()


def test_sheets_without_a_branch_belong_to_no_cluster_of_a_branch():
    branch = np.array(["a", "b", ""] * 200)
    found = driver_sheets._observed(np.zeros((600, 3)), branch, 0)
    assert (found.branches, found.unplaced) == (2, True)
    of = {name: set(found.cluster[branch == name]) for name in ("a", "b", "")}
    assert len(of["a"]) == len(of["b"]) == 1 and len(of[""]) > 50
    assert not of["a"] & of["b"] and not (of["a"] | of["b"]) & of[""]


@pytest.mark.parametrize(
    "wrong", [{"level": "subscal"}, {"adjust": "bonferroni"}, {"by": ("month",)}]
)
def test_what_it_does_not_know_is_refused(marts, wrong):
    with pytest.raises(SelectionError, match=next(iter(wrong))):
        drivers.ask(marts, SHORT, **wrong)


def test_the_command_line(folder, monkeypatch, capsys):
    monkeypatch.setenv("PAYESH_DATA", str(folder))
    words = "drivers --instrument short --level item --province IR-09"
    assert main(words.split()) == 0
    said = capsys.readouterr().out
    first = drivers.ask(open_marts(), Selection(instrument="short", provinces="IR-09")).rows[0]
    assert said.splitlines()[1].split()[0] == first["scale"] and "method lmg" in said
