"""Tables are drawn when their fold is opened, or all of them where the visit wants that."""

import re

import pytest
from streamlit.testing.v1 import AppTest

from pages.parts import words
from tests.pages.conftest import APP

FOLD = words.say("table.title", caption="").strip()


@pytest.fixture
def arrive(sample_data):
    """A visit as readers make it: nothing is opened for them."""

    def at(page, **address):
        app = AppTest.from_file(str(APP), default_timeout=60)
        app.query_params.update(address)
        app.run()
        app.switch_page(f"pages/{page}.py").run()
        assert not app.exception
        return app

    return at


def folds(app):
    """{label: whether anything is drawn in it} of the folds with tables."""
    found = {fold.label: bool(fold.get("html")) for fold in app.expander}
    return {label: drawn for label, drawn in found.items() if label.startswith(FOLD)}


def tables(app):
    return re.findall("<caption>(.*?)</caption>", "".join(e.proto.body for e in app.get("html")))


@pytest.mark.parametrize("page", ["overview", "factor_status", "channel_usage", "profile"])
def test_no_table_is_drawn_under_a_fold_that_is_closed(arrive, page):
    closed, opened = arrive(page), arrive(page, tables="open")
    assert folds(closed) and not any(folds(closed).values())
    assert folds(opened).keys() == folds(closed).keys() and all(folds(opened).values())
    # What a page shows openly is there in both; a fold may hold a figure beside its table
    assert len(tables(opened)) - len(tables(closed)) >= len(folds(closed))


def test_the_choice_is_kept_from_page_to_page_and_in_the_address(arrive):
    app = arrive("overview", tables="open")
    app.switch_page("pages/satisfaction_trends.py").run()
    assert folds(app) and all(folds(app).values())
    assert app.query_params["tables"] == "open"


def test_a_way_that_there_is_not_is_said(sample_data):
    app = AppTest.from_file(str(APP), default_timeout=60)
    app.query_params["tables"] = "wide"
    app.run()
    assert "«wide» در" in "".join(element.proto.body for element in app.get("html"))
    assert "tables" not in app.query_params
    assert folds(app) and not any(folds(app).values())
