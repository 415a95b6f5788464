"""Which words count for a theme, how often does each, and what does a theme belong to?"""

import polars as pl

from analysis.disclosure import SMALL, few
from analysis.marts import Marts, People
from analysis.open_answers import Asked, asks


def dictionary(marts: Marts) -> list[dict]:
    """theme, titles, words, except, factors, components, in the order of the dictionary."""
    themes = marts.query("select theme, title_fa, title_en from themes order by position")
    words = marts.query("select theme, kind, word from theme_words order by theme, position")
    links = marts.query("select theme, kind, code as word from theme_links order by theme, code")
    told = pl.concat([words, links])
    kinds = ("words", "except", "factors", "components")
    return [
        theme
        | {
            kind: told.filter(pl.col("theme") == theme["theme"], pl.col("kind") == kind)[
                "word"
            ].to_list()
            for kind in kinds
        }
        for theme in themes.to_dicts()
    ]


def counted(marts: Marts, chosen: Asked, wrote: int, mentions: dict[str, int]) -> list[dict]:
    """theme, word, n, suppressed: the respondents in whose comments each entry stands.

    wrote: all who wrote; mentions: those who mention each theme that is not hidden. An entry is
    hidden for 1 … 4 respondents, and where so few of either do not use it. With it the smallest
    others of its theme are, until two or more are hidden whose counts come to 5.
    """
    told = dictionary(marts)
    entries = [f"{theme['theme']}/{word}" for theme in told for word in theme["words"]]
    people = People(
        "(select *, unnest(words) as item from comments)",
        "1", chosen.people.condition, chosen.people.parameters,
    )  # fmt: skip
    found = asks(marts, chosen, "item, count(*)::bigint as n", "group by item", people.table)
    rows = pl.DataFrame({"item": entries}, schema={"item": pl.String})
    rows = rows.join(found, on="item", how="left").with_columns(pl.col("n").fill_null(0))
    counts = dict(rows.iter_rows())
    rows, _, _ = marts.suppress(rows, ("n",), chosen.selection, (), chosen.people, people)
    hidden = set(rows.filter("suppressed")["item"])
    hidden |= {entry for entry in entries if _tells(entry, counts[entry], wrote, mentions)}
    for theme in told:
        own = [entry for entry in entries if entry.partition("/")[0] == theme["theme"]]
        hidden |= _more(own, counts, hidden)
    return [
        dict(zip(("theme", "word"), entry.split("/", 1), strict=True))
        | {"n": None if entry in hidden else counts[entry], "suppressed": entry in hidden}
        for entry in entries
    ]


def _tells(entry: str, n: int, wrote: int, mentions: dict[str, int]) -> bool:
    """Whether the count of an entry gives 1 … 4 respondents away by subtraction."""
    theme = entry.partition("/")[0]
    return theme not in mentions or few(mentions[theme] - n) or few(wrote - n)


def _more(own: list[str], counts: dict[str, int], hidden: set[str]) -> set[str]:
    """What must be hidden with the hidden entries of one theme."""
    covered = {entry for entry in own if entry in hidden and counts[entry]}
    shown = sorted((e for e in own if counts[e] and e not in hidden), key=counts.get)
    more = set()
    while covered and shown and (len(covered) < 2 or sum(counts[e] for e in covered) < SMALL):
        more.add(shown[0])
        covered.add(shown.pop(0))
    return more
