"""What does a control chart say in words? Icon, sentence and colour of common and special causes.

The icons and their meaning are those of NHS England's Making Data Count.
"""

from dataclasses import dataclass
from html import escape

import streamlit as st

from pages.parts import numbers, words

MOST_NAMED = 3


@dataclass(frozen=True)
class Icon:
    """How a variation is drawn: a sign besides the colour, for those who see no colours."""

    code: str
    symbol: str
    plotly: str
    light: str
    dark: str

    def colour(self, on):
        return self.dark if on.name == "dark" else self.light


ICONS = {
    icon.code: icon
    for icon in (
        Icon("common_cause", "●", "circle", "#6B7075", "#A3A9AE"),
        Icon("special_improving", "▲", "triangle-up", "#0B7A75", "#4DB6AC"),
        Icon("special_concerning", "▼", "triangle-down", "#C44E2C", "#F0825F"),
        Icon("special_neither", "◆", "diamond", "#3F5FA8", "#93A9E8"),
    )
}
COMMON = ICONS["common_cause"]


def icon(code):
    """The icon of a month; a month without limits has that of common causes."""
    return ICONS.get(code, COMMON)


def is_special(row):
    return row["variation"] in ICONS and row["variation"] != COMMON.code


def legend(rows):
    """What the signs mean; only those that are on the figure."""
    seen = {icon(row["variation"]).code: icon(row["variation"]) for row in rows if row["variation"]}
    parts = [
        f"<i class='mark {one.code}'>{one.symbol}</i>{escape(words.say(f'variation.{code}'))}"
        for code, one in sorted(seen.items())
    ]
    if any(row["causes"] and not is_special(row) for row in rows):
        parts.append(
            f"<i class='mark common_cause'>○</i>{escape(words.say('variation.signal_legend'))}"
        )
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def verdict(chart, rows):
    """The line under a chart: what its latest month calls for, and what else must be known."""
    code, sentences = chart["variation"], said(chart)
    if not sentences:
        return
    mark = f"<i class='mark {code}'>{icon(code).symbol}</i>"
    text = escape(" ".join(sentences))
    st.html(f"<p class='verdict {code}' data-variation='{code}'>{mark} {text}</p>")


def said(chart):
    """The sentences of a verdict; none where the chart has no latest month."""
    code = chart["variation"]
    if code is None:
        return []
    sentences = [words.say(f"verdict.{code}", month=numbers.month(chart["latest_month"]))]
    if chart["signals"] > chart["special"]:
        count = numbers.number(chart["signals"] - chart["special"])
        sentences.append(words.say("verdict.signals", count=count))
    if chart["provisional"]:
        sentences.append(words.say("verdict.provisional"))
    return sentences


def finding(title, chart, rows, written):
    """The title over a chart: is the process steady, or when was it not?"""
    special = [row for row in rows if is_special(row)]
    if chart["latest"] is None:
        return words.say("no_data")
    if special:
        key = "months" if len(special) <= MOST_NAMED else "many"
        return words.say(
            f"variation.finding_{key}",
            title=title,
            months=words.listed(numbers.month(row["month"]) for row in special[:MOST_NAMED]),
            count=numbers.number(len(special)),
            first=numbers.month(special[0]["month"]),
            last=numbers.month(special[-1]["month"]),
        )
    last = next(row for row in reversed(rows) if row["month"] == chart["latest_month"])
    if last["lower"] is None:
        return words.say("variation.finding_short", title=title, value=written(last["value"]))
    low, high = (written(last[limit]) for limit in ("lower", "upper"))
    key = "signals" if chart["signals"] else "steady"
    return words.say(f"variation.finding_{key}", title=title, low=low, high=high)


def causes(row):
    """The rules that a month breaks, in words."""
    fired = (row["causes"] or "").split()
    return words.listed(words.say(f"causes.{cause}") for cause in fired)
