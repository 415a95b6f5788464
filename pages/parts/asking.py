"""How does a page ask analysis? One published version per run of the page, each answer kept.

The version is part of the key of every kept answer: when a load is published, the next run of a
page sees the new version and none of the old answers.
"""

import streamlit as st

from analysis import channel_usage, choices, factor_status, satisfaction_trends
from analysis.marts import EVERYONE, open_marts

QUESTIONS = {
    "factor_status": factor_status.ask,
    "channel_usage": channel_usage.ask,
    "satisfaction_trends": satisfaction_trends.ask,
}


def published():
    """The published marts, for this run and reader; raises NoWarehouse before the first load."""
    return open_marts(EVERYONE)


def choices_of(marts):
    """What the filters may offer this reader."""
    return _choices(marts.version, EVERYONE.name, EVERYONE.provinces, marts)


def ask(scope, question, selection=None, by=()):
    """The answer to a question over the reader's selection, or over another one."""
    selection = selection or scope.selection
    marts = scope.marts
    return _answer(
        question, marts.version, selection, tuple(by), EVERYONE.name, EVERYONE.provinces, marts
    )


@st.cache_data(max_entries=16, show_spinner=False)
def _choices(version, reader, provinces, _marts):
    return choices.options(_marts)


# Bounded by entries: an answer is some hundred rows, so this stays within tens of megabytes
@st.cache_data(max_entries=1000, show_spinner=False)
def _answer(question, version, selection, by, reader, provinces, _marts):
    return QUESTIONS[question](_marts, selection, by=by)
