"""Where is a theme written of more? Its share in every group with intervals, and the table."""

import streamlit as st

from pages.parts import (
    asking,
    group_dots,
    interval_rows,
    numbers,
    page,
    tables,
    theme_figures,
    words,
)
from pages.parts.theme_figures import NONE, say

SPLITS = ("channel", "province", "service", "customer_group")


def section(scope, names, theme):
    """names: theme → its name; theme: the one that the reader looks at."""
    title = st.container()
    offered = {code: say(f"splits.{code}") for code in SPLITS}
    split = page.view("theme_split", offered, say("split"))
    answer = asking.ask(scope, "comments", by=(split,))
    known = scope.choices.provinces if split == "province" else scope.choices.names(split)
    named = group_dots.namer(known, split)
    groups = {"theme": names[theme], "groups": say(f"plural.{split}")}
    of_theme = sorted(
        (row for row in answer.rows if row["theme"] == theme),
        key=lambda row: (row["share"] is None, -(row["share"] or 0)),
    )
    with title:
        apart = _apart(of_theme)
        found = _said(apart, groups, named) if apart else say("groups_close", **groups)
        page.finding(found)
        interval_rows.legend([], words.say("interval_95"))
        drawn = [_row(row, split, named) for row in of_theme]
        interval_rows.show(drawn, theme_figures.share_ticks(of_theme), 0, found)
        note = _widest(answer.rows, names, groups)
        page.foot(answer, counted="comments", note=note, how="theme_groups")
        columns = theme_figures.grouped(split, named)
        rows = [row for code in names for row in answer.rows if row["theme"] == code]
        tables.show(columns, rows, say(f"caption.{split}"), f"comments_by_{split}")


def _row(row, split, named):
    return theme_figures.share_row(
        row, key=row[split] or "", name=named(row), measure="group_share"
    )


def _apart(rows):
    """(how far, highest, lowest) of the groups whose intervals lie furthest apart, if any do."""
    known = [row for row in rows if row["share_low"] is not None]
    if not known:
        return None
    high = max(known, key=lambda row: row["share_low"])
    low = min(known, key=lambda row: row["share_high"])
    distance = high["share_low"] - low["share_high"]
    return (distance, high, low) if distance > 0 else None


def _said(apart, groups, named):
    _, high, low = apart
    ends = {"high": numbers.share(high["share"]), "low": numbers.share(low["share"])}
    return say("groups_apart", **groups, **ends, best=named(high), worst=named(low))


def _widest(rows, names, groups):
    """Which theme differs most between the groups."""
    found = {
        theme: _apart([row for row in rows if row["theme"] == theme])
        for theme in names
        if theme != NONE
    }
    apart = {theme: far[0] for theme, far in found.items() if far}
    if not apart:
        return ""
    widest = max(apart, key=apart.get)
    return say("groups_widest", groups=groups["groups"], theme=names[widest])
