"""Which columns do the tables of priorities have?"""

from pages.parts import action_list, numbers, status, words
from pages.parts.tables import Column


def factors(weighted):
    """Every number of a factor, the table twin of the quadrants."""
    return [
        *_factor(),
        _number("mean", numbers.mean),
        _number("low", numbers.mean),
        _number("high", numbers.mean),
        *_weights(weighted),
        # Beside gaps from expectation, which run the other way, it has to say what it is
        Column("gap", _title("gap_to_reference"), lambda row: numbers.change(row["gap"])),
        _text("quadrant", _quadrant),
        _number("n", numbers.number),
    ]


def gaps(weighted):
    """How far a factor lies below the reference, how sure that is, and what it weighs."""
    interval = Column("gap_low", _title("gap_interval"), _gap_interval, plain=_gap_interval)
    return [
        *_factor(),
        _number("gap", numbers.mean),
        interval,
        *_weights(weighted),
        *([_text("quadrant", _quadrant)] if weighted else []),
        _number("n", numbers.number),
    ]


def actions(rows):
    """One row per factor and action on it."""
    return [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        _text("action", lambda row: words.title(row["of"])),
        _text("level", lambda row: words.say(f"actions.level.{row['of']['level']}")),
        _text("effort", lambda row: words.say(f"actions.effort.{row['of']['effort']}")),
        _text("measure", lambda row: action_list.measure(row["of"]["measure"], rows)),
        _text("source", lambda row: action_list.source(row["of"])),
    ]


def _factor():
    return [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        Column("status", _title("status"), lambda row: status.of(row).sign, kind="text",
               plain=lambda row: status.of(row).word),
    ]  # fmt: skip


def _weights(weighted):
    if not weighted:
        return []
    return [_number("importance", numbers.mean), _number("priority", numbers.mean)]


def _quadrant(row):
    return words.say(f"quadrants.{row['quadrant']}" if row["quadrant"] else "no_data")


def _gap_interval(row):
    return numbers.interval(row["gap_low"], row["gap_high"])


def _number(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    return words.say(f"priorities.column.{key}")
