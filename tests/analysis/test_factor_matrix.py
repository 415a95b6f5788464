"""The matrix of factors and provinces against scipy and statsmodels on the raw answer sheets."""

import pytest
from scipy import stats
from statsmodels.stats.multitest import multipletests

from analysis import factor_matrix, factor_status
from analysis.marts import Marts
from analysis.selection import Selection, SelectionError

SHORT = Selection(instrument="short")
PROVINCES = ("IR-07", "IR-09", "IR-28", "IR-29")


def values(raw, province, item):
    sheets = (s for s in raw.short if raw.province[s["branch"]] == province)
    return [sheet[item] for sheet in sheets if sheet[item] is not None]


def test_answers_drawn_one_by_one_against_scipy_and_statsmodels(marts, raw):
    """Tests of one province are one family: 4 factors, not 16 cells."""
    rows = factor_matrix.ask(marts, SHORT, design="simple").rows
    assert len(rows) == 16
    for province in PROVINCES:
        cells = [row for row in rows if row["province"] == province]
        tests = [stats.ttest_1samp(values(raw, province, row["item"]), 3) for row in cells]
        adjusted = multipletests([test.pvalue for test in tests], method="fdr_bh")[1]
        for cell, test, p in zip(cells, tests, adjusted, strict=True):
            assert cell["n"] == len(values(raw, province, cell["item"]))
            assert cell["p"] == pytest.approx(p)
            side = "favourable" if test.statistic > 0 else "unfavourable"
            assert cell["status"] == (side if p < 0.05 else "undetermined")


@pytest.mark.parametrize("rule", ["evidence", "study"])
def test_a_column_is_what_the_province_says_of_itself(marts, rule):
    rows = factor_matrix.ask(marts, SHORT, rule=rule).rows
    for province in PROVINCES:
        own = factor_status.ask(marts, Selection(instrument="short", provinces=province), rule=rule)
        cells = [row for row in rows if row["province"] == province]
        for cell, alone in zip(cells, own.rows, strict=True):
            assert (cell["item"], cell["status"]) == (alone["item"], alone["status"])
            mean, *_, p = factor_matrix.ESTIMATES[rule]
            assert (cell["mean"], cell["p"]) == pytest.approx((alone[mean], alone[p]))


def test_rows_and_columns_are_counted(marts):
    answer = factor_matrix.ask(marts, SHORT, rule="study")
    for key, counted in (("province", "groups"), ("item", "factors")):
        for entry in answer.totals[counted]:
            cells = [row for row in answer.rows if row[key] == entry[key]]
            for status in ("favourable", "unfavourable", "undetermined"):
                assert entry[status] == sum(row["status"] == status for row in cells)
    assert (answer.totals["families"], answer.totals["tests"]) == (4, 16)
    assert answer.totals["favourable"] + answer.totals["unfavourable"] == 16


def test_a_province_of_few_respondents_is_hidden_and_one_more_with_it(marts):
    answer = factor_matrix.ask(marts, Selection(instrument="tiny"))
    hidden = {row["province"] for row in answer.rows if row["suppressed"]}
    assert hidden == {"IR-28", "IR-29"}  # 3 respondents, and 17: the total would give them away
    for row in answer.rows:
        if row["suppressed"]:
            assert [row[name] for name in ("n", "mean", "low", "high", "p", "status")] == [None] * 6
    counted = {group["province"]: group["suppressed"] for group in answer.totals["groups"]}
    assert counted == {"IR-07": 0, "IR-09": 0, "IR-28": 2, "IR-29": 2}
    assert answer.totals["tests"] == 4


def test_nothing_of_a_selection_whose_complement_is_small(marts):
    wanted = Selection(instrument="tiny", provinces=("IR-07", "IR-09", "IR-29"))  # 3 more: IR-28
    answer = factor_matrix.ask(marts, wanted)
    assert answer.n is None
    assert all(row["suppressed"] and row["mean"] is None for row in answer.rows)


def test_a_reader_sees_the_columns_of_his_provinces_alone(open_as):
    rows = factor_matrix.ask(open_as("IR-09", "IR-29"), SHORT).rows
    assert {row["province"] for row in rows} == {"IR-09", "IR-29"}


def test_another_dimension(marts):
    answer = factor_matrix.ask(marts, SHORT, by=("service",))
    assert {row["service"] for row in answer.rows} == {"pension_slip", "history"}


@pytest.mark.parametrize("by", [(), ("province", "month")])
def test_a_matrix_has_one_dimension_beside_its_factors(marts, by):
    with pytest.raises(SelectionError, match="is not one dimension"):
        factor_matrix.ask(marts, SHORT, by=by)


def test_the_figures_of_all_provinces_come_from_one_query(marts, monkeypatch):
    """One per province would be 31 of them on the page."""
    asked = []
    query = Marts.query

    def counted(self, sql, *args, **kwargs):
        asked.append(sql)
        return query(self, sql, *args, **kwargs)

    monkeypatch.setattr(Marts, "query", counted)
    factor_matrix.ask(marts, SHORT)
    assert sum("plain_squares" in sql for sql in asked) == 1
    of_four = len(asked)
    asked.clear()
    factor_matrix.ask(marts, Selection(instrument="short", provinces="IR-09"))
    assert of_four <= len(asked)
