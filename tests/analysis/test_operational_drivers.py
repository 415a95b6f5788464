"""Operational drivers against statsmodels on cells of the extracts; where it is silent."""

import numpy as np
import polars as pl
import pytest
import statsmodels.api as sm
from statsmodels.stats.multitest import multipletests

from analysis import operational_drivers
from analysis.__main__ import main
from analysis.branch_months import MEASURES
from analysis.marts import open_marts
from analysis.selection import Selection, SelectionError
from analysis.statistics.clustered_regression import regression


def by_measure(answer):
    return {row["measure"]: row for row in answer.rows}


@pytest.fixture
def cells(sample_data):
    """branch, month, province, n, y sheet by sheet, and three shares from the extracts."""
    inbox, parts = sample_data / "inbox", []
    channels = pl.read_csv(sample_data / "reference" / "channels.csv")
    remote, not_remote = (
        channels.filter(remote=kind)["channel"].to_list() for kind in ("yes", "no")
    )
    known = pl.col("channel").is_in(remote + not_remote)
    sheets = open_marts().query(
        """select branch, month, province, answers[1] as overall, weight from answer_sheets
           where battery = 'overall' and instrument = 'remote_services_42'"""
    )
    for month in ("1404-05", "1404-06", "1404-07"):
        told = sheets.filter(month=month).group_by("branch", "province").agg(
            n=pl.len(), y=(pl.col("overall") * pl.col("weight")).sum() / pl.col("weight").sum()
        )  # fmt: skip
        log = pl.read_csv(inbox / f"service_log_{month}.csv").group_by("branch").agg(
            completion_rate=(pl.col("status") == "completed").mean(),
            failure_share=(pl.col("status") == "failed").mean(),
            digital_take_up=pl.col("channel").filter(known).is_in(remote).mean(),
        )  # fmt: skip
        parts.append(told.join(log, on="branch").with_columns(month=pl.lit(month)))
    return pl.concat(parts).filter(pl.col("n") >= 5)


def test_effects_are_those_of_statsmodels_on_the_extracts(cells):
    answer = operational_drivers.ask(open_marts(), Selection())
    found = by_measure(answer)
    effects = cells.select("month", "province").to_dummies(drop_first=True).to_numpy()
    for measure in ("completion_rate", "failure_share", "digital_take_up"):
        row = found[measure]
        assert row["cells"] == cells.height
        x, n = cells[measure], cells["n"]
        mean = (x * n).sum() / n.sum()
        sd = (((x - mean) ** 2 * n).sum() / n.sum()) ** 0.5
        assert (row["mean"], row["sd"]) == (pytest.approx(mean), pytest.approx(sd))
        design = sm.add_constant(np.column_stack([x, effects]))
        fit = sm.WLS(cells["y"].to_numpy(), design, cells["n"].to_numpy()).fit()
        assert row["effect"] == pytest.approx(fit.params[1] * sd)
        # The errors by branch are tested by themselves: here that they are those of these cells.
        errors = regression(design, cells["y"], cells["branch"], cells["n"])
        assert row["p"] == pytest.approx(errors.p[1])
    known = [row for row in answer.rows if row["p"] is not None]
    expected = multipletests([row["p"] for row in known], method="fdr_bh")[1]
    assert [row["p_adjusted"] for row in known] == pytest.approx(list(expected))
    assert (answer.totals["cells"], answer.totals["months"]) == (cells.height, 3)


def test_the_limits_say_what_the_judgement_says(sample_data):
    for row in operational_drivers.ask(open_marts(), Selection()).rows:
        assert (row["direction"] == "unclear") == (row["low"] <= 0 <= row["high"])
        assert row["low"] < row["effect"] < row["high"] and row["vif"] >= 1


def test_what_a_filter_cannot_know_is_said(sample_data):
    one_service = Selection(services="contribution_payment", provinces="IR-09")
    rows = by_measure(operational_drivers.ask(open_marts(), one_service))
    assert rows["outside_office_hours"]["problem"] in ("not_counted", "too_few")
    assert rows["outside_office_hours"]["effect"] is None


def test_on_one_channel_its_share_does_not_differ(sample_data):
    rows = by_measure(operational_drivers.ask(open_marts(), Selection(channels="mobile_app")))
    assert rows["digital_take_up"]["problem"] == "no_spread"
    assert rows["digital_take_up"]["direction"] == "unclear"


def test_too_few_branches_and_months(marts):
    """The small warehouse has 9 branches in 2 months, and no request says whose it is."""
    answer = operational_drivers.ask(marts, Selection(instrument="short"))
    assert {row["problem"] for row in answer.rows} == {"too_few", "not_counted"}
    assert [note.code for note in answer.notes] == ["operational_too_few"]
    assert len(answer.rows) == len(MEASURES)


def test_small_cells_are_left_out(marts):
    """Of `tiny`, N3, S1, S3 and K1 have fewer than 5 respondents in their only month."""
    totals = operational_drivers.ask(marts, Selection(instrument="tiny")).totals
    assert (totals["cells"], totals["branches"]) == (5, 5)


def test_nothing_is_told_of_hidden_respondents(marts):
    answer = operational_drivers.ask(marts, Selection(instrument="tiny", branches=("N3",)))
    assert answer.n is None and answer.totals["cells"] == 0


@pytest.mark.parametrize("wrong", [{"adjust": "bonferroni"}, {"by": ("month",)}])
def test_what_it_does_not_know_is_refused(marts, wrong):
    with pytest.raises(SelectionError, match=next(iter(wrong))):
        operational_drivers.ask(marts, Selection(), **wrong)


def test_the_command_line(sample_data, capsys):
    assert main(["operational_drivers", "--adjust", "holm"]) == 0
    assert "completion_rate" in capsys.readouterr().out
