"""How do layers and components stand, now and a round before? Dots on the framework's own scale."""

from html import escape

import streamlit as st

from pages.parts import numbers, words


def show(rows, totals, label):
    """rows: layers, the outermost first, each followed by its components."""
    groups, changed = [], any(row["change"] is not None for row in rows)
    for row in rows:
        if row["kind"] == "layer":
            groups.append((row, []))
        else:
            groups[-1][1].append(row)
    body = "".join(_group(layer, members, totals) for layer, members in groups)
    marks = [("mark plain", "●", "now")] + [("mark published", "", "before")] * changed
    legend = "".join(
        f"<span><i class='{shape}'>{sign}</i>{escape(words.say(f'frameworks.dots.{key}'))}</span>"
        for shape, sign, key in marks
    )
    st.html(
        f"<p class='legend'>{legend}</p>"
        f"<figure class='dots layers' aria-label='{escape(label)}'>{_axis(totals)}{body}</figure>"
    )


def _axis(totals):
    steps = range(totals["lowest"], totals["highest"] + 1)
    ticks = "".join(
        f"<i style='left:{_at(step, totals)}'>{numbers.number(step)}</i>" for step in steps
    )
    return f"<div class='dots-axis' aria-hidden='true'><span class='strip'>{ticks}</span></div>"


def _group(layer, members, totals):
    dots = "".join(_dot(row, totals) for row in members)
    score = f"{numbers.mean(layer['score'])}{_changed(layer)}"
    return (
        f"<section class='dots-group'><h4>{escape(words.title(layer))} "
        f"<small>{escape(words.say('frameworks.dots.layer', score=score))}</small></h4>"
        f"<ol>{dots}</ol></section>"
    )


def _dot(row, totals):
    strip = [
        f"<i class='tick' style='left:{_at(step, totals)}'></i>"
        for step in range(totals["lowest"], totals["highest"] + 1)
    ]
    if row["score"] is not None:
        if row["change"] is not None:
            before = row["score"] - row["change"]
            strip.append(f"<i class='published' style='left:{_at(before, totals)}'></i>")
        strip.append(f"<i class='mark plain' style='left:{_at(row['score'], totals)}'>●</i>")
    return (
        f"<li class='dot near' data-key='{escape(row['part'])}'>"
        f"<span class='name'>{escape(words.title(row))}</span>"
        f"<span class='strip' aria-hidden='true'>{''.join(strip)}</span>"
        f"<span class='value'>{_value(row)}{escape(_changed(row))}</span></li>"
    )


def _value(row):
    if row["score"] is None:
        return f"<em>{escape(words.say('no_data'))}</em>"
    marks = f"data-measure='component_score' data-value='{row['score']:.6f}'"
    return f"<b {marks}>{numbers.mean(row['score'])}</b>"


def _changed(row):
    return "" if row["change"] is None else f" ({numbers.change(row['change'])})"


def _at(value, totals):
    low, high = totals["lowest"], totals["highest"]
    return f"{(value - low) / (high - low) * 100:.2f}%"
