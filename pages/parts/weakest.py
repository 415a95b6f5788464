"""Which factors are the weakest, and since when? For the sentence at the top of the factors."""

from pages.parts import asking, numbers, words

MOST = 3
QUESTION = "factor_since"


def sentence(scope, rows, target):
    """The lowest unfavourable factors, each with its mean; nothing where there are none.

    rows: of all factors; target: what they are judged against in place of the reference.
    """
    unfavourable = [row for row in rows if row["status"] == "unfavourable"]
    lowest = sorted(unfavourable, key=lambda row: row["mean"])[:MOST]
    if not lowest:
        return ""
    key = "sentence_one" if len(lowest) == 1 else "sentence"
    since = {row["item"]: row for row in asking.ask(scope, QUESTION, target=target).rows}
    return _say(key, named=words.listed(_named(row, since[row["item"]]) for row in lowest))


def _named(row, since):
    """A factor, and since when every month has been below, as far as the last one is."""
    values = {"title": words.title(row), "mean": numbers.mean(row["mean"])}
    if since["side"] != "below":
        return _say("named", **values)
    key = "named_at_least" if since["at_least"] else "named_since"
    return _say(key, month=numbers.month(since["month"]), **values)


def _say(key, **values):
    return words.say(f"weakest.{key}", **values)
