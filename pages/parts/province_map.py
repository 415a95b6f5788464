"""Where is a measure high and where low? The map of provinces, which can be clicked.

Shapes come from our own server, once for all maps; nothing is asked of another.
"""

import plotly.graph_objects as go
import streamlit as st

from pages.parts import charts, colours, headline_words, shapes, words

HEIGHT = 430
KEY = "province_map"
# Means diverge from the reference: vermilion below, teal above, with paper between; amounts are
# one hue, so that more is more.
BELOW, ABOVE = {"light": "#C44E2C", "dark": "#F0825F"}, {"light": "#0B7A75", "dark": "#4DB6AC"}
MIDDLE = {"light": "#EEF1F1", "dark": "#2C3538"}
PALE = {"light": "#E1EFEE", "dark": "#1E3533"}
UNKNOWN = {"light": "#B9BEC1", "dark": "#565E63"}


def show(rows, names, chosen, reference, alt, choose):
    """One shape per row (province, value, n, suppressed, kind, measure); False without shapes.

    names: province → name; chosen: the provinces to outline; reference: of a mean, else None;
    choose: called with the province that was clicked.
    """
    address = shapes.address()
    if address is None:
        return False
    st.plotly_chart(
        _figure(address, rows, names, chosen, reference),
        theme=None,
        config=charts.CONFIG,
        alt=alt,
        key=KEY,
        on_select=lambda: _clicked(choose),
        selection_mode="points",
    )
    charts.picture(alt, KEY)
    return True


def _clicked(choose):
    """What a click means; a click on empty ground takes nothing back."""
    points = st.session_state[KEY]["selection"]["points"]
    if points and points[0].get("location"):
        choose(points[0]["location"])


def _figure(address, rows, names, chosen, reference):
    on = colours.ground()
    # What is outlined is drawn last, so that no neighbour's edge lies on it
    rows = sorted(rows, key=lambda row: row["province"] in chosen)
    known = [row for row in rows if row["value"] is not None]
    unknown = [row for row in rows if row["value"] is None]
    figure = charts.blank(on, HEIGHT)
    if unknown:
        grey = [[0, UNKNOWN[on.name]], [1, UNKNOWN[on.name]]]
        figure.add_trace(_shapes(address, unknown, names, chosen, on, [0] * len(unknown), grey))
    if known:
        values = [row["value"] for row in known]
        figure.add_trace(
            _shapes(address, known, names, chosen, on, values, _scale(on, reference)).update(
                showscale=True, colorbar=_bar(known), **_ends(values, reference)
            )
        )
    figure.update_geos(fitbounds="locations", visible=False, bgcolor="rgba(0,0,0,0)",
                       projection_type="mercator")  # fmt: skip
    figure.update_layout(margin={"l": 0, "r": 0, "t": 0, "b": 0})
    # In the picture too, wherever it is taken
    figure.add_annotation(text=words.say("overview.osm"), x=1, y=1, xref="paper", yref="paper",
                          showarrow=False, font={"size": 10, "color": on.quiet})  # fmt: skip
    return figure


def _shapes(address, rows, names, chosen, on, z, scale):
    outlined = [row["province"] in chosen for row in rows]
    return go.Choropleth(
        geojson=address,
        locations=[row["province"] for row in rows],
        z=z,
        colorscale=scale,
        showscale=False,
        text=[_hover(row, names) for row in rows],
        hovertemplate="%{text}<extra></extra>",
        marker={
            "line": {
                "color": [on.text if one else on.paper for one in outlined],
                "width": [2.5 if one else 0.8 for one in outlined],
            }
        },
        # A click chooses a province in the filters; it does not fade the others here
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )


def _hover(row, names):
    value = headline_words.written(row, row["value"])
    counted = headline_words.counted(row)
    return f"<b>{names[row['province']]}</b><br>{value}" + (f"<br>{counted}" if counted else "")


def _scale(on, reference):
    if reference is None:
        return [[0, PALE[on.name]], [1, ABOVE[on.name]]]
    return [[0, BELOW[on.name]], [0.5, MIDDLE[on.name]], [1, ABOVE[on.name]]]


def _ends(values, reference):
    """The ends of the colours; around a reference both sides reach equally far."""
    if reference is None:
        return {"zmin": min(values), "zmax": max(values)}
    reach = max(abs(value - reference) for value in values) or 1
    return {"zmin": reference - reach, "zmax": reference + reach}


def _bar(rows):
    """The colours' own axis: its two ends, written as the measure is."""
    values = sorted({min(row["value"] for row in rows), max(row["value"] for row in rows)})
    texts = [headline_words.written(rows[0], value) for value in values]
    return {"orientation": "h", "thickness": 10, "len": 0.6, "y": -0.02, "yanchor": "bottom",
            "tickvals": values, "ticktext": texts, "outlinewidth": 0}  # fmt: skip
