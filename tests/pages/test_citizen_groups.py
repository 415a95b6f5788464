"""Citizen groups as a visit: sentences of the groups, and segments on request."""

import numpy as np

from analysis import citizen_groups, citizen_segments
from analysis.marts import open_marts
from analysis.selection import Selection
from etl.load import Loading
from pages.parts import numbers, words
from tests.analysis.test_planted_profiles import SEED, drawn
from tests.pages.conftest import Visit
from tests.pages.test_pages import STUDY_WAVE

KHORASANS = ("IR-09", "IR-28", "IR-29")


def test_every_group_is_told_in_words(visit):
    opened = visit("citizen_groups", province="IR-29")
    answer = citizen_groups.ask(open_marts(), Selection(provinces=("IR-29",)))
    assert opened.source.count("<h4>") >= len(answer.rows) == 4
    for row in answer.rows:
        assert numbers.number(row["requests"]) in opened.text
        assert numbers.share(row["digital_take_up"]) in opened.text
        assert numbers.interval(row["low"], row["high"]) in opened.text


def test_segments_are_looked_for_on_request_only(visit):
    opened = visit("citizen_groups", **STUDY_WAVE)
    none = words.say("segments.problem.none")
    assert none not in [e.value for e in opened.app.subheader]
    next(button for button in opened.app.button if button.key == "find_segments").click().run()
    assert not opened.app.exception
    assert none in [e.value for e in opened.app.subheader]
    assert words.say("segments.criteria_caption") in opened.source


def test_segments_that_were_found_are_told_in_words(visit):
    """The visitors of the website: three profiles were planted among them."""
    asked = {"instrument": "e_service_quality", "battery": "perception"}
    opened = visit("citizen_groups", region="khorasans", **asked)
    next(button for button in opened.app.button if button.key == "find_segments").click().run()
    assert not opened.app.exception
    answer = citizen_segments.ask(open_marts(), Selection(provinces=KHORASANS, **asked))
    count = numbers.number(len(answer.rows))
    assert words.say("segments.found", count=count) in [e.value for e in opened.app.subheader]
    for row in answer.rows:
        title = words.say("segments.segment", number=numbers.number(row["segment"]))
        size = words.say("segments.size", n=numbers.number(row["n"]),
                         share=numbers.share(row["share"]))  # fmt: skip
        assert f"<h4>{title}</h4><p>{size}" in opened.source
    employers = next(
        one for one in answer.totals["profile"]
        if one["code"] == "employer" and one["differs"] == "above"
    )  # fmt: skip
    assert f"«کارفرما» ({numbers.share(employers['value'])})" in opened.text
    assert words.say("segments.profile_caption") in opened.source
    # What is judged by size is not said to be within chance
    profile = answer.totals["profile"]
    tested = [one for one in profile if one["kind"] in ("channel", "customer_group")]
    for told, rows in (("segments.small", [one for one in profile if one not in tested]),
                       ("citizen_groups.differs.near", tested)):  # fmt: skip
        undecided = sum(one["differs"] is None for one in rows)
        assert undecided and opened.source.count(f"● {words.say(told)}<") == undecided


def test_shuffled_answers_are_said_to_have_no_segments(empty_folder):
    """The website's sheets, each answer permuted between respondents, loaded as any extract."""
    sheets, _ = drawn(empty_folder, SEED)
    rng = np.random.default_rng(SEED)
    items = [name for name in sheets.columns if "." in name]
    path = empty_folder.inbox / "survey_e_service_quality.csv"
    sheets.with_columns(sheets[item].gather(rng.permutation(sheets.height)) for item in items
                        ).write_csv(path)  # fmt: skip
    assert [report.outcome for report in Loading(empty_folder).load([path])] == ["loaded"]
    opened = Visit(instrument="e_service_quality", battery="perception").open("citizen_groups")
    next(button for button in opened.app.button if button.key == "find_segments").click().run()
    assert not opened.app.exception
    assert words.say("segments.problem.none") in [e.value for e in opened.app.subheader]
    assert words.say("segments.criteria_caption") in opened.source
    assert words.say("segments.profile_caption") not in opened.source


def test_the_website_s_segments_do_not_stand_on_the_first_view(visit):
    """They are those of the questionnaire that was chosen; the other has none."""
    opened = visit("citizen_groups", region="khorasans")
    next(button for button in opened.app.button if button.key == "find_segments").click().run()
    assert words.say("segments.problem.none") in [e.value for e in opened.app.subheader]
