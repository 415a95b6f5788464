"""Surveys of which little can be said: every figure that is left has a defined answer."""

import json

import numpy as np
import polars as pl
import pytest
import svy

from analysis import factor_status, satisfaction_trends, scale_status
from analysis.selection import Selection

DESIGN = (
    "weighted_mean", "se_design", "df_design", "t_design", "p_two_sided", "p_adjusted",
    "interval_low", "interval_high", "deff", "n_effective", "further_answers",
)  # fmt: skip


def ask(marts, by=(), question=factor_status, **fields):
    options = {"rule": "evidence"} if question is not satisfaction_trends else {}
    answer = question.ask(marts, Selection(instrument="short", **fields), by, **options)
    json.dumps(answer.as_json_object(), allow_nan=False)
    return answer


def sheets_of(answers, **fields):
    """{branch: its answers to A1}, as answer sheets."""
    return [
        {"branch": branch, "A1": value} | fields
        for branch, values in answers.items()
        for value in values
    ]


def codes(answer):
    return [note.code for note in answer.notes if "chosen" not in note.code]


def undefined(row, *names):
    assert [name for name in names if row[name] is not None] == []


def test_one_answer_is_hidden_with_all_its_figures(surveyed):
    sheets = sheets_of({"N1": [4], "N2": [None] * 6, "S1": [None] * 3})
    sheets = [sheet | {"A2": 2 + place % 3} for place, sheet in enumerate(sheets)]
    one, full, nothing, _ = ask(surveyed(sheets)).rows
    assert one["suppressed"] and full["status"] == "undetermined"
    undefined(one, "n", "mean", "status", "effect_word", *DESIGN)
    assert one["further_more"] is False
    assert nothing["n"] == 0 and not nothing["suppressed"]
    undefined(nothing, "mean", "status", "effect_word", *DESIGN)


def test_what_is_hidden_is_not_in_the_family(surveyed):
    sheets = sheets_of({"N1": [1, 3, 3, 4, 5, 5], "N2": [2, 3, 4, 5], "S1": [3, 4, 5, 5]})
    few = [sheet | ({"A2": 1 + place % 5} if place < 4 else {}) for place, sheet in
           enumerate(sheets)]  # fmt: skip
    row, hidden, *_ = ask(surveyed(few)).rows
    assert hidden["suppressed"]
    assert row["p_adjusted"] == row["p_two_sided"]  # a family of one


def test_all_answers_equal(surveyed):
    answer = ask(surveyed(sheets_of({"N1": [4] * 6, "N2": [4] * 6})))
    row = answer.rows[0]
    assert (row["weighted_mean"], row["se_design"], row["df_design"]) == (4, 0, 1)
    assert (row["interval_low"], row["interval_high"]) == (4, 4)
    undefined(row, "t_design", "p_two_sided", "p_adjusted", "status", "deff", "n_effective")


def test_equal_branches_of_unequal_answers(surveyed):
    row = ask(surveyed(sheets_of({"N1": [3, 4, 5], "N2": [3, 4, 5]}))).rows[0]
    assert (row["weighted_mean"], row["se_design"], row["deff"]) == (4, 0, 0)
    undefined(row, "n_effective", "p_two_sided", "status")


def test_one_branch_in_every_province_makes_one_stratum(surveyed):
    answers = {"N1": [3, 4, 5, 5, 2], "S1": [3, 3, 2], "K1": [4, 5, 5, 5], "T1": [4, 4, 5]}
    answer = ask(surveyed(sheets_of(answers)))
    assert codes(answer) == ["one_branch_per_province"]
    expected = in_svy(sheets_of(answers), stratum=None)
    equal_svy(answer.rows[0], expected)
    assert answer.rows[0]["df_design"] == 3


@pytest.mark.parametrize("later", [["N1", "S1"], ["N1", "N2", "S1"]])
def test_each_month_is_one_stratum_or_several_whatever_the_others_are(surveyed, later):
    lone = {"N1": [3, 4, 5, 5, 2], "S1": [3, 3, 2], "K1": [4, 5, 5, 5]}
    sheets = sheets_of(lone, answered_on="1404-05-10")
    sheets += sheets_of({branch: [2, 3, 5, 4, 4 + n % 2] for n, branch in enumerate(later)})
    marts = surveyed(sheets)
    together = ask(marts, ("month",))
    assert ("one_branch_per_province" in codes(together)) is True
    for month in ("1404-05", "1404-06"):
        own = [row for row in together.rows if row["month"] == month]
        alone = ask(marts, first_month=month, last_month=month)
        assert own == [row | {"month": month} for row in alone.rows]
    equal_svy(own_row(together, "1404-05"), in_svy(sheets_of(lone), stratum=None))


