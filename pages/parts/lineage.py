"""From which files does a figure come? Under every figure, the loads behind it."""

from html import escape

from pages.parts import numbers, words

# Beyond this a list is scrolled, not read
MOST = 60


def html(answer):
    """A fold with one line per load: file, rows taken and turned away, when it was loaded."""
    if not answer.loads:
        return ""
    count = numbers.number(len(answer.loads))
    lines = "".join(f"<li>{_line(load)}</li>" for load in answer.loads[:MOST])
    more = len(answer.loads) - MOST
    if more > 0:
        lines += f"<li>{escape(words.say('lineage.more', count=numbers.number(more)))}</li>"
    title = escape(words.say("lineage.title", count=count))
    scrolled = f"<ul tabindex='0' aria-label='{title}'>{lines}</ul>"
    return f"<details class='lineage'><summary>{title}</summary>{scrolled}</details>"


def _line(load):
    said = words.say(
        "lineage.load",
        rows=numbers.number(load["rows_taken"]),
        at=numbers.moment(load["loaded_at"]),
        load=numbers.digits(load["load"]),
    )
    if load["rows_refused"]:
        refused = numbers.number(load["rows_refused"])
        said += words.say("lineage.refused", rows=refused, load=numbers.digits(load["load"]))
    return f"<bdi class='code'>{escape(load['file'])}</bdi>: {escape(said)}"
