"""Which columns do the tables of customer groups have?"""

from pages.parts import numbers, status, words
from pages.parts.group_words import name_of
from pages.parts.tables import Column

SIDES = {"above": "above", "below": "below", None: "near"}


def groups(names):
    """One row per group: satisfaction, factors, requests."""
    return [
        Column("customer_group", _title("group"), lambda row: name_of(row, names), kind="text",
               plain=lambda row: name_of(row, names)),
        _number("n", _count),
        _number("mean", numbers.mean),
        _number("low", numbers.mean),
        _number("high", numbers.mean),
        *(_number(key, _count) for key in ("favourable", "unfavourable", "undetermined", "above",
                                           "below")),
        _number("requests", numbers.number),
        _number("digital_take_up", numbers.share),
        _number("completion_rate", numbers.share),
        _number("median_hours", numbers.duration),
    ]  # fmt: skip


def differences(names):
    """One row per group and factor, the surest difference first."""
    return [
        Column("title", _title("factor"), words.title, kind="text", plain=words.title),
        Column("item", _title("code"), lambda row: row["item"], kind="code"),
        Column("customer_group", _title("group"), lambda row: name_of(row, names), kind="text",
               plain=lambda row: name_of(row, names)),
        _number("mean", numbers.mean),
        _number("others", numbers.mean),
        _number("difference", numbers.change),
        _number("ci_low", numbers.change),
        _number("ci_high", numbers.change),
        _number("p_adjusted", numbers.probability),
        Column("differs", _title("differs"), _differs, kind="text", plain=_differs),
        _number("n", numbers.number),
        _number("n_others", numbers.number),
    ]  # fmt: skip


def shares(column, names):
    """One row per group and channel or service."""

    def name(row):
        return names[column].get(row[column]) or words.say("groups.not_stated")

    return [
        Column("customer_group", _title("group"), lambda row: name_of(row, names), kind="text",
               plain=lambda row: name_of(row, names)),
        Column(column, _title(column), name, kind="text", plain=name),
        _number("requests", numbers.number),
        _number("share", numbers.share),
    ]  # fmt: skip


def _differs(row):
    key = SIDES[row["differs"]]
    return f"{status.STATUSES[key].symbol} {words.say(f'citizen_groups.differs.{key}')}"


def _count(value):
    return words.say("no_data") if value is None else numbers.number(value)


def _number(key, write):
    return Column(key, _title(key), lambda row: write(row[key]))


def _title(key):
    return words.say(f"citizen_groups.column.{key}")
