"""How does a page ask analysis? One published version per run of the page, each answer kept.

The file of the version is part of the key of every kept answer: when a load is published, the next
run of a page sees the new version and none of the old answers.
"""

from importlib import import_module

import streamlit as st

from analysis import choices, questionnaire
from analysis.marts import EVERYONE, open_marts
from analysis.selection import Selection, SelectionError
from pages.parts import notices


def published(version=None):
    """The published marts, for this run and reader, as of now or as of an earlier version.

    Raises NoWarehouse before the first load, NoSuchVersion for one that is not there.
    """
    return open_marts(EVERYONE, version)


def choices_of(marts):
    """What the filters may offer this reader; of questionnaires the usual one first."""
    return _choices(str(marts.path), marts.reader, marts)


def ask(scope, question, selection=None, by=(), **way):
    """The answer to a question over the reader's selection, or over another one.

    way: what else the question takes, such as the rule of a status.
    """
    selection = selection or scope.selection
    marts = scope.marts
    try:
        return _answer(question, str(marts.path), marts.reader, selection, tuple(by), way, marts)
    except SelectionError:
        notices.notice("selection", kind="problem")
        st.stop()


@st.cache_data(max_entries=16, show_spinner=False)
def _choices(path, reader, _marts):
    options = choices.options(_marts)
    usual = questionnaire.choose(_marts, Selection()).instrument["instrument"]
    codes = [row["instrument"] for row in options["instruments"]]
    return options | {
        "instruments": _offered(options, usual),
        "usual_battery": {code: _usual_battery(_marts, code) for code in codes},
    }


def _offered(options, usual):
    """The questionnaires that were answered, the usual one first; all where none was."""
    rows = sorted(options["instruments"], key=lambda row: row["instrument"] != usual)
    return [row for row in rows if row["instrument"] in options["answered"]] or rows


def _usual_battery(marts, instrument):
    return questionnaire.choose(marts, Selection(instrument=instrument)).battery


# Bounded by entries: an answer is some hundred rows, so this stays within tens of megabytes
@st.cache_data(max_entries=1000, show_spinner=False)
def _answer(question, path, reader, selection, by, way, _marts):
    return import_module(f"analysis.{question}").ask(_marts, selection, by=by, **way)
