"""Which words count for a theme, how often does each, and what does a theme belong to?"""

import polars as pl

from analysis.disclosure import SMALL
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


def counted(marts: Marts, chosen: Asked, shown: list[str]) -> list[dict]:
    """theme, word, n, suppressed: the respondents in whose comments each entry stands.

    shown: the themes that are not hidden. An entry that may not be shown hides the next smallest
    of its theme too where it would follow from the theme's own count.
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
    hidden |= {entry for entry in entries if entry.partition("/")[0] not in shown}
    for theme in told:
        own = [entry for entry in entries if entry.partition("/")[0] == theme["theme"]]
        hidden |= _more(own, counts, hidden)
    return [
        dict(zip(("theme", "word"), entry.split("/", 1), strict=True))
        | {"n": None if entry in hidden else counts[entry], "suppressed": entry in hidden}
        for entry in entries
    ]


def _more(own: list[str], counts: dict[str, int], hidden: set[str]) -> set[str]:
    """What must be hidden with the hidden entries of one theme."""
    covered = {entry for entry in own if entry in hidden and counts[entry]}
    shown = sorted((e for e in own if counts[e] and e not in hidden), key=counts.get)
    more = set()
    while covered and shown and (len(covered) < 2 or sum(counts[e] for e in covered) < SMALL):
        more.add(shown[0])
        covered.add(shown.pop(0))
    return more
