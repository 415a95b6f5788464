"""Groups that write of a theme more or less than others: against scipy, the sample, and chance."""

import shutil

import duckdb
import polars as pl
import pytest
from scipy import stats

from analysis import comments, theme_differences
from analysis.marts import open_candidate, open_marts
from analysis.selection import Selection
from etl.data_folder import DataFolder
from etl.publish import current


@pytest.mark.parametrize(
    "said, n, others, of, why",
    [
        (30, 100, 60, 400, "more"),
        (5, 120, 90, 400, "less"),
        (0, 60, 42, 400, "nobody of a group, which has no spread of its own"),
        (12, 12, 200, 400, "all of a small group"),
        (200, 400, 150, 400, "of two large groups the two shares decide"),
    ],
)
def test_one_respondent_per_branch_is_the_larger_of_two_known_tests(said, n, others, of, why):
    p, q = said / n, others / of
    own = p * (1 - p) / (n - 1) + q * (1 - q) / (of - 1)  # of the shares as they are: deff 1
    found = pl.DataFrame(
        {"n_before": [of], "n_after": [n], "before": [q], "after": [p], "change": [p - q],
         "se": [own**0.5], "df": [1e9]}
    )  # fmt: skip
    row = theme_differences.tested(found)
    table = [[said, n - said], [others, of - others]]
    two = stats.chi2_contingency(table, correction=False).pvalue
    pooled = stats.binom(n, (said + others) / (n + of))
    one = min(1, 2 * min(pooled.cdf(said), pooled.sf(said - 1)))
    assert row["p"].item() == pytest.approx(max(two, one), rel=1e-5), why


def test_where_fewer_than_five_mentions_are_to_be_expected_nothing_is_tested():
    """Four of 30 where others mention it in 3 of 100: a normal distribution would be sure."""
    rare = {"n_before": [400], "n_after": [30], "before": [0.03], "after": [4 / 30]}
    found = pl.DataFrame(rare | {"change": [0.1], "se": [0.06], "df": [100.0]})
    assert theme_differences.tested(found).is_empty()


def test_the_themes_of_channels_in_the_sample_are_found(sample_data):
    """Its branches are written of by visitors, the login by users of the app, and so on."""
    answer = comments.ask(open_marts(), Selection(), by=("channel",))
    found = answer.totals["differences"]
    sure = {(row["channel"], row["theme"]): row["differs"] for row in found[:6]}
    assert sure["in_person", "visits"] == sure["call_centre", "support"] == "above"
    shown = {(row["channel"], row["theme"]): row for row in answer.rows if not row["suppressed"]}
    for row in found:
        assert row["share"] == pytest.approx(shown[row["channel"], row["theme"]]["share"])
        assert row["p_adjusted"] < 0.05
        assert (row["difference"] > 0) == (row["differs"] == "above")


def test_where_themes_are_dealt_out_by_chance_hardly_ever_a_group_is_named(sample_data, tmp_path):
    """Ninety-five times of a hundred nothing is to be said; here of 12 at most two say anything."""
    named = 0
    for deal in range(4):
        path = tmp_path / f"{deal}.duckdb"
        shutil.copy(current(DataFolder(sample_data)), path)
        with duckdb.connect(path) as con:
            con.execute(
                """update comments set themes = dealt.themes from (
                       select a.rowid as place, b.themes
                       from (select row_number() over (order by rowid) as k, rowid from comments) a
                       join (select row_number() over (order by hash(rowid + ?)) as k, themes
                             from comments) b using (k)) dealt
                   where comments.rowid = dealt.place""",
                [deal * 7919],
            )
        with open_candidate(path) as marts:
            for by in ("channel", "province", "customer_group"):
                named += bool(comments.ask(marts, Selection(), by=(by,)).totals["differences"])
    assert named <= 2
