"""Citizen groups as a visit: sentences of the groups, and segments on request."""

from analysis import citizen_groups
from analysis.marts import open_marts
from analysis.selection import Selection
from pages.parts import numbers, words
from tests.pages.test_pages import STUDY_WAVE


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
    assert words.say("segments.bic_caption") in opened.source
