"""Factor status against scipy and plain Python on the raw answer sheets."""

import statistics

import pytest
from scipy import stats

from analysis import factor_status
from analysis.selection import Selection, SelectionError

SHORT = ("A1", "A2", "A3", "A4")


def answers(sheets, column, where=lambda sheet: True):
    return [sheet[column] for sheet in sheets if sheet[column] is not None and where(sheet)]


def assert_row(row, values, reference):
    assert row["n"] == len(values)
    assert row["mean"] == pytest.approx(statistics.fmean(values), rel=1e-12)
    assert row["sd"] == pytest.approx(statistics.stdev(values), rel=1e-10)
    test = stats.ttest_1samp(values, reference, alternative="greater")
    assert row["t"] == pytest.approx(test.statistic, rel=1e-10, abs=1e-10)
    assert row["p"] == pytest.approx(test.pvalue, rel=1e-10)
    assert row["df"] == len(values) - 1
    interval = stats.ttest_1samp(values, reference).confidence_interval(0.95)
    assert (row["ci_low"], row["ci_high"]) == pytest.approx((interval.low, interval.high))
    assert row["se"] == pytest.approx(stats.sem(values), rel=1e-10)
    assert row["effect_size"] == pytest.approx((row["mean"] - reference) / row["sd"])
    assert row["status_study"] == ("favourable" if test.pvalue < 0.05 else "unfavourable")


FILTERS = [
    ({}, lambda sheet, province: True),
    ({"provinces": "IR-29"}, lambda sheet, province: province == "IR-29"),
    ({"region": "khorasans"}, lambda sheet, province: province != "IR-07"),
    ({"region": "whole_country"}, lambda sheet, province: True),
    ({"branches": ["N1", "S2"]}, lambda sheet, province: sheet["branch"] in ("N1", "S2")),
    ({"channels": "kiosk"}, lambda sheet, province: sheet["channel"] == "kiosk"),
    ({"services": "history"}, lambda sheet, province: sheet["service"] == "history"),
    ({"customer_groups": ["insured", "employer"]},
     lambda sheet, province: sheet["customer_group"] != "pensioner"),
    ({"first_month": "1404-06"}, lambda sheet, province: sheet["month"] == "1404-06"),
    ({"last_month": "1404-05"}, lambda sheet, province: sheet["month"] == "1404-05"),
    ({"provinces": "IR-09", "services": "history", "first_month": "1404-05"},
     lambda sheet, province: province == "IR-09" and sheet["service"] == "history"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "where"), FILTERS)
def test_every_item_under_every_filter(marts, raw, fields, where):
    answer = factor_status.ask(marts, Selection(instrument="short", **fields))
    assert [row["item"] for row in answer.rows] == list(SHORT)
    sheets = [sheet for sheet in raw.short if where(sheet, raw.province[sheet["branch"]])]
    for row in answer.rows:
        assert_row(row, answers(sheets, row["item"]), reference=3)
    answered = [sheet for sheet in sheets if any(sheet[item] is not None for item in SHORT)]
    assert answer.n == len(answered)


def test_by_month_and_province(marts, raw):
    answer = factor_status.ask(marts, Selection(instrument="short"), by=("month", "province"))
    shown = [row for row in answer.rows if not row["suppressed"]]
    assert len(answer.rows) == 2 * 4 * len(SHORT)
    assert len(shown) >= 24
    for row in shown:
        sheets = [
            sheet for sheet in raw.short
            if sheet["month"] == row["month"]
            and raw.province[sheet["branch"]] == row["province"]
        ]  # fmt: skip
        assert_row(row, answers(sheets, row["item"]), reference=3)


def test_by_a_column_with_cells_that_state_nothing(marts, raw):
    answer = factor_status.ask(marts, Selection(instrument="short"), by=("channel",))
    unstated = [row for row in answer.rows if row["channel"] is None]
    assert len(unstated) == len(SHORT)
    sheets = [sheet for sheet in raw.short if sheet["channel"] is None]
    assert_row(unstated[0], answers(sheets, "A1"), reference=3)
    assert answer.rows[-1]["channel"] is None  # last, after the channels by name


def test_another_scale_by_data_alone(marts, raw):
    answer = factor_status.ask(marts, Selection(instrument="paired", battery="satisfaction"))
    assert {key: answer.totals[key] for key in ("reference", "lowest", "highest")} == {
        "reference": 4, "lowest": 1, "highest": 7,
    }  # fmt: skip
    assert_row(answer.rows[0], answers(raw.paired, "x1.satisfaction"), reference=4)
    turned = [8 - value for value in answers(raw.paired, "x2.satisfaction")]
    assert_row(answer.rows[1], turned, reference=4)  # x2 is reversed
    assert all(row["published_mean"] is None for row in answer.rows)  # it has no study
    assert answer.totals["published_favourable"] is None


def test_the_published_values_stand_beside(marts):
    answer = factor_status.ask(marts, Selection(instrument="short"))
    first, last = answer.rows[0], answer.rows[-1]
    assert [first[f"published_{name}"] for name in ("mean", "sd", "t", "p", "status")] == [
        3.4, 0.94, 1.99, 0.048, "favourable",
    ]  # fmt: skip
    assert last["item"] == "A4"
    assert last["published_status"] is None  # the study has no such item
    totals = answer.totals
    assert (totals["published_favourable"], totals["published_unfavourable"]) == (2, 1)
    assert totals["items"] == totals["favourable"] + totals["unfavourable"] == 4


@pytest.mark.parametrize(
    ("fields", "instrument", "battery", "codes"),
    [
        # the most answered, and it has but one battery
        ({}, "short", "status", ["instrument_chosen"]),
        ({"instrument": "tiny"}, "tiny", "quality", ["battery_chosen"]),  # the first
        ({"instrument": "paired"}, "paired", "satisfaction", ["battery_chosen"]),  # preferred
        ({"instrument": "paired", "battery": "expectation"}, "paired", "expectation", []),
        # an empty selection: the most answered of all
        ({"first_month": "1399-01", "last_month": "1399-01"}, "short", "status",
         ["instrument_chosen"]),
        # in one month at T1 more answered `tiny`
        ({"branches": "T1", "first_month": "1404-06"}, "tiny", "quality",
         ["instrument_chosen", "battery_chosen"]),
    ],
)  # fmt: skip
def test_what_is_chosen_where_nothing_was_asked(marts, fields, instrument, battery, codes):
    answer = factor_status.ask(marts, Selection(**fields))
    assert (answer.totals["instrument"], answer.totals["battery"]) == (instrument, battery)
    assert (answer.selection.instrument, answer.selection.battery) == (instrument, battery)
    assert [note.code for note in answer.notes if "chosen" in note.code] == codes


def test_a_battery_of_another_questionnaire_is_refused(marts):
    with pytest.raises(SelectionError, match="'status' is not a battery of paired; closest: "):
        factor_status.ask(marts, Selection(instrument="paired", battery="status"))


def test_few_answers_are_shown_as_weak(marts):
    answer = factor_status.ask(marts, Selection(instrument="tiny"), by=("branch",))
    weak = {row["branch"] for row in answer.rows if row["weak"]}
    assert weak == {"N2", "S2"}  # 9 and 12; N1 has 30, which is enough
