"""Who stands where in which component? A table of scores, the stronger the shade the higher.

The number is in every cell, so the shade says nothing alone; an incomplete score has a sign and a
word of its own. Layers stand over their components, the outermost first.
"""

from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import assessment_tables, numbers, words

DEEPEST = 45  # per cent of the accent, at the highest score: text on it keeps its contrast
INCOMPLETE = "◌"


def in_order(rows, scope):
    """The rows of the whole of every unit: those looked at first, then by score, none last."""
    whole = [row for row in rows if row["kind"] == "total"]
    return sorted(whole, key=lambda row: (row["province"] not in scope.provinces, _downwards(row)))


def _downwards(row):
    return row["score"] is None, -(row["score"] or 0)


def show(scope, framework, answer, ordered, level):
    """One line per unit in the order given, one column per component."""
    cells = {(row["province"], row["branch"], row["part"]): row for row in answer.rows}
    columns = framework.components
    incomplete = any(not row["complete"] for row in answer.rows)
    _legend(answer.totals, incomplete)
    staged = answer.totals["reached"] is not None
    caption = escape(words.say("frameworks.heat_levels" if staged else "frameworks.heat_caption"))
    walls = _walls(columns) if staged else set()
    body = "".join(
        _line(scope, row, columns, cells, answer.totals, level, walls) for row in ordered
    )
    st.html(
        f"<div class='assessed'><div class='table-twin' tabindex='0' role='region' "
        f"aria-label='{caption}'><table><caption>{caption}</caption>"
        f"<thead>{_layers(framework, staged)}{_heads(columns, staged, walls)}</thead>"
        f"<tbody>{body}</tbody></table></div></div>"
    )


def _legend(totals, incomplete):
    low, high = (numbers.number(totals[end]) for end in ("lowest", "highest"))
    said = words.say("frameworks.heat_legend", low=low, high=high)
    parts = [f"<i class='shades' aria-hidden='true'></i>{escape(said)}"]
    if incomplete:
        parts.append(f"{INCOMPLETE} {escape(words.say('frameworks.incomplete'))}")
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def _layers(framework, staged):
    """The layers, each over its components; the wall stands before the second layer of levels."""
    titles = {row["part"]: words.title(row) for row in framework.parts["layer"]}
    across = "<td></td>" * (2 + staged)
    groups = groupby(framework.components, key=lambda row: row["parent"])
    heads = "".join(
        f"<th scope='colgroup' colspan='{len(list(members))}' class='layer{_wall(n, staged)}'>"
        f"{escape(titles[layer])}</th>"
        for n, (layer, members) in enumerate(groups)
    )
    return f"<tr>{across}{heads}</tr>"


def _wall(place, staged):
    return " wall" if staged and place else ""


def _walls(columns):
    """The first component of every layer but the first: before it stands the wall."""
    pairs = zip(columns, columns[1:], strict=False)
    return {after["part"] for before, after in pairs if before["parent"] != after["parent"]}


def _heads(columns, staged, walls):
    fixed = ["unit", "score", *(["level"] if staged else [])]
    first = "".join(
        f"<th scope='col'>{escape(words.say(f'frameworks.column.{key}'))}</th>" for key in fixed
    )
    heads = "".join(
        f"<th scope='col' class='upright{' wall' * (row['part'] in walls)}'>"
        f"<span>{escape(words.title(row))}</span></th>"
        for row in columns
    )
    return f"<tr>{first}{heads}</tr>"


def _line(scope, row, columns, cells, totals, level, walls):
    code = row["branch"] or row["province"]
    pointed = " highlighted" if row["province"] in scope.provinces else ""
    inside = [_cell(row, "score", totals)]
    if totals["reached"] is not None:
        title, reached = escape(level(row["level"])), row["level"] or ""
        inside.append(f"<td class='level' data-measure='level' data-value='{reached}'>{title}</td>")
    for column in columns:
        at = row["province"], row["branch"], column["part"]
        inside.append(_cell(cells[at], column["part"], totals, column["part"] in walls))
    name = escape(assessment_tables.unit(scope, row))
    return (
        f"<tr class='unit{pointed}'><th scope='row' data-measure='unit' data-value='{code}'>"
        f"{name}</th>{''.join(inside)}</tr>"
    )


def _cell(row, measure, totals, wall=False):
    """The score of one part; an empty cell where nothing of it was judged."""
    if row["score"] is None:
        nothing = escape(words.say("no_data"))
        return f"<td class='{'wall' * wall}' data-measure='{measure}'>{nothing}</td>"
    part = (row["score"] - totals["lowest"]) / (totals["highest"] - totals["lowest"])
    hint = "" if row["complete"] else f" {INCOMPLETE}"
    said = escape(assessment_tables.judged(row))
    return (
        f"<td class='shade{' wall' * wall}' style='--part:{part * DEEPEST:.0f}%' title='{said}' "
        f"data-measure='{measure}' data-value='{row['score']:.6f}'>"
        f"{numbers.number(row['score'], 1)}{hint}</td>"
    )
