"""Which numbers of self-assessments can be read and taken? The tables behind the figures."""

import streamlit as st

from pages.parts import folds, numbers, tables, words
from pages.parts.tables import Column


def unit(scope, row):
    """The name of a province, or of a branch with its province."""
    province = scope.choices.provinces.get(row["province"], row["province"])
    if row["branch"] is None:
        return province
    return scope.choices.branches.get(row["branch"], row["branch"])


def judged(row):
    """«۳۱ از ۳۲»."""
    of, answered = numbers.number(row["statements"]), numbers.number(row["answered"])
    return _say("judged", answered=answered, of=of)


def units(scope, totals, level):
    """Every unit: score now and before, and how much of it was judged."""
    columns = [
        _text("unit", lambda row: unit(scope, row)),
        _number("score", numbers.mean),
        _number("answered", numbers.number),
        _number("statements", numbers.number),
    ]
    if totals["reached"] is not None:
        columns += [
            _text("level", lambda row: level(row["level"])),
            _text("level_before", lambda row: _before(row, level)),
        ]
    return columns + [
        _text("before_month", lambda row: numbers.month(row["before_month"])),
        _number("before", numbers.mean),
        _number("change", numbers.change),
        _number("compared", numbers.number),
    ]


def _before(row, level):
    return level(row["level_before"]) if row["before_month"] else words.say("no_data")


def means(totals):
    """Layers and components: the mean over units, and the mean change."""
    held = Column("statements", _say("column.holds"), lambda row: numbers.number(row["statements"]))
    columns = [_text("title", words.title), held]
    if totals["reached"] is None:
        columns.append(_number("weight", numbers.number))
    return columns + [
        _number("score", numbers.mean),
        _number("units", numbers.number),
        _number("change", numbers.change),
        _number("changed", numbers.number),
    ]


def indented(rows):
    """The same rows, drawn with layers as headings of their components."""
    drawn = {"layer": "component", "component": "subscale"}
    return [row | {"kind": drawn[row["kind"]]} for row in rows]


def missing(scope):
    """The statements that a unit did not judge."""
    return [
        _text("unit", lambda row: unit(scope, row)),
        _text("count", lambda row: numbers.number(len(row["statements"]))),
        _text("titles", lambda row: words.listed(row["named"])),
    ]


def stated(framework):
    """What the paper says of itself, as printed, beside what its own lists add up to."""
    rows = [row | {"found": _found(framework, row["part"])} for row in framework.parts["what"]]
    if not rows:
        return
    columns = [
        _text("what", words.title),
        _number("value", numbers.number),
        _number("found", numbers.number),
        _text("place", lambda row: row[f"place_{words.language()}"]),
        _text("note", lambda row: row[f"note_{words.language()}"] or ""),
    ]

    def shown():
        about = framework.about[f"note_{words.language()}"]
        tables.show_open(columns, rows, _say("stated.caption"), "framework_totals")
        st.markdown(words.unmarked(about))

    folds.fold(_say("stated.title"), "frameworks_stated", shown)


def _found(framework, what):
    """The same counted in what the paper lists; None where it does not list it."""
    if what == "codes":
        return sum(framework.weights.values())
    kind = what.removesuffix("s")
    return len(framework.parts[kind]) if kind in framework.parts else None


def _text(key, written):
    return Column(key, _say(f"column.{key}"), written, kind="text", plain=written)


def _number(key, write):
    return Column(key, _say(f"column.{key}"), lambda row: write(row[key]))


def _say(key, **values):
    return words.say(f"frameworks.{key}", **values)
