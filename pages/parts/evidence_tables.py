"""Which columns do the tables of the evidence model have?"""

from pages.parts import numbers, status, words
from pages.parts.tables import Column


def codes(totals):
    """Every printed line of the tables of codes."""
    parts = {part["part"]: words.title(part) for part in totals["parts"]}
    concepts = {c["concept"]: words.title(c) for c in totals["concepts"]}
    return [
        _text("title", words.title),
        _text("part", lambda row: parts[row["part"]]),
        _text("concept", lambda row: concepts[row["concept"]]),
        _number("of_table"),
        _number("line"),
        _number("frequency"),
        _text("repeats", _repeats),
    ]


def factors(totals):
    """The factors that the strategies act on, and how they stand."""
    concepts = {c["concept"]: words.title(c) for c in totals["concepts"]}
    return [
        _text("title", words.title),
        Column("item", _title("item"), lambda row: row["item"], kind="code"),
        Column("status", _title("status"), lambda row: status.of(row).sign, kind="text",
               plain=lambda row: status.of(row).word),
        Column("mean", _title("mean"), lambda row: numbers.mean(row["mean"])),
        Column("low", _title("low"), lambda row: numbers.mean(row["interval_low"]),
               plain=lambda row: row["interval_low"]),
        Column("high", _title("high"), lambda row: numbers.mean(row["interval_high"]),
               plain=lambda row: row["interval_high"]),
        _number("n"),
        _text("concepts", lambda row: words.listed(concepts[c] for c in row["concepts"])),
    ]  # fmt: skip


def said():
    """What the paper says of its own counts, and what its tables hold."""
    return [
        _text("part", words.title),
        _text("what", lambda row: _say(f"what.{row['what']}")),
        _text("place", lambda row: _named(row, "place")),
        _number("value"),
        _number("counted"),
        _text("agrees", lambda row: _say("agrees" if row["agrees"] else "differs")),
    ]


def _repeats(row):
    if row["repeats"] is not None:
        return _say("repeats", line=numbers.number(row["repeats"]))
    return "" if row["listed"] else _say("unlisted")


def _named(row, key):
    return words.title({f"title_{code}": row[f"{key}_{code}"] for code in words.DIRECTIONS})


def _number(key):
    return Column(key, _title(key), lambda row: numbers.number(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    return _say(f"column.{key}")


def _say(key, **values):
    return words.say(f"evidence_model.{key}", **values)
