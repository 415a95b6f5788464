"""One row of a figure of dots: a name, a strip with marks on a scale, and the value in words.

Shared by the figures that are drawn like `dots` on a scale of their own. ends: the values at the
ends of the scale.
"""

from html import escape


def markup(row, strip, value):
    """row: key, name, mark, measure, written, said, sentence and code; strip: its marks, in order;
    value: what machines read. Without one only what is said stands there: a hidden value is not
    missing."""
    number = ""
    if value is not None:
        told = f"data-measure='{row.measure}' data-value='{value:.6f}'"
        number = f"<b {told}>{escape(row.written)}</b> "
    code = f"<bdi class='code'>{escape(row.code)}</bdi> " if row.code else ""
    return (
        f"<li class='dot {row.mark.code}' data-key='{escape(row.key)}' "
        f"title='{escape(row.sentence)}'><span class='name'>{code}{escape(row.name)}</span>"
        f"<span class='strip' aria-hidden='true'>{''.join(strip)}</span>"
        f"<span class='value'>{number}"
        f"<span class='{row.mark.code}'>{escape(row.said)}</span></span></li>"
    )


def mark(status, value, ends):
    place = f"left:{at(value, ends)}"
    return f"<i class='mark {status.code}' style='{place}'>{status.symbol}</i>"


def line(kind, value, ends):
    return f"<i class='{kind}' style='left:{at(value, ends)}'></i>"


def between(kind, low, high, ends):
    sides = f"left:{at(low, ends)};right:calc(100% - {at(high, ends)})"
    return f"<i class='{kind}' style='{sides}'></i>"


def at(value, ends):
    low, high = ends
    return f"{(value - low) / (high - low) * 100:.2f}%"
