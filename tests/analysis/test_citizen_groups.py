"""Customer groups beside the questions they are made of, and differences computed a second way."""

import random

import polars as pl
import pytest
from scipy import stats

from analysis import channel_usage, citizen_groups, factor_status, satisfaction_trends
from analysis.marts import open_marts
from analysis.selection import Selection, SelectionError
from tests.pages.walk.files import Files

GROUP = "customer_group"
ALL = Selection(first_month="1404-05", last_month="1404-07")


@pytest.fixture(scope="module")
def national(warehouse):
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PAYESH_DATA", str(warehouse))
        yield citizen_groups.ask(open_marts(), ALL)


def test_a_row_says_what_the_other_questions_say(national, warehouse, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(warehouse))
    marts = open_marts()
    satisfied = {r[GROUP]: r for r in satisfaction_trends.ask(marts, ALL, by=(GROUP,)).rows}
    served = {r[GROUP]: r for r in channel_usage.ask(marts, ALL, by=(GROUP,)).rows}
    judged = factor_status.ask(marts, ALL, by=(GROUP,), rule="evidence").rows
    assert [row[GROUP] for row in national.rows] == [
        "insured",
        "pensioner",
        "employer",
        "dependant",
    ]
    for row in national.rows:
        group = row[GROUP]
        assert row["mean"] == satisfied[group]["weighted_mean"]
        assert row["requests"] == served[group]["requests"]
        statuses = [one["status"] for one in judged if one[GROUP] == group]
        assert [row[s] for s in citizen_groups.STATUSES] == [
            statuses.count(s) for s in citizen_groups.STATUSES
        ]


def test_the_planted_moods_of_groups_are_found_and_no_other(national):
    """The sample's pensioners answer 0.08 deviations above the insured, its employers 0.1 below."""
    counts = {row[GROUP]: (row["above"], row["below"]) for row in national.rows}
    assert counts["pensioner"][0] >= 20 and counts["pensioner"][1] == 0
    assert counts["employer"][1] >= 20 and counts["employer"][0] == 0


def test_means_and_adjustment_a_second_way(national, warehouse):
    sheets = Files(warehouse).sheets
    rows = national.totals["differences"]
    assert len(rows) == 4 * 42
    for row in rows[:: len(rows) // 12]:
        answers = sheets.drop_nulls(row["item"]).with_columns(own=pl.col(GROUP) == row[GROUP])
        weighted = pl.col(row["item"]).dot(pl.col("weight")) / pl.col("weight").sum()
        means = dict(answers.group_by("own").agg(weighted).iter_rows())
        assert row["mean"] == pytest.approx(means[True], abs=1e-9)
        assert row["others"] == pytest.approx(means[False], abs=1e-9)
        assert row["difference"] == pytest.approx(means[True] - means[False], abs=1e-9)
        own = answers["own"].sum()
        assert (row["n"], row["n_others"]) == (own, answers.height - own)
    told = [row["p_adjusted"] for row in rows]
    assert told == sorted(told)
    assert all((row["p_adjusted"] < 0.05) == (row["differs"] is not None) for row in rows)
    for row in rows:  # intervals say the same as the tests
        assert (row["ci_low"] > 0 or row["ci_high"] < 0) == (row["differs"] is not None)


def test_shares_add_up_within_a_group(national):
    for key in ("channels", "services"):
        whole = pl.DataFrame(national.totals[key]).group_by(GROUP).agg(pl.col("share").sum())
        assert whole["share"].to_list() == pytest.approx([1] * 4)


def test_a_group_with_few_answers_is_hidden_and_counts_nowhere(surveyed):
    """3 employers of 60: neither shown nor among the others of anybody."""
    groups = ["insured"] * 30 + ["pensioner"] * 27 + ["employer"] * 3
    sheets = [
        {"branch": ("N1", "N2", "N3")[i % 3], GROUP: group, "A1": 1 + (i * 7 + i // 5) % 5,
         "overall": 5 + i % 3}
        for i, group in enumerate(groups)
    ]  # fmt: skip
    answer = citizen_groups.ask(surveyed(sheets), Selection())
    hidden = [row for row in answer.rows if row["suppressed"]]
    assert {row[GROUP] for row in hidden} >= {"employer"} and len(hidden) == 2
    for row in hidden:  # the second protects the first
        assert all(row[key] is None for key in ("n", "mean", "favourable", "above"))
    assert answer.totals["differences"] == []


def test_groups_are_refused(marts):
    with pytest.raises(SelectionError, match="by: "):
        citizen_groups.ask(marts, Selection(), by=("channel",))


def test_two_equal_groups_do_not_differ(surveyed):
    chance = random.Random(3)
    sheets = [
        {"branch": f"N{chance.randint(1, 4)}", GROUP: chance.choice(("insured", "pensioner")),
         "A1": chance.randint(1, 5), "overall": 6}
        for _ in range(200)
    ]  # fmt: skip
    rows = citizen_groups.ask(surveyed(sheets), Selection()).totals["differences"]
    own = [[s["A1"] for s in sheets if s[GROUP] == group] for group in ("insured", "pensioner")]
    assert stats.ttest_ind(*own).pvalue > 0.2
    assert len(rows) == 2 and {row["differs"] for row in rows} == {None}
