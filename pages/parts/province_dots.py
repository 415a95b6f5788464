"""How do the provinces stand in one measure? Sorted dots with their intervals, as HTML."""

from html import escape

import streamlit as st

from pages.parts import headline_words, words

STRIP = 0.06  # of the range, left free at either end


def show(rows, names, chosen, lines, label):
    """One row per province, in the order given.

    rows: province, value, low, high, n, suppressed, weak, and kind and measure; lines: of
    reference and target, those that there are.
    """
    low, high = _ends(rows, lines.values())
    items = "".join(_row(row, names, chosen, lines, low, high) for row in rows)
    legend = "".join(
        f"<span><i class='mark line {kind}'></i>{escape(words.say(f'overview.{kind}'))} "
        f"({escape(_written(rows, value))})</span>"
        for kind, value in lines.items()
    )
    if any(row["low"] is not None for row in rows):
        legend += f"<span><i class='mark bar'></i>{escape(words.say('interval_95'))}</span>"
    st.html(
        f"<p class='legend'>{legend}</p><figure class='dots short-names' aria-label='"
        f"{escape(label)}'><section class='dots-group'><ol>{items}</ol></section></figure>"
    )


def _written(rows, value):
    return headline_words.written({**rows[0], "suppressed": False}, value)


def _ends(rows, lines):
    seen = [row[key] for row in rows for key in ("value", "low", "high") if row[key] is not None]
    seen += list(lines)
    low, high = min(seen, default=0), max(seen, default=1)
    room = (high - low or 1) * STRIP
    return low - room, high + room


def _row(row, names, chosen, lines, low, high):
    strip = [
        f"<i class='line {kind}' style='left:{_at(value, low, high)}'></i>"
        for kind, value in lines.items()
    ]
    if row["low"] is not None and row["high"] is not None:
        end = _at(row["high"], low, high)
        place = f"left:{_at(row['low'], low, high)};right:calc(100% - {end})"
        strip.append(f"<i class='bar near' style='{place}'></i>")
    if row["value"] is not None:
        place = f"left:{_at(row['value'], low, high)}"
        strip.append(f"<i class='mark plain' style='{place}'>●</i>")
    classes = ["dot", "suppressed" if row["suppressed"] else "near"]
    classes += ["highlighted"] * (row["province"] in chosen) + ["weak"] * row["weak"]
    return (
        f"<li class='{' '.join(classes)}' data-key='{row['province']}' "
        f"title='{escape(_sentence(row, names))}'>"
        f"<span class='name'>{escape(names[row['province']])}</span>"
        f"<span class='strip' aria-hidden='true'>{''.join(strip)}</span>"
        f"<span class='value'>{_value(row)}</span></li>"
    )


def _value(row):
    text = escape(headline_words.written(row, row["value"]))
    if row["value"] is None:
        return f"<em>{text}</em>"
    weak = f"<small>{escape(words.say('dots.weak'))}</small>" if row["weak"] else ""
    machine = f"data-measure='{row['measure']}' data-value='{row['value']:.10g}'"
    return f"<b {machine}>{text}</b>{weak}"


def _sentence(row, names):
    said = f"{names[row['province']]}: {headline_words.written(row, row['value'])}"
    if row["low"] is not None and row["high"] is not None:
        low, high = (headline_words.written(row, row[end]) for end in ("low", "high"))
        said += f"; {words.say('interval_95')} {words.say('interval', low=low, high=high)}"
    counted = headline_words.counted(row)
    return f"{said}; {counted}" if counted else said


def _at(value, low, high):
    return f"{(value - low) / (high - low) * 100:.2f}%"
