"""How many factors do the answers themselves show? Scree against chance, and the loadings."""

import plotly.graph_objects as go
import streamlit as st

from pages.parts import asking, charts, colours, numbers, page, quality_tables, tables, words

QUESTION = "exploratory_factors"
EXTRACTIONS = ("principal_axis", "ml")
ROTATIONS = ("promax", "varimax", "oblimin", "none")
MOST_SHOWN = 15


def section(scope):
    """The scree plot and the loadings of what was extracted and rotated as the reader chose."""
    top = st.container()
    left, right = st.columns(2)
    with left:
        extraction = _chosen("extraction", EXTRACTIONS)
    with right:
        rotation = _chosen("rotation", ROTATIONS)
    with st.spinner(_say("working")):
        answer = asking.ask(scope, QUESTION, extraction=extraction, rotation=rotation)
    totals = answer.totals
    with top:
        page.finding(_finding(totals))
        if totals["scree"]:
            _scree(totals)
        page.foot(answer, how="explored")
    if totals["number"] and not totals["problem"]:
        columns = quality_tables.explored(totals["number"])
        caption = _say("explored_caption", share=numbers.share(totals["variance_explained"]))
        tables.show(columns, answer.rows, caption, "questionnaire_explored")
    if totals["scree"]:
        tables.show(_columns(), totals["scree"], _say("scree_caption"), "questionnaire_scree")


def _chosen(name, codes):
    return page.view(name, {code: _say(f"{name}s.{code}") for code in codes}, _say(name))


def _finding(totals):
    if totals["problem"]:
        return _say("explored_none")
    printed = totals["published_variance"]
    key = "explored_finding" if printed is None else "explored_beside"
    return _say(
        key,
        factors=numbers.number(totals["parallel"]),
        share=numbers.share(totals["variance_explained"]),
        printed=numbers.share(printed),
    )


def _scree(totals):
    on = colours.ground()
    rows = totals["scree"][:MOST_SHOWN]
    figure = charts.blank(on)
    place = [row["factor"] for row in rows]
    for key, dash, colour in (("eigenvalue", "solid", on.accent), ("chance", "dash", on.quiet)):
        values = [row[key] for row in rows]
        name = _say(f"scree.{key}")
        figure.add_trace(
            go.Scatter(
                x=place,
                y=values,
                mode="lines+markers",
                name=name,
                line={"color": colour, "dash": dash, "width": 2},
                text=[f"{name}: {numbers.mean(value)}" for value in values],
                hovertemplate="%{text}<extra></extra>",
            )
        )
    legend = {"orientation": "h", "y": 1.1, "x": 0.2}
    figure.update_layout(showlegend=True, legend=legend, margin={"t": charts.LEGEND})
    figure.layout.xaxis.update(tickvals=place, ticktext=[numbers.number(n) for n in place])
    top = max(row["eigenvalue"] for row in rows)
    charts.scale(figure, 0, top * 1.05, numbers.number)
    charts.show(figure, _say("scree_caption"), "scree")


def _columns():
    return [
        tables.Column("factor", _say("column.factor"), lambda row: numbers.number(row["factor"])),
        *(
            tables.Column(key, _say(f"scree.{key}"), _of(key))
            for key in ("eigenvalue", "chance")
        ),
    ]  # fmt: skip


def _of(key):
    return lambda row: numbers.mean(row[key])


def _say(key, **values):
    return words.say(f"questionnaire_quality.{key}", **values)
