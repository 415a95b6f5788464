"""Found themes: which words go together in the comments, without any dictionary?

Beside the dictionary of `comments`: TF-IDF and non-negative factors (`statistics.topics`) of the
words of the selection, as many themes as come back when a fifth of the comments is left out. One
row per theme found: its words, n (the comments in which it weighs most), their share, and of the
themes of the dictionary the one that most of these mention, with its share (None: what the
dictionary does not catch).
- only words of at least 5 respondents are looked at, in the selection and beside any filter
- at most 1 500 comments are read, drawn evenly; below 30 there is nothing to find
- where 1 … 4 comments are in no theme that is told, n of the smallest theme is not told (None)
`problem`: few_comments, few_words or unstable; `agreement`: of every number of themes tried.
"""

import re
from collections import Counter

import numpy as np
import polars as pl

from analysis.answer import Answer
from analysis.disclosure import SMALL, WEAK, few
from analysis.marts import Marts, People
from analysis.open_answers import MART, NONE, Asked, asks, behind, choose, known
from analysis.selection import Selection, SelectionError
from analysis.statistics.topics import SHARE, Topics, tf_idf, topics

MOST_READ, NUMBERS = 1500, (4, 6, 8, 10, 12)
TOO_COMMON = 0.5  # a word of every second comment tells no themes apart
# Words without a meaning of their own, folded: of these Persian themes would be made first.
STOP = frozenset(
    re.findall(
        r"\w+",
        """و در به از که را با این ان است بود شد شده می نمی هم تا یک برای بر هر چند هیچ اما
        ولی یا اگر
        من ما تو شما او انها ایشان خود هست نیست باشد بودم هستم دارد ندارد دارم ندارم کرد کند کنم
        کنید کردم کرده
        شود شوم ها های هایی ی ای ام ات اش اید خیلی زیاد کم باید نباید دیگر همه باز
        بار لطفا چه چرا کن کنند شدم بی پس پیش روی زیر بعد قبل همین همان مثل فقط حتی""",
    )
)


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    open_question: str | None = None,
) -> Answer:
    """One row per theme found, the largest first; the comments are read together, so no groups."""
    if by:
        raise SelectionError("by", by[0], "is not taken: themes are found in all comments together")
    marts.check(selection)
    chosen = choose(marts, selection, open_question)
    rows, totals, n, notes = [], _nothing("few_comments"), 0, []
    if known(marts):
        _, n, notes = marts.suppress(
            _count(marts, chosen), ("n",), chosen.selection, (), chosen.people
        )
        rows, totals = _found(marts, chosen) if n and n >= WEAK else (rows, totals)
    return Answer(
        question="found_themes",
        rows=rows,
        totals=chosen.question | totals,
        n=n,
        notes=chosen.notes + notes,
        **behind(marts, chosen),
    )


def _nothing(problem: str, read: int = 0) -> dict:
    return {"problem": problem, "read": read, "number": None, "agreement": [], "share_kept": SHARE}


def _count(marts, chosen: Asked) -> pl.DataFrame:
    return asks(marts, chosen, "count(*)::bigint as n")


def _found(marts, chosen: Asked) -> tuple[list[dict], dict]:
    comments = _read(marts, chosen)
    hidden = STOP | _rare(marts, chosen, comments["folded"])
    weights, words = tf_idf(comments["folded"].to_list(), SMALL, TOO_COMMON, hidden)
    if len(words) <= NUMBERS[0]:
        return [], _nothing("few_words", comments.height)
    found = topics(weights, words, NUMBERS)
    rows = _rows(found, comments["themes"].to_list())
    agreement = [{"number": k, "agreement": value} for k, value in found.agreement.items()]
    told = {"number": len(rows), "agreement": agreement}
    return rows, _nothing(None if rows else "unstable", comments.height) | told


def _read(marts, chosen: Asked) -> pl.DataFrame:
    """folded and themes, the same comments each time, drawn as if by chance from all."""
    return asks(
        marts, chosen, "folded, themes",
        "order by hash(load, sheet, question), load, sheet limit $most", most=MOST_READ,
    )  # fmt: skip


def _rare(marts, chosen: Asked, folded: pl.Series) -> frozenset[str]:
    """The words that may not be shown: of too few respondents, here or beyond a filter."""
    table = f"(select *, unnest(list_distinct(string_split(folded, ' '))) as item from {MART})"
    people = People(table, "1", chosen.people.condition, chosen.people.parameters)
    counted = asks(marts, chosen, "item, count(*)::bigint as n", "group by item", table)
    rows, _, _ = marts.suppress(counted, ("n",), chosen.selection, (), chosen.people, people)
    return frozenset(rows.filter("suppressed")["item"])


def _rows(found: Topics, mentioned: list[list[str]]) -> list[dict]:
    """The themes that hold at least 5 comments, with the theme of the dictionary closest to each.

    n and share of the smallest are None where 1 … 4 of the comments read are in none of them.
    The closest theme is told only where at least 5 mention it and at least 5, or none, do not.
    """
    rows = []
    for number, words in enumerate(found.words):
        inside = np.flatnonzero(found.theme == number)
        if len(inside) < SMALL:
            continue
        themes = Counter(t for i in inside for t in (mentioned[i] or [NONE]))
        theme, most = max(themes.items(), key=lambda each: (each[1], each[0]))
        told = most >= SMALL and not 0 < len(inside) - most < SMALL
        rows.append(
            {"words": words, "n": len(inside), "share": len(inside) / len(mentioned)}
            | {
                "closest": theme if told else None,
                "closest_share": most / len(inside) if told else None,
            }
        )
    rows.sort(key=lambda row: (-row["n"], row["words"]))
    # The comments in no theme that is told would follow from how many were read.
    if rows and few(len(mentioned) - sum(row["n"] for row in rows)):
        rows[-1] |= dict.fromkeys(("n", "share", "closest_share"))
    return [{"found": place} | row for place, row in enumerate(rows, start=1)]
