"""What are our columns called, what do they mean, what is right in them? For people, from the
contract.
"""

import re

from pages.parts import entry, numbers, tables, words

# A date, period or path of an example, such as 1404-07-03 09:12:45
WRITTEN = re.compile(r"[A-Za-z0-9%][\w.:/%-]*[-/:][\w.:/%-]*\w(?: \d\d:\d\d[:\d]*)?", re.ASCII)


def label(column, instrument=None):
    """The name of a column for a reader: our word for it, or the wording of the question."""
    if words.has(f"desk.columns.{column}"):
        return words.say(f"desk.columns.{column}")
    return _questions(instrument).get(column, column)


def called(columns, instrument=None):
    """Column → how people may call it, for proposals."""
    return {c.name: [label(c.name, instrument)] for c in columns}


def right(column):
    """What would be right in a cell; examples and codes keep their direction in any sentence."""
    said = entry.right(column)[words.language()]
    return numbers.digits(WRITTEN.sub("\u2066\\g<0>\u2069", said))


def must(column):
    """Whether a file, and a row, must have it."""
    if not column.required:
        return words.say("desk.must.no")
    return words.say("desk.must.may_be_empty" if column.empty else "desk.must.yes")


def dictionary_columns():
    """The columns of the data dictionary."""
    return [
        tables.Column("name", words.say("desk.dictionary.name"), lambda row: row["name"], "code"),
        *(_text(key) for key in ("label", "type", "must", "right")),
    ]


def dictionary(columns, instrument):
    return [
        {
            "name": c.name,
            "label": label(c.name, instrument),
            "type": words.say(f"desk.types.{c.kind}"),
            "must": must(c),
            "right": right(c),
        }
        for c in columns
    ]


def _text(key):
    return tables.Column(
        key, words.say(f"desk.dictionary.{key}"), lambda row: row[key], "text",
        plain=lambda row: row[key],
    )  # fmt: skip


def _questions(instrument):
    if instrument is None:
        return {}
    batteries = {one["battery"]: words.title(one) for one in instrument.toml["batteries"]}
    several = len(instrument.batteries) > 1
    return {
        column: words.say("desk.of_battery", title=words.title(item), battery=batteries[battery])
        if several and battery in batteries
        else words.title(item)
        for column, item, battery in instrument.told_columns()
    }
