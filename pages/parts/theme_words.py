"""Which words count for which theme, and which go together by themselves? Dictionary and finds."""

from html import escape

import streamlit as st

from pages.parts import asking, numbers, page, tables, words
from pages.parts.tables import Column
from pages.parts.theme_figures import NONE, counted, say

OFF, ON = "off", "on"


def dictionary(answer, names):
    """Every entry of the dictionary and how many comments hold it."""
    told = answer.totals["words"]
    silent = sum(row["n"] == 0 for row in told)
    page.finding(
        say("words_finding", words=numbers.number(len(told)), silent=numbers.number(silent))
    )
    page.foot(
        answer, counted="comments", note=_excepted(answer.totals["themes"]), how="theme_words"
    )
    rows = [row | {"name": names[row["theme"]]} for row in told]
    columns = [
        Column("name", say("column.theme"), lambda row: row["name"], "text"),
        Column("word", say("column.word"), _entry, "text", _entry),
        Column("n", say("column.n"), counted),
    ]
    tables.show(columns, rows, say("caption.words"), "comments_words")


def _entry(row):
    """The rule of an entry in words."""
    word = row["word"]
    if word.startswith("="):
        return say("entry_exact", word=word[1:])
    if word.endswith("*"):
        return say("entry_open", word=word[:-1])
    return word


def _excepted(themes):
    """The phrases whose words do not count."""
    phrases = [f"\u2068«{phrase}»\u2069" for theme in themes for phrase in theme["except"]]
    return say("excepted", phrases=words.listed(phrases)) if phrases else ""


def found(scope, names):
    """Themes found by the words alone, where a reader asks for them: that takes seconds."""
    title = st.container()
    if _switch("found") == OFF:
        with title:
            page.finding(say("found_title"))
            page.foot(asking.ask(scope, "comments"), counted="comments", how="found_themes")
        return
    with st.spinner(say("working")):
        answer = asking.ask(scope, "found_themes")
    with title:
        totals = answer.totals
        count = numbers.number(totals["number"])
        problem = totals["problem"]
        page.finding(say(f"found_problem.{problem}") if problem else say("found", count=count))
        if answer.rows:
            caption = say("caption.found")
            tables.show_open(_found_columns(names), answer.rows, caption, "comments_found")
        read = say("found_read", count=numbers.number(totals["read"]))
        page.foot(answer, counted="comments", note=read, how="found_themes")


def _found_columns(names):
    def listed(row):
        return words.say("list.comma").join(row["words"])

    def closest(row):
        return say("closest_none") if row["closest"] == NONE else names.get(row["closest"], "")

    return [
        Column("found", say("column.found"), lambda row: numbers.number(row["found"]), "short"),
        Column("words", say("column.words"), listed, "text", listed),
        Column("n", say("column.n"), lambda row: counted(row | {"suppressed": row["n"] is None})),
        Column("share", say("column.share"), lambda row: numbers.share(row["share"])),
        Column("closest", say("column.closest"), closest, "text", closest),
        Column(
            "closest_share",
            say("column.closest_share"),
            lambda row: numbers.share(row["closest_share"]),
        ),
    ]


def examples(scope, theme):
    """Up to three comments, where a reader asks for them and enough people wrote alike."""
    if _switch("examples") == OFF:
        return
    answer = asking.ask(scope, "comment_examples", theme=theme)
    if not answer.rows:
        st.html(f"<p class='foot'>{escape(say('examples_none'))}</p>")
        return
    quoted = "".join(f"<li><q dir='auto'>{escape(row['comment'])}</q></li>" for row in answer.rows)
    st.html(f"<ul class='comments'>{quoted}</ul><p class='foot'>{escape(say('examples_note'))}</p>")


def _switch(name):
    offered = {code: say(f"{name}_choice.{code}") for code in (OFF, ON)}
    return page.view(name, offered, say(f"{name}_choice.label"))