def own_row(answer, month):
    return next(row for row in answer.rows if (row["item"], row["month"]) == ("A1", month))


def test_a_stratum_with_one_respondent_counts_like_any_other(surveyed):
    answers = {"N1": [3, 4, 5, 5, 2], "N2": [5, 5, 4], "S1": [3, 3, 2, 1], "S2": [4, 3], "K1": [5]}
    answer = ask(surveyed(sheets_of(answers)))
    assert codes(answer) == []
    province = {"N1": 0, "N2": 0, "S1": 1, "S2": 1, "K1": 2}
    equal_svy(answer.rows[0], in_svy(sheets_of(answers), province))


def test_sampled_branches_without_an_answer_in_the_domain(surveyed):
    web = {"channel": "web_portal"}
    domain = {"N1": [3, 4, 5, 5, 2], "N2": [5, 5, 4, 4]}
    sheets = sheets_of(domain) + sheets_of({"N3": [1, 2, 3, 1, 4], "N4": [2] * 5}, **web)
    answer = ask(surveyed(sheets), channels="kiosk")
    province = dict.fromkeys(("N1", "N2", "N3", "N4"), 0)
    equal_svy(answer.rows[0], in_svy(sheets, province, "kiosk"))


def test_one_branch_alone_is_simple_random(surveyed):
    sheets = sheets_of({"N1": [3, 4, 5, 5, 2, 4], "S1": [3, 2, 4, 4, 1], "S2": [1, 2, 4, 3, 3]})
    marts = surveyed(sheets)
    for answer in (ask(marts, branches="N1"), ask(marts, provinces="IR-09")):
        assert codes(answer) == ["one_branch"]
        row = answer.rows[0]
        assert row["se_design"] == pytest.approx(row["se"], rel=1e-12)
        assert (row["df_design"], row["deff"], row["n_effective"]) == (5, 1, 6)
    provinces = ask(marts, by=("province",))
    lone, two = (row for row in provinces.rows if row["item"] == "A1")
    assert lone == row | {"province": "IR-09"}
    assert two["df_design"] == 1
    assert codes(provinces) == ["one_branch"]
    assert all(r["df_design"] == r["n"] - 1 for r in ask(marts, ("branch",)).rows if r["n"])
    trends = ask(marts, question=satisfaction_trends, branches="N1")
    assert trends.rows == []  # nobody answered the overall item


def test_a_domain_met_in_one_of_several_branches_cannot_be_judged(surveyed):
    sheets = sheets_of({"N1": [3, 4, 5, 5, 2, 4]})
    sheets += sheets_of({"N2": [3, 2, 5, 5, 1, 4]}, channel="web_portal")
    row = ask(surveyed(sheets), channels="kiosk").rows[0]
    assert row["weighted_mean"] == row["mean"]
    undefined(row, "se_design", "p_two_sided", "status", "interval_low", "deff")


@pytest.mark.parametrize("question", [factor_status, scale_status])
def test_where_no_branch_is_stated_respondents_count_one_by_one(surveyed, question):
    sheets = [
        {"province": province} | dict.fromkeys(("A1", "A2", "A3", "A4"), value)
        for province, values in {"IR-09": [3, 4, 5, 5, 2], "IR-29": [3, 4, 4, 1]}.items()
        for value in values
    ]
    answer = ask(surveyed(sheets), question=question)
    assert codes(answer) == ["no_branches"]
    row = answer.rows[0]
    assert row["se_design"] == pytest.approx(row["se"], rel=1e-12)
    assert (row["df_design"], row["n_effective"]) == (8, 9)


WEIGHTS = {"N1": [0.5, 2, 1, 3, 0.7], "N2": [1.2, 4, 0.1], "S1": [1, 1, 2, 9], "S2": [0.3, 2]}
WEIGHED = {"N1": [3, 4, 5, 5, 2], "N2": [5, 5, 4], "S1": [3, 3, 2, 1], "S2": [4, 3]}


