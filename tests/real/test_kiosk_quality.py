"""The kiosk study, six factors over 20 items, through the questions of any questionnaire."""

import numpy as np
import pandas as pd
import pytest
from semopy import Model, calc_stats

from analysis import exploratory_factors, questionnaire_quality
from analysis.marts import open_marts
from analysis.selection import Selection
from tests.real import kiosk_file
from tests.real.kiosk_file import FACTORS

BATTERY = "perception"


@pytest.fixture(scope="module")
def rows(real_extracts, kiosk) -> pd.DataFrame:
    """The 207 rows with answers, straight from the file."""
    columns = kiosk_file.rows(real_extracts, kiosk.mappings).filter(like=f".{BATTERY}")
    return columns.rename(columns=lambda name: name.removesuffix(f".{BATTERY}")).astype(float)


@pytest.fixture
def answer(kiosk, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    return questionnaire_quality.ask(open_marts(), Selection(battery=BATTERY))


def test_the_six_factors_equal_semopy_on_the_same_rows(answer, rows):
    assert len(rows) == answer.totals["complete"] == 207
    model = Model("\n".join(f"{name} =~ {' + '.join(items)}" for name, items in FACTORS.items()))
    model.fit(rows)
    expected = calc_stats(model).iloc[0]
    fit = answer.totals["structure"]
    assert {row["factor"]: row["items"] for row in answer.totals["model_factors"]} == {
        name: len(items) for name, items in FACTORS.items()
    }
    assert fit["df"] == expected["DoF"] == 155
    assert fit["chi_square"] == pytest.approx(expected["chi2"], rel=1e-3)
    assert fit["cfi"] == pytest.approx(expected["CFI"], abs=1e-3)
    estimates = model.inspect(std_est=True)
    loadings = estimates[(estimates["op"] == "~") & estimates["rval"].isin(FACTORS)]
    expected_loading = dict(zip(loadings["lval"], loadings["Est. Std"], strict=True))
    told = {row["item"]: row["loading"] for row in answer.rows if row["loading"] is not None}
    assert told.keys() == expected_loading.keys()
    for item, loading in told.items():
        assert loading == pytest.approx(expected_loading[item], abs=2e-3)


def test_items_of_no_factor_are_described_but_not_modelled(answer):
    items = {item for factor in FACTORS.values() for item in factor}
    outside = [row for row in answer.rows if row["item"] not in items]
    assert len(outside) == 4
    assert all(row["n"] == 207 and row["loading"] is None for row in outside)


def test_alpha_of_each_factor_by_the_definition(answer, rows):
    told = {row["scale"]: row["alpha"] for row in answer.totals["reliability"]}
    for name, items in FACTORS.items():
        covariance = np.cov(rows[items].T)
        k = len(items)
        expected = k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())
        assert told[name] == pytest.approx(expected)


def test_the_factors_that_the_answers_show(kiosk, monkeypatch, rows):
    monkeypatch.setenv("PAYESH_DATA", str(kiosk.root))
    answer = exploratory_factors.ask(open_marts(), Selection(battery=BATTERY), rotation="varimax")
    eigenvalues = np.linalg.eigvalsh(np.corrcoef(rows[[r["item"] for r in answer.rows]].T))[::-1]
    assert [row["eigenvalue"] for row in answer.totals["scree"]] == pytest.approx(eigenvalues)
    assert answer.totals["problem"] is None and answer.totals["number"] >= 1
