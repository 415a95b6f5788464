"""Where do we stand, number by number? Cards with sparkline, comparison, target and process."""

from html import escape

import streamlit as st

from pages.parts import headline_words, numbers, sparkline, tables, targets, variation, words
from pages.parts.tables import Column

LARGE = ("satisfaction", "favourable_factors", "digital_take_up", "completion_rate",
         "on_time_share")  # fmt: skip


def show(rows, months):
    """The five large, the rest in a quieter second row. months: of all measures, for the lines."""
    large = [_card(row, months, "card") for row in rows if row["measure"] in LARGE]
    small = [_card(row, months, "small card") for row in rows if row["measure"] not in LARGE]
    st.html(f"<dl class='headline measures'>{''.join(large)}</dl>")
    if small:
        st.html(f"<dl class='headline measures quiet'>{''.join(small)}</dl>")


def _card(row, months, kind):
    value = "" if row["value"] is None else f"{row['value']:.10g}"
    return (
        f"<div class='{kind}'><dt>{escape(headline_words.name(row))}</dt>"
        f"<dd data-measure='{row['measure']}' data-value='{value}'>"
        f"<bdi>{escape(headline_words.written(row, row['value']))}</bdi></dd>"
        f"<dd class='way'>{_spark(row, months)}{_icon(row)}</dd>"
        f"{_line(row, 'change', headline_words.compared(row))}{_line(row, 'target', _aim(row))}"
        f"<dd class='behind'>{escape(headline_words.counted(row))}</dd></div>"
    )


def _line(row, key, text):
    """One more line of a card, its number beside it for machines that read the page."""
    if not text:
        return ""
    value = "" if row[key] is None else f"{row[key]:.10g}"
    machine = f"data-measure='{row['measure']}.{key}' data-value='{value}'"
    return f"<dd class='{key}'><span {machine}>{escape(text)}</span></dd>"


def _aim(row):
    sign = {True: "✓ ", False: "✗ ", None: ""}[row["met"]]
    text = headline_words.aim(row)
    return sign + text if text else ""


def _spark(row, months):
    own = [month for month in months if month["measure"] == row["measure"]]
    values = [month["value"] for month in own]
    if not own:
        return ""
    alt = words.say(
        "overview.spark",
        title=headline_words.name(row),
        period=numbers.period(own[0]["month"], own[-1]["month"]),
        low=headline_words.written(row, min((v for v in values if v is not None), default=None)),
        high=headline_words.written(row, max((v for v in values if v is not None), default=None)),
    )
    return sparkline.html(values, alt, row["target"])


def _icon(row):
    if row["variation"] is None:
        return ""
    one = variation.icon(row["variation"])
    said = words.say(f"variation.{one.code}")
    if row["provisional"]:
        said = words.say("overview.provisional", variation=said)
    return f"<span class='icon'><i class='mark {one.code}'>{one.symbol}</i> {escape(said)}</span>"


def table(rows):
    """The table twin of the cards."""
    tables.show(columns(), rows, words.say("overview.headline_caption"), "overview")


def columns():
    """One row per measure."""
    return [
        _text("measure", headline_words.name),
        _text("month", lambda row: numbers.month(row["month"])),
        _value("value"),
        Column("n", _title("n"), lambda row: numbers.number(row["n"])),
        _text("before_month", lambda row: numbers.month(row["before_month"])),
        _value("before"),
        _text("change", headline_words.compared),
        Column("target", _title("target"), _target),
        _text("met", _aim),
        _text("variation", _variation),
    ]


def _target(row):
    return targets.written(row["target"], lambda target: headline_words.written(row, target))


def _variation(row):
    return words.say(f"variation.{row['variation']}") if row["variation"] else ""


def _value(key):
    return Column(key, _title(key), lambda row: headline_words.written(row, row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    return words.say(f"overview.column.{key}")
