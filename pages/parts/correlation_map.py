"""Which items are answered alike? All correlations as a map, in the order of the components."""

import plotly.graph_objects as go

from pages.parts import charts, colours, numbers, words
from pages.parts.tables import Column

SIDE = 560
COLOURS = ((0.0, "#C44E2C"), (0.5, "#F4F4F2"), (1.0, "#0B7A75"))
DARK = ((0.0, "#F0825F"), (0.5, "#22292C"), (1.0, "#4DB6AC"))


def show(correlations, rows, alt):
    """The map; items of a component stand together, lines part the components."""
    on = colours.ground()
    order = in_order(correlations, rows)
    place = {row["item"]: row for row in correlations}
    values = [[place[a][b] for b in order] for a in order]
    figure = charts.blank(on)
    figure.add_trace(
        go.Heatmap(
            x=order,
            y=order,
            z=values,
            zmin=-1,
            zmax=1,
            colorscale=DARK if on.name == "dark" else COLOURS,
            hovertemplate="%{y} · %{x}: %{z:.2f}<extra></extra>",
            colorbar={"thickness": 10, "tickvals": [-1, 0, 1], "outlinewidth": 0},
        )
    )
    for edge in _edges(order, rows):
        line = {"color": on.text, "width": 1}
        charts.upright(figure, edge, line=line)
        charts.across(figure, edge, line=line)
    font = {"size": 10, "family": charts.FONTS["en"]}  # codes keep their Latin digits
    step = max(1, len(order) // 14)
    figure.layout.xaxis.update(tickfont=font, tickangle=-90, dtick=step)
    figure.layout.yaxis.update(tickfont=font, autorange="reversed", dtick=step)
    figure.update_layout(height=SIDE)
    charts.show(figure, alt, "correlations")


def in_order(correlations, rows):
    """The items by component and subscale, as the questionnaire lists them first."""
    by_item = {row["item"]: row for row in rows}
    seen = list(dict.fromkeys((row["component"], row["subscale"]) for row in rows))
    components = list(dict.fromkeys(component for component, _ in seen))

    def where(item):
        row = by_item[item]
        return (components.index(row["component"]), seen.index((row["component"], row["subscale"])))

    return sorted((row["item"] for row in correlations), key=where)


def means(correlations, rows):
    """The mean correlation of two items of one group and of two groups; None where there is none.

    Groups are the components, or the subscales of a questionnaire without them.
    """
    group = _groups(rows)
    sums = {True: [], False: []}
    for row in correlations:
        for other, value in row.items():
            if other != "item" and other < row["item"] and value is not None:
                sums[group[other] == group[row["item"]]].append(value)
    return tuple(sum(found) / len(found) if found else None for found in (sums[True], sums[False]))


def columns(correlations):
    """The table twin: one column per item."""
    items = [row["item"] for row in correlations]
    title = words.say("questionnaire_quality.column.item")
    first = Column("item", title, lambda row: row["item"], kind="code")
    return [first, *(Column(item, item, _of(item)) for item in items)]


def _of(item):
    return lambda row: numbers.mean(row[item])


def _groups(rows):
    key = "component" if any(row["component"] for row in rows) else "subscale"
    return {row["item"]: row[key] for row in rows}


def _edges(order, rows):
    group = _groups(rows)
    pairs = zip(order, order[1:], strict=False)
    return [n + 0.5 for n, (one, other) in enumerate(pairs) if group[one] != group[other]]
