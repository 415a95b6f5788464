"""How often do clients come back for the same within a week? Two dots per channel."""

import plotly.graph_objects as go

from pages.parts import asking, charts, colours, not_counted, numbers, page, tables, words
from pages.parts.tables import Column

RATES = ("repeat_rate", "repeat_rate_in_vain", "fall_back_rate")
COUNTS = {"repeat_rate": "n", "repeat_rate_in_vain": "in_vain", "fall_back_rate": "remote"}
SYMBOLS = {"repeat_rate": "circle", "repeat_rate_in_vain": "diamond-open"}
LEAST, ROW, HEAD = 30, 44, 70


def section(scope):
    answer = asking.ask(scope, "repeat_contacts", by=("channel",))
    if not_counted.said(answer, "repeat_contacts.title"):
        return
    names = scope.choices.channels
    totals = answer.totals
    found = words.say(
        "repeat_contacts.finding" if totals["remote"] else "repeat_contacts.finding_no_remote",
        share=numbers.share(totals["repeat_rate"]),
        in_vain=numbers.share(totals["repeat_rate_in_vain"]),
        counter=numbers.share(totals["fall_back_rate"]),
    )
    page.finding(found)
    rows = sorted((row for row in answer.rows if row["channel"]), key=lambda row: -(row["n"] or 0))
    drawn = [row for row in rows if (row["n"] or 0) >= LEAST]
    if drawn:
        charts.show(figure(drawn, names), found, "repeat_contacts")
    known = words.say(
        "repeat_contacts.known",
        share=numbers.share(totals["client_known"]),
        requests=numbers.number(totals["requests"]),
    )
    page.foot(answer, counted="requests", note=known, how="repeat_contacts")
    tables.show(columns(names), rows, words.say("repeat_contacts.caption"), "repeat_contacts")


def figure(rows, names):
    """One line per channel: all its requests, and those in vain."""
    on = colours.ground()
    drawn = charts.blank(on)
    for rate, symbol in SYMBOLS.items():
        shown = [row for row in rows if (row[COUNTS[rate]] or 0) >= LEAST]
        drawn.add_trace(
            go.Scatter(
                x=[row[rate] for row in shown],
                y=[names.get(row["channel"], row["channel"]) for row in shown],
                mode="markers",
                name=words.say(f"repeat_contacts.column.{rate}"),
                marker={
                    "symbol": symbol,
                    "size": 13,
                    "line": {"width": 0 if symbol == "circle" else 2},
                    "color": [colours.of_channel(row["channel"], on) for row in shown],
                },
                text=[numbers.share(row[rate]) for row in shown],
                hovertemplate="%{y}: %{text}<extra>%{fullData.name}</extra>",
            )
        )
    most = max(row[rate] or 0 for row in rows for rate in SYMBOLS)
    step = 0.1 if most > 0.2 else 0.05 if most > 0.1 else 0.02
    ticks = [step * n for n in range(int(most / step) + 2)]
    drawn.layout.xaxis.update(
        range=[0, max(most * 1.1, step)],
        tickvals=ticks,
        ticktext=[numbers.share(tick) for tick in ticks],
        showgrid=True,
    )
    drawn.layout.yaxis.update(autorange="reversed")
    drawn.update_layout(
        height=HEAD + ROW * len(rows),
        showlegend=True,
        margin={"t": charts.LEGEND},
        legend={"orientation": "h", "y": 1.02, "yanchor": "bottom", "x": 0},
    )
    return drawn


def columns(names):
    def channel(row):
        return names.get(row["channel"], row["channel"])

    def title(key):
        return words.say(f"repeat_contacts.column.{key}")

    def column(key, write):
        return Column(key, title(key), lambda row: write(row[key]))

    counted = [
        each
        for rate in RATES
        for each in (column(COUNTS[rate], numbers.number), column(rate, numbers.share))
    ]
    return [
        Column("channel", title("channel"), channel, kind="text", plain=channel),
        *counted,
        column("fell_back", numbers.number),
    ]
