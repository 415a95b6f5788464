"""How does a text stand in the HTML of a report? Escaped, its isolates and signs as elements.

Our font has no triangles and dots, and another machine may have no other font: signs are drawn.
"""

from html import escape

SIGNS = {"▲": "up", "▼": "down", "●": "dot", "◆": "diamond"}
DRAWN = {sign: f"<i class='sign {name}'></i>" for sign, name in SIGNS.items()}


def inline(said: str) -> str:
    """Escaped words; what is isolated in plain text is an element here, and so are signs."""
    text = escape(said).replace("\u2066", "<bdi dir='ltr'>").replace("\u2069", "</bdi>")
    for sign, drawn in DRAWN.items():
        text = text.replace(sign, drawn)
    return text
