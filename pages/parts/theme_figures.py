"""What does a page say of a theme of comments? Rows of `comments` as marks, with their columns."""

from analysis.open_answers import NONE
from pages.parts import axes, interval_rows, numbers, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

ALPHA = 0.05


def say(key, **values):
    return words.say(f"comments.{key}", **values)


def title(row):
    return say("uncaught") if row["theme"] == NONE else words.title(row)


def largest_first(rows):
    """By share; what may not be shown after it, what no theme catches last."""
    return sorted(
        rows, key=lambda row: (row["theme"] == NONE, row["share"] is None, -(row["share"] or 0))
    )


def share_row(row, key=None, name=None, measure="theme_share"):
    """A theme's share of the comments with its interval; key, name: of a group, or the theme's."""
    key, name = (row["theme"], title(row)) if key is None else (key, name)
    mark = STATUSES["suppressed" if row["suppressed"] else "near"]
    said = mark.word if row["suppressed"] else say("mentions", n=numbers.number(row["n"]))
    return interval_rows.Row(
        key=key,
        name=name,
        mark=mark,
        measure=measure,
        value=row["share"],
        low=row["share_low"],
        high=row["share_high"],
        written=numbers.share(row["share"]),
        said=said,
        sentence=_sentence(row, name, said),
    )


def _sentence(row, name, said):
    if row["share"] is None:
        return f"{name}: {said}"
    interval = numbers.interval(row["share_low"], row["share_high"], numbers.share)
    share = numbers.share(row["share"])
    return say("sentence", name=name, share=share, interval=interval, said=said)


def verdict(row):
    """Whether those who mention the theme are less or more satisfied, beyond chance."""
    if row["difference"] is None:
        return "suppressed" if row["suppressed"] else "no_data"
    if row["p_adjusted"] is None or row["p_adjusted"] >= ALPHA:
        return "near"
    return "above" if row["difference"] > 0 else "below"


def difference_row(row):
    """How much more or less satisfied they are than the others who wrote."""
    code = verdict(row)
    said = say(f"verdict.{code}")
    return interval_rows.Row(
        key=row["theme"],
        name=title(row),
        mark=STATUSES[code],
        measure="satisfaction_difference",
        value=row["difference"],
        low=row["difference_low"],
        high=row["difference_high"],
        written=numbers.change(row["difference"]),
        said=said,
        sentence=say("rated", name=title(row), change=numbers.change(row["difference"]), said=said),
    )


def marks(rows):
    """[(status, words)] of the verdicts that are among the rows, for a legend."""
    seen = dict.fromkeys(verdict(row) for row in rows)
    return [(STATUSES[code], say(f"verdict.{code}")) for code in seen]


def share_ticks(rows):
    """Round shares from nothing on."""
    high = max((row["share_high"] or row["share"] or 0 for row in rows), default=0)
    return [(value, numbers.percent(value)) for value in axes.round_values(0, max(high, 0.05))]


def difference_ticks(rows):
    ends = [row[end] for row in rows for end in ("difference_low", "difference_high")]
    known = [0.0, *(end for end in ends if end is not None)]
    values = axes.round_values(min(known), max(known))
    return [(value, numbers.change(value, 1)) for value in values]


def columns(rated=True):
    """Every number of a theme; rated: with the satisfaction of those who mention it."""
    shown = [
        Column("theme", _title("theme"), title, "text", title),
        Column("n", _title("n"), counted),
        Column("comments", _title("comments"), lambda row: numbers.number(row["comments"])),
        *(_share(key) for key in ("share", "share_low", "share_high")),
        Column("deff", _title("deff"), lambda row: numbers.mean(row["deff"])),
    ]
    if not rated:
        return shown
    return [
        *shown,
        _mean("satisfaction"),
        _mean("others"),
        *(_change(key) for key in ("difference", "difference_low", "difference_high")),
        Column("p_adjusted", _title("p_adjusted"), lambda r: numbers.probability(r["p_adjusted"])),
    ]


def counted(row):
    """How many comments; of what may not be shown why not, as the figure says it."""
    return STATUSES["suppressed"].word if row["suppressed"] else numbers.number(row["n"])


def grouped(key, names):
    """The same of one theme in many groups, named by `names`."""
    first = Column(key, _title(key), names, "text", names)
    return [first, *columns(rated=False)]


def _share(key):
    return Column(key, _title(key), lambda row: numbers.share(row[key]))


def _mean(key):
    return Column(key, _title(key), lambda row: numbers.mean(row[key]))


def _change(key):
    return Column(key, _title(key), lambda row: numbers.change(row[key]))


def _title(key):
    return say(f"column.{key}")
