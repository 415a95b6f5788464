"""How is the value of a headline measure written, its change, its target, and what it counts?"""

from pages.parts import numbers, process, words

NAMES = "overview.measures"


def name(row):
    """The page's own name of a measure, else the one it has on every page."""
    key = f"{NAMES}.{row['measure']}"
    return words.say(key) if words.has(key) else process.title_of(row["measure"], row)


def special(row):
    """A measure outside its usual variation, and on which side: «سهم به‌موقع (بهتر)»."""
    return words.say(f"overview.{row['variation']}", name=name(row))


def written(row, value):
    """A value of the measure of `row`; None is «no data», or that it may not be shown."""
    if value is None and row.get("suppressed"):
        return words.say("status.suppressed")
    ways = {"mean": numbers.mean, "share": numbers.share, "hours": numbers.duration}
    return ways.get(row["kind"], numbers.number)(value)


def change(row, value):
    """A change with its sign, in the unit that changes of the measure have."""
    if row["kind"] == "share":
        return words.say("overview.points", points=numbers.points(value))
    if row["kind"] == "hours":
        direction = "longer" if value > 0 else "shorter"
        return words.say(f"overview.{direction}", amount=numbers.duration(abs(value)))
    return numbers.change(value, 2 if row["kind"] == "mean" else 0)


def compared(row):
    """How the last month differs from the one compared with, with the interval where it has one."""
    if row["before_month"] is None:
        return ""
    month = numbers.month(row["before_month"])
    if row["change"] is None:
        return words.say("overview.not_compared", month=month)
    said = words.say("overview.compared", change=change(row, row["change"]), month=month)
    if row["change_low"] is None:
        return said
    share = row["kind"] == "share"
    low, high = ((numbers.points if share else numbers.change)(row[f"change_{end}"])
                 for end in ("low", "high"))  # fmt: skip
    return words.say("overview.compared_sure", said=said, low=low, high=high)


def counted(row):
    """What stands behind the value: which month, how many of what."""
    if row["value"] is None:
        return words.say(f"overview.why_not.{row['measure']}") if not row["suppressed"] else ""
    n, month = numbers.number(row["n"]), numbers.month(row["month"])
    return words.say(f"overview.counted.{row['measure']}", n=n, month=month)


def aim(row):
    """The target and whether it is reached; nothing where there is none."""
    if row["target"] is None:
        return ""
    state = {True: "met", False: "missed", None: "unknown"}[row["met"]]
    return words.say(f"overview.target_{state}", target=written(row, row["target"]))
