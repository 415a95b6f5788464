"""Where is a theme written about more? Themes by groups as a heat map, with the table."""

import streamlit as st

from pages.parts import asking, charts, group_dots, heat_map, numbers, page, tables, theme_figures
from pages.parts.theme_figures import NONE, say

SPLITS = ("channel", "province", "service", "customer_group")
FEWEST = 2


def section(scope, names):
    """names: theme → its name, the largest first."""
    title = st.container()
    offered = {code: say(f"splits.{code}") for code in SPLITS}
    split = page.view("theme_split", offered, say("split"))
    answer = asking.ask(scope, "comments", by=(split,))
    known = scope.choices.provinces if split == "province" else scope.choices.names(split)
    named = group_dots.namer(known, split)
    with title:
        found = finding(answer.rows, names, named, split)
        page.finding(found)
        _figure(answer.rows, names, named, split, found)
        page.foot(answer, counted="comments", note=_hidden(answer.rows), how="theme_groups")
        columns = theme_figures.grouped(split, named)
        tables.show(columns, answer.rows, say(f"caption.{split}"), f"comments_by_{split}")


def finding(rows, names, named, split):
    """The theme whose share differs most between two groups, beyond their intervals."""
    widest, best = 0, None
    for theme in names:
        known = [row for row in rows if row["theme"] == theme and row["share_low"] is not None]
        if theme == NONE or len(known) < FEWEST:
            continue
        high = max(known, key=lambda row: row["share_low"])
        low = min(known, key=lambda row: row["share_high"])
        if high["share_low"] - low["share_high"] > widest:
            widest, best = high["share_low"] - low["share_high"], (theme, high, low)
    if best is None:
        return say("groups_close", groups=say(f"plural.{split}"))
    theme, high, low = best
    return say(
        "groups_apart",
        theme=names[theme],
        best=named(high),
        high=numbers.share(high["share"]),
        worst=named(low),
        low=numbers.share(low["share"]),
    )


def _figure(rows, names, named, split, found):
    groups = {row[split]: named(row) for row in rows}
    values = {(row["theme"], row[split]): row["share"] for row in rows}
    if len(groups) > len(names):  # many groups read better as lines
        turned = {(group, theme): value for (theme, group), value in values.items()}
        figure = heat_map.heat(groups, names, turned, numbers.share, texts=False)
    else:
        figure = heat_map.heat(names, groups, values, numbers.share)
    figure.update_xaxes(tickangle=-60)
    figure.update_layout(height=figure.layout.height + 120)
    charts.show(figure, found, "theme_groups")


def _hidden(rows):
    hidden = sum(row["suppressed"] for row in rows)
    return say("cells_hidden", count=numbers.number(hidden)) if hidden else ""
