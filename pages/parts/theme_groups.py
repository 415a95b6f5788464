"""Where is a theme written of more? Its share in every group, and what of it is beyond chance."""

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
    differing = answer.totals["differences"]
    with title:
        found = _said([row for row in differing if row["theme"] == theme], groups, named)
        page.finding(found)
        interval_rows.legend([], words.say("interval_95"))
        drawn = [_row(row, split, named) for row in of_theme]
        interval_rows.show(drawn, theme_figures.share_ticks(of_theme), 0, found)
        note = _clearest(differing, names, groups)
        page.foot(answer, counted="comments", note=note, how="theme_groups")
        columns = theme_figures.grouped(split, named)
        rows = [row for code in names for row in answer.rows if row["theme"] == code]
        tables.show(columns, rows, say(f"caption.{split}"), f"comments_by_{split}")


def _row(row, split, named):
    return theme_figures.share_row(
        row, key=row[split] or "", name=named(row), measure="group_share"
    )


def _said(differing, groups, named):
    """differing: the groups that differ from all others; of several, the farthest of each side."""
    above = [row for row in differing if row["differs"] == "above"]
    below = [row for row in differing if row["differs"] == "below"]
    values = dict(groups)
    if above:
        high = max(above, key=lambda row: row["share"])
        values |= {"best": named(high), "high": numbers.share(high["share"])}
    if below:
        low = min(below, key=lambda row: row["share"])
        values |= {"worst": named(low), "low": numbers.share(low["share"])}
    key = {(True, True): "apart", (True, False): "more", (False, True): "less"}
    return say(f"groups_{key.get((bool(above), bool(below)), 'close')}", **values)


def _clearest(differing, names, groups):
    """Which theme differs most surely between the groups; differing: the surest first."""
    themes = [row["theme"] for row in differing if row["theme"] != NONE]
    if not themes:
        return say("groups_none", groups=groups["groups"])
    return say("groups_clearest", groups=groups["groups"], theme=names[themes[0]])
