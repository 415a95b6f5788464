"""What is to be said of a customer group? Status, channels and needs in sentences."""

from html import escape

from pages.parts import numbers, words

MOST_NAMED = 3
FACTORS_NAMED = 2


def items(rows, totals, names):
    """An entry per group; names: {"channel", "service", "customer_group"} → {code: name}."""
    entries = "".join(
        f"<li><h4>{escape(name_of(row, names))}</h4><p>{escape(_told(row, totals, names))}</p></li>"
        for row in rows
    )
    return f"<ul class='group-words'>{entries}</ul>"


def name_of(row, names):
    return names["customer_group"].get(row["customer_group"]) or words.say("groups.not_stated")


def _told(row, totals, names):
    parts = [_satisfied(row), _judged(row, totals), _served(row, totals, names)]
    return " ".join(part for part in parts if part)


def _satisfied(row):
    if row["suppressed"]:
        return _say("hidden")
    if row["mean"] is None:
        return _say("unanswered")
    interval = numbers.interval(row["low"], row["high"])
    told = {"mean": numbers.mean(row["mean"]), "interval": interval, "n": numbers.number(row["n"])}
    return _say("satisfied_weak" if row["weak"] else "satisfied", **told)


def _judged(row, totals):
    if row["favourable"] is None:
        return ""
    keys = ("favourable", "unfavourable", "undetermined")
    told = [_say("judged", **{key: numbers.number(row[key]) for key in keys})]
    group = row["customer_group"]
    differing = [one for one in totals["differences"] if one["customer_group"] == group]
    for side in ("above", "below"):
        own = [one for one in differing if one["differs"] == side]
        if own:
            told.append(_say(side, count=numbers.number(len(own)), names=_factors(own)))
    if not row["above"] and not row["below"]:
        told.append(_say("alike"))
    return " ".join(told)


def _factors(rows):
    """The widest differences first, a few of them by name."""
    widest = sorted(rows, key=lambda row: -abs(row["difference"]))[:FACTORS_NAMED]
    return words.listed(_say("named", name=words.title(row)) for row in widest)


def _served(row, totals, names):
    if not row["requests"]:
        return _say("unserved")
    told = [_say("requests", count=numbers.number(row["requests"]))]
    if row["digital_take_up"] is not None:
        told.append(_say("digital", share=numbers.share(row["digital_take_up"])))
    told.append(_say("completed", share=numbers.share(row["completion_rate"])))
    told.append(_say("channels", list=_listed(row, totals["channels"], "channel", names)))
    told.append(_say("services", list=_listed(row, totals["services"], "service", names)))
    return " ".join(told)


def _listed(row, shares, column, names):
    own = [one for one in shares if one["customer_group"] == row["customer_group"]]
    return words.listed(
        _say("share", share=numbers.share(one["share"]), name=_name(one, column, names))
        for one in own[:MOST_NAMED]
    )


def _name(row, column, names):
    return names[column].get(row[column]) or words.say("groups.not_stated")


def _say(key, **values):
    return words.say(f"group_words.{key}", **values)
