"""How is each item answered? A strip of shares per item, from the lowest answer to the highest."""

from html import escape

import streamlit as st

from pages.parts import numbers, words

BAR = "display:flex;direction:ltr;width:100%;height:0.9rem;margin:0.25rem 0;overflow:hidden"
QUIET = "font-style:normal;font-size:0.8rem;color:var(--quiet)"
SWATCH = "display:inline-block;width:0.9rem;height:0.9rem"


def show(rows, totals, label):
    """One line per item: its name, the shares of the answers, its correlation with the rest."""
    body = "".join(_row(row) for row in rows)
    st.html(
        f"{_legend(rows)}<figure class='dots item-strips' aria-label='{escape(label)}'>"
        f"<ol>{body}</ol></figure>"
    )


def _legend(rows):
    most = max((len(row["levels"] or ()) for row in rows), default=0)
    if not most:
        return ""
    ends = (
        f"<span><i style='{SWATCH};{_shade(place, most)}'></i>"
        f"{escape(_say('lowest' if place == 0 else 'highest'))}</span>"
        for place in (0, most - 1)
    )
    beside = f"<span>{escape(_say('beside'))}</span>"
    return f"<p class='legend'>{''.join(ends)}{beside}</p>"


def _row(row):
    code = f"<bdi class='code'>{escape(row['item'])}</bdi> "
    value = numbers.mean(row["item_rest"])
    machine = "" if row["item_rest"] is None else f"{row['item_rest']:.6f}"
    return (
        f"<li class='dot' title='{escape(_sentence(row))}'><span class='name'>{code}"
        f"{escape(words.title(row))}</span>{_strip(row)}"
        f"<span class='value'><b data-measure='item_rest' data-value='{machine}'>{value}</b>"
        f"</span></li>"
    )


def _strip(row):
    if not row["levels"]:
        key = "no_answers" if row["n"] == 0 else "suppressed"
        return f"<span class='strip'><em style='{QUIET}'>{escape(_say(key))}</em></span>"
    parts = "".join(
        f"<span style='flex:0 0 {share * 100:.2f}%;{_shade(place, len(row['levels']))}'></span>"
        for place, share in enumerate(row["levels"])
    )
    # From left to right, as the scale of every other figure
    bar = f"<span style='{BAR}'>{parts}</span>"
    return f"<span class='strip' aria-hidden='true'>{bar}</span>"


def _shade(place, levels):
    """From vermilion over grey to teal, as far from the middle as the level is."""
    middle = (levels - 1) / 2
    away = (place - middle) / middle if middle else 0
    hue = "var(--favourable)" if away > 0 else "var(--unfavourable)"
    return f"background:color-mix(in srgb, {hue} {abs(away) * 100:.0f}%, #C9CED1)"


def _sentence(row):
    return _say(
        "sentence",
        name=words.title(row),
        n=numbers.number(row["n"]),
        missing=numbers.number(row["missing"]),
        floor=numbers.share(row["floor"]),
        ceiling=numbers.share(row["ceiling"]),
        rest=numbers.mean(row["item_rest"]),
    )


def _say(key, **values):
    return words.say(f"item_strips.{key}", **values)
