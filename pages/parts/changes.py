"""What has changed, in sentences that may be read aloud: only what survives the test is said."""

from html import escape

import streamlit as st

from pages.parts import asking, numbers, page, process, variation, words

QUESTION = "what_changed"
COMPARISONS = ("previous_month", "same_month_last_year")
MOST = 8  # sentences; the others are in the table
SIGN = {"improved": "special_improving", "worsened": "special_concerning"}


def choice():
    """The month that the last one is compared with, as the reader chooses."""
    offered = {code: words.say(f"changes.compare.{code}") for code in COMPARISONS}
    return page.view("compare", offered, words.say("changes.compare_label"))


def section(scope, kinds, foot, counted="respondents", compare=None, link=None):
    """Title, choice of comparison, sentences and what was tested, of the measures of some kinds.

    kinds: of satisfaction, factor, channel; foot: the answer that stands behind the page; compare:
    what was chosen already, higher up; link: row → the address where the change is seen.
    """
    place = st.container()  # for the title, which depends on the choice below it
    compare = compare or choice()
    answer = asking.ask(scope, QUESTION, by=("province",), compare=compare)
    rows = [row for row in answer.rows if row["kind"] in kinds]
    with place:
        page.finding(_finding(answer, rows))
    if rows:
        _listed(scope, rows[:MOST], link)
    page.foot(foot, counted, note=_tested(answer, rows), how="changes")


def _finding(answer, rows):
    months = _months(answer)
    if answer.totals["tested"] == 0:
        return words.say("changes.not_comparable", **months)
    if not rows:
        return words.say("changes.none", **months)
    return words.say("changes.some", count=numbers.number(len(rows)), **months)


def _months(answer):
    totals = answer.totals
    return {key: numbers.month(totals[key]) for key in ("before", "after")}


def _listed(scope, rows, link):
    items = "".join(_item(scope, row, link) for row in rows)
    st.html(f"<ul class='changes'>{items}</ul>")


def _item(scope, row, link):
    icon = variation.ICONS[SIGN[row["direction"]]]
    mark = f"<i class='mark {icon.code}'>{icon.symbol}</i>"
    said = escape(sentence(scope, row))
    if link:
        said = f"<a href='{escape(link(row))}'>{said}</a>"
    return f"<li data-key='{escape(row['measure'])}'>{mark} {said}</li>"


def sentence(scope, row):
    """One change: where, what, from and to, its size with the interval."""
    share = row["kind"] == "channel"
    written = numbers.share_to_tenths if share else numbers.mean
    size = numbers.points if share else numbers.change
    place = scope.choices.provinces.get(row.get("province")) or words.say("changes.whole")
    return words.say(
        f"changes.{'share' if share else 'mean'}_{row['direction']}",
        place=place,
        title=process.title_of(row["measure"], row),
        before=written(row["before"]),
        after=written(row["after"]),
        change=size(row["change"]),
        low=size(row["ci_low"]),
        high=size(row["ci_high"]),
    )


def _tested(answer, rows):
    """How many comparisons were made, so that a short list is not taken for a short look."""
    said = words.say("changes.tested", tested=numbers.number(answer.totals["tested"]))
    if len(rows) > MOST:
        said += " " + words.say("changes.more", count=numbers.number(len(rows) - MOST))
    return said
