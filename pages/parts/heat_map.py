"""How is a table of values drawn as a heat map? One hue: the stronger, the more."""

import plotly.graph_objects as go

from pages.parts import charts, colours

ROW_HEIGHT, HEAD = 26, 64
PART = 0.45  # of the accent where text lies on it: the contrast stays above 4.5 : 1
SIGN = "٪%\u061c"
GAP = 2  # pixels between cells, so that neighbours of one shade can be told apart


def heat(rows, columns, values, written, texts=True, lowest=0, row_height=ROW_HEIGHT):
    """A cell per row and column, the first row on top.

    rows, columns: {code: name}; values: {(row, column): number}, a missing one stays empty;
    texts: whether the cells hold their values; lowest: the value without any hue.
    """
    on = colours.ground()
    figure = charts.blank(on)
    figure.add_trace(_cells(rows, columns, values, written, texts, lowest, on))
    figure.layout.yaxis.update(
        tickvals=list(range(len(rows))),
        ticktext=list(rows.values()),
        autorange="reversed",
        showgrid=False,
        ticks="",
    )
    figure.layout.xaxis.update(
        tickvals=list(range(len(columns))), ticktext=list(columns.values()), side="top", ticks=""
    )
    figure.update_layout(height=HEAD + row_height * len(rows))
    return figure


def _cells(rows, columns, values, written, texts, lowest, on):
    at = [[values.get((row, column)) for column in columns] for row in rows]
    said = [["" if value is None else written(value) for value in line] for line in at]
    return go.Heatmap(
        x=list(range(len(columns))),
        y=list(range(len(rows))),
        z=at,
        zmin=lowest,
        zmax=max((v for v in values.values() if v is not None), default=1) or 1,
        colorscale=[[0, on.grid], [1, _mixed(on) if texts else on.accent]],
        showscale=False,
        xgap=GAP,
        ygap=GAP,
        # Cells are narrow on a phone: the sign of a percentage stands in the title and the hover
        text=[[text.strip(SIGN) for text in line] for line in said],
        texttemplate="%{text}" if texts else None,
        textfont={"color": on.text},
        customdata=[[f"{r} · {c}" for c in columns.values()] for r in rows.values()],
        hovertext=said,
        hovertemplate="%{customdata}: %{hovertext}<extra></extra>",
    )


def _mixed(on):
    """The accent, pale enough to write on."""
    parts = [[int(colour[n : n + 2], 16) for n in (1, 3, 5)] for colour in (on.grid, on.accent)]
    mixed = [round(low * (1 - PART) + high * PART) for low, high in zip(*parts, strict=True)]
    return "#" + "".join(f"{each:02X}" for each in mixed)
