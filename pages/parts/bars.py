"""How are a few amounts drawn side by side? Lying bars, the amount at the end of each."""

import plotly.graph_objects as go

from pages.parts import charts, colours

BAR, HEAD = 34, 40
GAP, NOTHING = 6, "rgba(0,0,0,0)"
DIGIT, BEHIND = 8, 10  # pixels of a digit, and between the longest bar, its amount and the edge


def lying(amounts, names, written, colour=None):
    """One bar per code, the first on top.

    amounts, names: {code: …}; written: an amount in words; colour: code and ground → its colour.
    """
    on = colours.ground()
    texts = [written(amount) for amount in amounts.values()]
    drawn = charts.blank(on)
    drawn.add_trace(
        go.Bar(
            x=list(amounts.values()),
            y=[names[code] for code in amounts],
            orientation="h",
            marker={"color": [colour(code, on) for code in amounts] if colour else on.accent},
            text=texts,
            textposition="outside",
            cliponaxis=False,
            hovertemplate="%{y}: %{text}<extra></extra>",
        )
    )
    # A tick that is not seen keeps a name off its bar
    drawn.layout.yaxis.update(autorange="reversed", showgrid=False, ticks="outside", ticklen=GAP)
    drawn.layout.yaxis.update(tickcolor=NOTHING)
    drawn.layout.xaxis.update(range=[0, max(amounts.values()) or 1], showticklabels=False)
    # In pixels: a part of the axis would be too little on a phone
    behind = BEHIND + DIGIT * max(map(len, texts))
    height = HEAD + BAR * len(amounts)
    drawn.update_layout(height=height, bargap=0.35, margin={"r": behind})
    return drawn
