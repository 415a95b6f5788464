"""How are a few amounts drawn side by side? Lying bars, the amount at the end of each."""

import plotly.graph_objects as go

from pages.parts import charts, colours

BAR, HEAD = 34, 40
GAP, NOTHING = 6, "rgba(0,0,0,0)"
ROOM = 1.15  # for the amount behind the longest bar


def lying(amounts, names, written, colour=None):
    """One bar per code, the first on top.

    amounts, names: {code: …}; written: an amount in words; colour: code and ground → its colour.
    """
    on = colours.ground()
    drawn = charts.blank(on)
    drawn.add_trace(
        go.Bar(
            x=list(amounts.values()),
            y=[names[code] for code in amounts],
            orientation="h",
            marker={"color": [colour(code, on) for code in amounts] if colour else on.accent},
            text=[written(amount) for amount in amounts.values()],
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    # A tick that is not seen keeps a name off its bar
    drawn.layout.yaxis.update(autorange="reversed", showgrid=False, ticks="outside", ticklen=GAP)
    drawn.layout.yaxis.update(tickcolor=NOTHING)
    drawn.layout.xaxis.update(range=[0, (max(amounts.values()) or 1) * ROOM], showticklabels=False)
    drawn.update_layout(height=HEAD + BAR * len(amounts), bargap=0.35)
    return drawn
