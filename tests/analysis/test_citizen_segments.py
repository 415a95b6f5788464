"""Segments of answers that were loaded: planted ones are told, small ones not, shuffled are none.

The sample's respondents share one opinion and have no segments; those planted here are three
profiles of one month and province, written as an extract and loaded as any other.
"""

import csv

import numpy as np
import polars as pl
import pytest

from analysis import citizen_segments
from analysis.citizen_segments import _rows, _shares
from analysis.marts import open_marts
from analysis.selection import Selection, SelectionError
from etl.load import Loading
from tests.analysis.statistics.test_segments import ASKED, sheets

CHANNELS = ("web_portal", "in_person")


@pytest.fixture
def loaded(empty_folder):
    def load(items, profile):
        """Profile 0 comes through the portal mostly, the others mostly in person."""
        rng = np.random.default_rng(9)
        path = empty_folder.inbox / "survey_remote_services_42.csv"
        with path.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file)
            head = ("respondent", "branch", "answered_on", "channel", "service", "customer_group")
            rows.writerow([*head, *ASKED.items, "overall"])
            for number, (answers, own) in enumerate(zip(items, profile, strict=True)):
                channel = CHANNELS[int(rng.random() < (0.2 if own == 0 else 0.8))]
                place = (
                    f"r{number}",
                    f"B090{1 + number % 5}",
                    "1404-06-10",
                    channel,
                    "",
                    "insured",
                )
                rows.writerow([*place, *answers.astype(int), 3])
        reports = list(Loading(empty_folder).load([path]))
        assert [report.outcome for report in reports] == ["loaded"], [
            list(r.lines()) for r in reports
        ]
        return citizen_segments.ask(open_marts(), Selection())

    return load


def test_planted_profiles_are_told_with_what_sets_them_apart(loaded):
    items, profile = sheets(600, 1, planted=True)
    answer = loaded(items, profile)
    totals = answer.totals
    assert (totals["problem"], totals["found"], totals["used"], answer.n) == (None, 3, 600, 600)
    assert totals["stability"] > 0.85 and len(totals["criteria"]) == 6
    sizes = np.sort(np.bincount(profile))[::-1]
    assert [row["n"] for row in answer.rows] == pytest.approx(sizes.tolist(), abs=25)
    assert sum(row["share"] for row in answer.rows) == pytest.approx(1)
    largest = {(one["kind"], one["code"]): one for one in totals["profile"] if one["segment"] == 1}
    # The largest profile was planted above in the first two components and below in the third
    sides = [largest["scale", c]["differs"] for c in ("infrastructure", "culture_building")]
    assert sides == ["above", "above"]
    assert largest["scale", "structural_reform"]["differs"] == "below"
    portal = largest["channel", "web_portal"]
    assert portal["differs"] == "above" and portal["value"] > 0.7 > 0.4 > portal["others"]


def test_shuffled_answers_have_none(loaded):
    items, profile = sheets(400, 1, planted=True)
    rng = np.random.default_rng(1)
    shuffled = np.column_stack([rng.permutation(column) for column in items.T])
    answer = loaded(shuffled, profile)
    assert (answer.totals["problem"], answer.totals["found"]) == ("none", 1)
    assert answer.rows == [] and answer.totals["profile"] == []


def test_the_sample_has_none(warehouse, monkeypatch):
    monkeypatch.setenv("PAYESH_DATA", str(warehouse))
    answer = citizen_segments.ask(open_marts(), Selection(provinces=("IR-29",)))
    assert answer.totals["problem"] == "none"


@pytest.mark.parametrize(
    ("sizes", "shown"),
    [
        ([90, 60, 30], [90, 60, 30]),
        ([90, 60, 3], [90, None, None]),  # the next smallest too, or subtraction tells the 3
        ([90, 3, 2], [None, None, None]),
        ([150], [150]),
    ],
)
def test_small_segments_are_not_shown_nor_given_away(sizes, shown):
    rows = _rows(np.array(sizes))
    assert [row["n"] for row in rows] == shown
    assert [row["share"] is None for row in rows] == [n is None for n in shown]


def test_whose_channel_is_not_known_has_no_part_in_its_share():
    """Half of either segment came by the portal, as far as one knows."""
    known = ["web_portal"] * 20 + ["in_person"] * 20
    keys = pl.DataFrame({"channel": [*known, *[None] * 40, *known]}).with_columns(
        customer_group=pl.lit(None, pl.String)
    )
    told = _shares(keys, np.repeat([0, 1], [80, 40]), [1, 2])
    assert len(told) == 4
    assert all((row["value"], row["others"], row["differs"]) == (0.5, 0.5, None) for row in told)


def test_a_questionnaire_of_single_items_has_no_scales_to_divide(marts):
    answer = citizen_segments.ask(marts, Selection(instrument="short"))
    assert answer.totals["problem"] == "no_scales" and answer.rows == []


def test_groups_are_refused(marts):
    with pytest.raises(SelectionError, match="by: "):
        citizen_segments.ask(marts, Selection(), by=("channel",))
