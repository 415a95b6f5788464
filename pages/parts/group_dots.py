"""In which channel, service or group do means differ? Dots with their intervals, and the table."""

from pages.parts import dots, estimates, numbers, page, tables, trend_tables, words
from pages.parts.status import STATUSES

# Split → how the page calls one such group, in the words `groups.<split>`.
SPLITS = ("channel", "service", "customer_group")
FEWEST = 2  # one group alone has nothing to differ from


def section(scope, answer, split, title, file_name):
    """One row per group of `split` of an answer by it; title: what the mean is of, in words."""
    reference = answer.totals["reference"]
    names = namer(scope.choices.names(split), split)
    rows = in_order([estimates.shown(row) for row in answer.rows])
    known = [row for row in rows if row["mean"] is not None]
    found = finding(known, names, split, title)
    page.finding(found)
    if not rows:
        page.foot(answer)
        return
    drawn = [dot(row, row[split] or "", names(row), reference) for row in rows]
    dots.legend(drawn, reference, words.say("interval_95"))
    dots.show(drawn, reference, found)
    page.foot(answer, note=hidden_in_words(rows, names), how="groups")
    caption = words.say(f"groups.caption_{split}", title=title)
    tables.show(trend_tables.columns(split, names), rows, caption, file_name)


def namer(known, split):
    return lambda row: known.get(row[split]) or words.say("groups.not_stated")


def in_order(rows):
    """The highest mean first; what may not be shown last."""
    return sorted(rows, key=lambda row: (row["mean"] is None, -(row["mean"] or 0)))


def finding(known, names, split, title):
    """Which group is highest and which lowest, if they are further apart than their intervals."""
    values = {"title": title, "groups": words.say(f"groups.{split}")}
    if len(known) < FEWEST:
        return words.say("groups.too_few", **values)
    sure = [row for row in known if not row["weak"]]
    told = sure if len(sure) >= FEWEST else known  # a few answers make a highest or lowest by luck
    best, worst = told[0], told[-1]
    values |= {"best": names(best), "worst": names(worst)}
    values |= {"high": numbers.mean(best["mean"]), "low": numbers.mean(worst["mean"])}
    return words.say("groups.apart" if apart(best, worst) else "groups.close", **values)


def apart(best, worst):
    """Whether two groups are further apart than their intervals."""
    return None not in (best["low"], worst["high"]) and best["low"] > worst["high"]


def dot(row, key, name, reference, highlighted=False):
    """A group against the reference: above or below only when its whole interval is."""
    code = "near"
    if row["suppressed"]:
        code = "suppressed"
    elif row["low"] is not None and row["low"] > reference:
        code = "above"
    elif row["high"] is not None and row["high"] < reference:
        code = "below"
    return dots.Dot(
        key=key,
        name=name,
        status=STATUSES[code],
        mean=row["mean"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        weak=row["weak"],
        highlighted=highlighted,
        note="" if row["n"] is None else words.say("groups.n", n=numbers.number(row["n"])),
    )


def hidden_in_words(rows, names):
    hidden = [names(row) for row in rows if row["suppressed"]]
    return words.say("groups.hidden", names=words.listed(hidden)) if hidden else ""
