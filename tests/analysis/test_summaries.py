"""A summary of a mart is read where it is enough, and nobody can tell it from the mart.

A question that names a column which the summary lacks, be it in a remark, reads the mart: so the
same question can be asked of both. These extracts name no clients: of `repeat_contacts` see
tests/etl/test_marts.py.
"""

import json

import duckdb
import pytest

from analysis import (
    channel_usage,
    citizen_groups,
    completion_times,
    counter_visits,
    factor_status,
    overview,
    scale_status,
    scope,
)
from analysis.marts import open_marts
from analysis.selection import Selection
from etl import filling
from etl.data_folder import DataFolder
from etl.publish import current

ALL = Selection()
COUNTED = "sum(requests), sum(completed), sum(due), sum(on_time)"
# Summary → mart, what is asked, and a column that the summary lacks
SUMS = {
    "branch_requests": ("requests", f"branch, {COUNTED}", "service"),
    "province_requests": ("requests", f"channel, service, {COUNTED}", "branch"),
    "province_durations": ("request_durations", "channel, bucket, sum(requests)", "service"),
    "branch_answers": (
        "answers", "branch, sum(respondents * answer), sum(respondents) filter (weight > 0)",
        "channel",
    ),
    "branch_answer_sums": ("answers", "branch, item, sum(respondents)", "channel"),
    "branch_score_sums": ("scores", "branch, scale, sum(respondents)", "channel"),
    "branch_respondents": (
        "respondents", "branch, sum(answered), sum(respondents) filter (answered > 0)", "channel",
    ),
}  # fmt: skip
EVERY = {summary for several in scope.SUMMARIES.values() for summary in several}
ENOUGH = [
    Selection(),
    Selection(first_month="1404-06", region="khorasans"),
    Selection(provinces="IR-09", instrument="short"),
]


def source_of(marts, mart, sql, selection=ALL):
    """The table that is read for `mart`."""
    limited, _ = scope.scoped(sql, selection, None, None, marts._marts)
    return limited.split(f"{mart} as (select * from published.")[1].split()[0]


def test_what_is_read_is_what_a_load_sums_up():
    """The list stands on either side, since neither imports the other; read must be filled."""
    assert scope.SUMMARIES == filling.SUMMARIES


@pytest.mark.parametrize("selection", ENOUGH, ids=str)
@pytest.mark.parametrize("summary", SUMS)
def test_both_say_the_same(marts, summary, selection):
    mart, asked, lacking = SUMS[summary]
    sql = f"select month, {asked} from {mart} group by all order by all"
    # Of requests, one summary knows branches and the other services: named both, the mart is read
    of_mart = f"{sql} /* {lacking} */"
    assert source_of(marts, mart, sql, selection) == summary
    assert source_of(marts, mart, of_mart, selection) == mart
    found = marts.query(sql, selection).rows()
    assert found == marts.query(of_mart, selection).rows()
    assert found


def test_both_say_the_same_of_some_branches(marts):
    chosen = Selection(provinces="IR-09", branches=("N1", "N2"))
    sql = f"select month, branch, {COUNTED} from requests group by all order by all"
    found = marts.query(sql, chosen).rows()
    assert found and found == marts.query(f"{sql} /* service */", chosen).rows()


@pytest.mark.parametrize(
    "mart, filtered",
    [
        ("requests", Selection(services="pension_slip", branches=("N1",))),
        ("requests", Selection(customer_groups="insured")),
        ("request_durations", Selection(branches=("N1",))),
        ("answers", Selection(channels="kiosk")),
        ("respondents", Selection(services="history")),
    ],
)
def test_a_filter_that_the_summary_does_not_know_reads_the_mart(marts, mart, filtered):
    assert source_of(marts, mart, f"select month from {mart}", filtered) == mart


@pytest.mark.parametrize(
    "filtered, summary",
    [
        (Selection(channels="kiosk"), "branch_requests"),
        (Selection(branches=("N1", "N2")), "branch_requests"),
        (Selection(services="pension_slip"), "province_requests"),
    ],
)
def test_a_filter_picks_the_summary_that_knows_its_column(marts, filtered, summary):
    asked = "select sum(requests) from requests"
    assert source_of(marts, "requests", asked, filtered) == summary


QUESTIONS = (
    overview, channel_usage, factor_status, scale_status, completion_times, counter_visits,
    citizen_groups,
)  # fmt: skip


@pytest.mark.parametrize("dropped", [EVERY, {"province_requests", "province_durations"}], ids=len)
@pytest.mark.parametrize("question", QUESTIONS)
def test_a_version_without_summaries_says_the_same(marts, own_folder, question, dropped):
    """Also the version of a program that knew only some of them."""
    with duckdb.connect(str(current(DataFolder(own_folder)))) as con:
        for summary in dropped:
            con.execute(f"drop table {summary}")
    without = open_marts(marts.reader)
    assert without.tables & EVERY == EVERY - dropped
    answers = [json.loads(json.dumps(question.ask(m, Selection()).as_json_object()))
               for m in (marts, without)]  # fmt: skip
    assert rounded(answers[0]) == rounded(answers[1])


def rounded(answer):
    """Sums of weights come in another order: the last bits may differ."""
    if isinstance(answer, dict):
        return {key: rounded(value) for key, value in answer.items()}
    if isinstance(answer, list):
        return [rounded(value) for value in answer]
    return float(f"{answer:.10g}") if isinstance(answer, float) else answer
