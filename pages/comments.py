"""Comments: what do customers write in their own words, and how satisfied are who write it?"""

import streamlit as st

from pages.parts import (
    asking,
    charts,
    filters,
    interval_rows,
    numbers,
    page,
    tables,
    theme_figures,
    theme_groups,
    theme_words,
    trend_chart,
    words,
)
from pages.parts.theme_figures import NONE, say

NAME = "comments"


def answer_sentence():
    values = {
        "during": numbers.during(answer.period["from"], answer.period["to"]),
        "place": scope.words[0],
        "n": numbers.number(answer.n),
        "share": numbers.share(totals["written_share"]),
    }
    if not told:
        return say("answer_hidden", **values)
    most = [say("named", name=names[r["theme"]], share=numbers.share(r["share"])) for r in told[:2]]
    sentence = say("answer", most=words.listed(most), **values)
    unhappy = [row for row in told if theme_figures.verdict(row) == "below"]
    if unhappy:
        worst = min(unhappy, key=lambda row: row["satisfaction"])  # as the card has it
        sentence += " " + say("answer_unhappy", theme=names[worst["theme"]])
    return sentence


def headline():
    sheets = numbers.number(totals["sheets"])
    cards = [
        card("n", numbers.number(answer.n), answer.n, period=period),
        card(
            "written_share",
            numbers.share(totals["written_share"]),
            totals["written_share"],
            sheets=sheets,
        ),
    ]
    if told:
        most = told[0]
        interval = numbers.interval(most["share_low"], most["share_high"], numbers.share)
        note = {"theme": names[most["theme"]], "interval": interval}
        cards.append(card("most", numbers.share(most["share"]), most["share"], **note))
    rated = [row for row in told if row["satisfaction"] is not None]
    if rated:
        least = min(rated, key=lambda row: row["satisfaction"])
        note = {"theme": names[least["theme"]], "n": numbers.number(least["n"])}
        written = numbers.mean(least["satisfaction"])
        cards.append(card("least_satisfied", written, least["satisfaction"], **note))
    rest = uncaught["share"] if uncaught else None
    cards.append(card("uncaught", numbers.share(rest), rest))
    page.headline(cards)


def card(measure, written, value, **values):
    note = say(f"headline_note.{measure}", **values)
    return page.Headline(measure, say(f"headline.{measure}"), written, value, note)


def themes_section():
    """The share of every theme, and the table with all of its numbers."""
    found = say("themes_none")
    if told:
        most = told[0]
        found = say("themes", theme=names[most["theme"]], share=numbers.share(most["share"]))
    page.finding(found)
    drawn = [theme_figures.share_row(row) for row in rows]
    interval_rows.legend([], words.say("interval_95"))
    interval_rows.show(drawn, theme_figures.share_ticks(rows), 0, found)
    page.foot(answer, counted="comments", note=say("several"), how="theme_shares")
    page.notes(answer)
    tables.show(theme_figures.columns(), rows, say("caption.themes"), "comments_themes")


def satisfaction_section():
    """Satisfaction of those who mention a theme, less that of the others who wrote."""
    rated = [row for row in rows if row["difference"] is not None]
    if not rated:
        return
    rated.sort(key=lambda row: row["difference"])
    low = [row for row in rated if theme_figures.verdict(row) == "below"]
    found = say("satisfaction_none")
    if low:
        worst = {"theme": names[low[0]["theme"]], "mean": numbers.mean(low[0]["satisfaction"])}
        found = say("satisfaction", others=numbers.mean(low[0]["others"]), **worst)
    page.finding(found)
    interval_rows.legend(theme_figures.marks(rated), words.say("interval_95"), say("line"))
    drawn = [theme_figures.difference_row(row) for row in rated]
    interval_rows.show(drawn, theme_figures.difference_ticks(rated), 0, found)
    measured = say("measure", title=words.title(totals["measure"]))
    page.foot(answer, counted="comments", note=measured, how="theme_satisfaction")


def months_section():
    """One theme month by month, with examples where a reader asks for them."""
    title = st.container()
    theme = page.view("theme", names, say("theme"), listed=True)
    monthly = asking.ask(scope, NAME, by=("month",))
    of_theme = [row for row in monthly.rows if row["theme"] == theme]
    points = {row["month"]: point(row) for row in of_theme if row["month"]}
    with title:
        found = months_finding(names[theme], monthly.totals["changes"].get(theme))
        page.finding(found)
        if any(row["mean"] is not None for row in points.values()):
            high = max(row["high"] or row["mean"] or 0 for row in points.values())
            ends = (0, min(1, high * 1.15))
            figure = trend_chart.trend(points, None, (0, 1), numbers.share, ends)
            charts.show(figure, found, "theme_months")
        page.foot(monthly, counted="comments", how="theme_months")
    by_month = theme_figures.grouped("month", lambda row: numbers.month(row["month"]))
    caption = say("caption.months", theme=names[theme])
    tables.show(by_month, of_theme, caption, "comments_by_month")
    theme_words.examples(scope, theme)
    return theme


def point(row):
    drawn = {"mean": row["share"], "low": row["share_low"], "high": row["share_high"]}
    return row | drawn | {"n": row["comments"]}


def months_finding(theme, moved):
    if moved is None:
        return say("months_one", theme=theme)
    values = {key: numbers.month(moved[key]) for key in ("first", "last")}
    change = numbers.points(moved["difference"])
    return say(f"months_{moved['direction']}", theme=theme, change=change, **values)


scope = filters.chosen()
answer = asking.ask(scope, NAME)
totals = answer.totals
rows = theme_figures.largest_first(answer.rows)
names = {row["theme"]: theme_figures.title(row) for row in rows}
told = [row for row in rows if row["share"] and row["theme"] != NONE]
uncaught = next((row for row in rows if row["theme"] == NONE), None)
period = numbers.period(answer.period["from"], answer.period["to"])

page.title(NAME, scope, answer)
page.stop_if_empty(scope, answer)
page.say(answer_sentence())
headline()
themes_section()
satisfaction_section()
looked_at = months_section()
theme_groups.section(scope, names, looked_at)
theme_words.found(scope, names)
theme_words.dictionary(answer, names)
page.method(NAME, ("method", "method_safe"))