def weighted_sheets():
    sheets = sheets_of(WEIGHED)
    weights = [weight for values in WEIGHTS.values() for weight in values]
    return [sheet | {"weight": w} for sheet, w in zip(sheets, weights, strict=True)]


def test_weights_equal_svy_and_leave_the_study_alone(surveyed):
    sheets = weighted_sheets()
    row = ask(surveyed(sheets, weighted=True)).rows[0]
    equal_svy(row, in_svy(sheets, {"N1": 0, "N2": 0, "S1": 1, "S2": 1}))
    values = [value for values in WEIGHED.values() for value in values]
    assert row["mean"] == pytest.approx(np.mean(values))
    assert row["weighted_mean"] != pytest.approx(row["mean"])


def test_weights_cost_what_kish_says_where_branches_do_not_tell(surveyed):
    sheets = [sheet for sheet in weighted_sheets() if sheet["branch"] == "N1"]
    row = ask(surveyed(sheets, weighted=True)).rows[0]
    w = np.array(WEIGHTS["N1"])
    kish = w.sum() ** 2 / (w**2).sum()
    assert row["n_effective"] == pytest.approx(kish)
    assert row["deff"] == pytest.approx(w.size / kish)


def test_some_weights_of_zero_are_answers_left_out_of_the_survey_s_figures(surveyed):
    left_out = sheets_of({"N3": [1] * 5, "N1": [1]}, weight=0)
    kept = weighted_sheets()
    row = ask(surveyed(kept + left_out, weighted=True)).rows[0]
    province = {"N1": 0, "N2": 0, "N3": 0, "S1": 1, "S2": 1}
    nobody = [sheet | {"A1": None} for sheet in left_out]
    equal_svy(row, in_svy(kept + nobody, province), n=14)
    assert row["n"] == 20


def test_all_weights_zero(surveyed):
    row = ask(surveyed(sheets_of(WEIGHED, weight=0), weighted=True)).rows[0]
    undefined(row, "status", *DESIGN)
    assert row["n"] == 14 and row["mean"] and row["t"] and row["status_study"]


def test_a_month_without_data_and_an_empty_selection(surveyed):
    marts = surveyed(sheets_of({"N1": [3, 4, 5, 5, 2], "N2": [3, 3, 4]}))
    for fields in ({"first_month": "1404-07"}, {"channels": "web_portal"}, {"provinces": "IR-07"}):
        for question in (factor_status, scale_status):
            answer = ask(marts, question=question, **fields)
            assert (answer.n, codes(answer), answer.totals["undetermined"]) == (0, [], 0)
            for row in answer.rows:
                undefined(row, "status", *DESIGN)
        trends = ask(marts, question=satisfaction_trends, **fields)
        assert (trends.rows, trends.totals["se_design"]) == ([], None)


def in_svy(sheets, stratum, channel=None):
    """svy's estimate of A1; stratum: branch → number, None: one stratum; channel: the domain."""
    frame = pl.DataFrame(
        {
            "stratum": [0 if stratum is None else stratum[sheet["branch"]] for sheet in sheets],
            "branch": [sheet["branch"] for sheet in sheets],
            "met": [
                sheet["A1"] is not None
                and (channel is None or sheet.get("channel", "kiosk") == channel)
                for sheet in sheets
            ],
            "A1": [float(sheet["A1"] or 0) for sheet in sheets],
            # svy takes no weight of 0; those sheets are outside every domain.
            "weight": [float(sheet.get("weight", 1)) or 1.0 for sheet in sheets],
        }
    )
    design = svy.Design(stratum="stratum", psu="branch", wgt="weight", singleton="center")
    sample = svy.Sample(frame, design)
    return sample.estimation.mean("A1", deff="wr", where=svy.col("met")).estimates[0]


def equal_svy(row, expected, n=None):
    assert (n or row["n"]) == expected.n
    close = {"rel": 1e-8, "abs": 1e-12}
    assert row["weighted_mean"] == pytest.approx(expected.est, **close)
    assert row["se_design"] == pytest.approx(expected.se, **close)
    assert row["df_design"] == expected.df
    assert row["deff"] == pytest.approx(expected.deff, **close)
