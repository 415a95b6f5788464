"""Payesh: the frame around every page: right-to-left shell, table of contents, filters.

The server imports this file once for `app`; Streamlit then runs it as the script of every visit.
"""

from contextlib import nullcontext

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from pages.parts import address, failure, filters, folds, hint, language, notices, shapes, words
from pages.parts.shell import STATIC, RightToLeftShell

# The table of contents: section, then one line per page, in reading order; the first one starts.
SECTIONS = {
    "standing": (
        "overview",
        "factor_status",
        "channel_usage",
        "satisfaction_trends",
        "comments",
        "citizen_groups",
    ),
    "acting": (
        "priorities",
        "gaps",
        "profile",
    ),
    "instruments": (
        "frameworks",
        "questionnaire_quality",
        "published_study",
        "evidence_model",
    ),
    "desk": (
        "data_desk",
        "glossary",
    ),
}
CONTENTS = tuple(name for names in SECTIONS.values() for name in names)
WITHOUT_FILTERS = ("data_desk", "glossary")  # also shown where nothing is published yet
SIDEBAR_WIDTH = 240


def show_frame():
    """Everything around the page, then the page."""
    problems = language.arrive() + folds.arrive()
    st.set_page_config(
        page_title=words.say("product.name"),
        page_icon=str(STATIC / "icon.svg"),
        layout="wide",
        initial_sidebar_state=SIDEBAR_WIDTH,
    )
    contents = [st.Page(f"pages/{name}.py", title=words.say(f"{name}.title")) for name in CONTENTS]
    page = st.navigation(contents, expanded=True)
    filtered = page.url_path not in WITHOUT_FILTERS
    with st.sidebar:
        language.switch()
        if filtered:
            folds.switch()
        contents_headings()
    notices.begin()
    notices.problems(problems)
    st.set_page_config(page_title=f"{page.title} · {words.say('product.name')}")
    if not filtered:
        address.remember()
    with filters.shown() if filtered else nullcontext():
        if filtered:
            hint.draw()
        page.run()


def contents_headings():
    """The product's name and the sections, as generated text.

    Streamlit's own would stand between a list and its items for a screen reader.
    """
    rules = [f"[data-testid='stSidebarNav']::before{{content:'{words.say('product.short')}'}}"]
    for section, names in SECTIONS.items():
        item = f"[data-testid='stSidebarNavItems'] > li:nth-child({CONTENTS.index(names[0]) + 1})"
        rules.append(f"{item}::before{{content:'{words.say(f'sections.{section}')}'}}")
    st.html(f"<style>{''.join(rules)}</style>")


if __name__ == "__main__":
    show_frame()
else:
    # Streamlit takes a folder called `pages` for its older kind of app until some visit has called
    # st.navigation, and would show the very first visitor a page without this frame.
    PagesManager.uses_pages_directory = False
    app = st.App(
        __file__,
        middleware=[Middleware(RightToLeftShell, pages=CONTENTS)],
        routes=[shapes.ROUTE],
        on_script_error=failure.show,
    )
