"""What does a page say of a gap? Rows of `gaps` as dumbbells and dots, with words and columns."""

from pages.parts import axes, dumbbells, interval_rows, numbers, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

MARKS = {"falls_short": "below", "undetermined": "near", "exceeds": "above"}


def mark(row):
    """Symbol and colour of a row's verdict."""
    if row["suppressed"]:
        return STATUSES["suppressed"]
    return STATUSES[MARKS.get(row["verdict"], "no_data")]


def said(row):
    """The verdict in words."""
    if row["suppressed"] or row["verdict"] is None:
        return mark(row).word
    return say(f"verdict.{row['verdict']}")


def named(rows, scales):
    """Items with the title of their dimension: the subscale, else the component."""
    kind = dimension_of(rows)
    return [row | {"dimension": scales.get(row[kind], "") if kind else ""} for row in rows]


def dimension_of(rows):
    return next((kind for kind in ("subscale", "component") if any(r[kind] for r in rows)), None)


def in_order(rows):
    """By dimension as the questionnaire has them, inside it the widest gap first."""
    known = list(dict.fromkeys(row["dimension"] for row in rows))
    known.sort(key=lambda name: name == "")  # what belongs to no dimension comes last
    return sorted(rows, key=lambda row: (known.index(row["dimension"]), *_widest(row)))


def widest_first(rows):
    return sorted(rows, key=_widest)


def _widest(row):
    return row["gap"] is None, row["gap"] or 0


def marks(rows):
    """[(status, words)] of the verdicts that are among the rows, for a legend."""
    seen = {mark(row).code: (mark(row), said(row)) for row in rows}
    return list(seen.values())


def dumbbell(row):
    """Expectation and perception of one item."""
    return dumbbells.Dumbbell(
        key=row["item"],
        name=words.title(row),
        code=row["item"],
        mark=mark(row),
        measure="difference",
        difference=row["gap"],
        first=(row["expected"], row["expected_low"], row["expected_high"]),
        second=(row["perceived"], row["perceived_low"], row["perceived_high"]),
        written=numbers.change(row["gap"]),
        said=said(row),
        sentence=sentence(row),
        group=row["dimension"] or say("no_dimension"),
    )


def group_notes(rows):
    """{dimension: «۳ از ۴ پایین‌تر از انتظار»}."""
    found = {}
    for row in rows:
        found.setdefault(row["dimension"] or say("no_dimension"), []).append(row["verdict"])
    return {
        name: say(
            "group", short=numbers.number(of.count("falls_short")), items=numbers.number(len(of))
        )
        for name, of in found.items()
    }


def gap_row(row, measure, code=True):
    """The gap itself, with the interval that its verdict is read from."""
    return interval_rows.Row(
        key=row["item"],
        name=words.title(row),
        code=row["item"] if code else "",
        mark=mark(row),
        measure=measure,
        value=row["gap"],
        low=row["low"],
        high=row["high"],
        written=numbers.change(row["gap"]),
        said=said(row),
        sentence=sentence(row),
    )


def sentence(row):
    """All that is known of a row, for the pointer and for those who hear the page."""
    if row["gap"] is None:
        return f"{words.title(row)}: {said(row)}"
    return say(
        "sentence",
        name=words.title(row),
        expected=numbers.mean(row["expected"]),
        perceived=numbers.mean(row["perceived"]),
        gap=numbers.change(row["gap"]),
        interval=interval(row, "low", "high"),
        verdict=said(row),
        n=numbers.number(row["n"]),
    )


def ticks(rows):
    """Round values of the axis of gaps, zero among them."""
    ends = [row[end] for row in rows for end in ("gap", "low", "high") if row[end] is not None]
    values = axes.round_values(min([0, *ends]), max([0, *ends]))
    return [(value, numbers.change(value, 1)) for value in values]


def columns(rows, items=True):
    """Every number of an item, or of a dimension."""
    weighed = any(row["importance"] is not None for row in rows)
    grouped = items and any(row["dimension"] for row in rows)
    code = [Column("item", title("item"), lambda row: row["item"], kind="code")]
    return [
        _text("title", words.title),
        *(code if items else [_text("kind", lambda row: say(f"kind.{row['kind']}"))]),
        *([_text("dimension", lambda row: row["dimension"])] if grouped else []),
        _number("gap", numbers.change),
        _interval("low", "high"),
        _text("verdict", said),
        _number("p_adjusted", numbers.probability),
        _number("effect_size", numbers.change),
        _number("expected", numbers.mean),
        _interval("expected_low", "expected_high"),
        _number("perceived", numbers.mean),
        _interval("perceived_low", "perceived_high"),
        *([_number("importance", numbers.mean)] if weighed else []),
        _number("n", numbers.number),
        _number("deff", numbers.mean),
        _number("n_effective", numbers.number),
    ]


def interval(row, low, high):
    """Limits with their signs where they are limits of a difference."""
    if low != "low" or None in (row[low], row[high]):
        return numbers.interval(row[low], row[high])
    return words.say("interval", low=numbers.change(row[low]), high=numbers.change(row[high]))


def _interval(low, high):
    written = lambda row: interval(row, low, high)  # noqa: E731  (read twice below)
    return Column(low, title(low), written, plain=written)


def _number(key, write):
    return Column(key, title(key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, title(key), written, kind="text", plain=written)


def title(key):
    return say(f"column.{key}")


def say(key, **values):
    return words.say(f"gaps.{key}", **values)
