"""Which themes does each comment mention? Counted by the dictionary as it is now.

Before a version is finished the comments that came since are counted, and all of them where the
dictionary is another than they were counted by: so an edit of `themes.toml` counts from the next
version on, without any extract being loaded again, and a query only adds up. A version keeps the
dictionary that it was counted by.
"""

import hashlib

import polars as pl

from etl import theme_words
from etl.sql import literal

MART = "comments"
# Which letters are folded into which is seen in these: every sign that comments are likely to hold,
# each by itself, and words with marks and gaps inside.
FOLDED = (
    " ".join(map(chr, (*range(0x20, 0x250), *range(0x600, 0x700), *range(0x2000, 0x2070)))),
    "سايت‌ها «قطع» شد؛ مسئولِ آن؟ كُد تأييد، نرم‌افزار ۱۴۲۰ ERROR",
)
# One row: which dictionary the comments were counted by.
TABLE = "create table if not exists theme_counting (fingerprint varchar)"


def settle(con) -> int:
    """Count the comments that are due; returns how many these were."""
    con.execute(TABLE)
    dictionary = _dictionary(con)
    fingerprint = _fingerprint(dictionary)
    before = con.execute("from theme_counting").fetchall()
    if before != [(fingerprint,)]:
        con.execute(f"update {MART} set themes = null where themes is not null")
        if not before or _folding(before[0][0]) != _folding(fingerprint):
            con.execute(f"update {MART} set folded = null where folded is not null")
        con.execute("delete from theme_counting")
        con.execute("insert into theme_counting values (?)", [fingerprint])
    due = con.sql(
        f"select rowid as row, coalesce(folded, '') as folded, comment, folded is null as fresh "
        f"from {MART} where themes is null"
    ).pl()
    if due.height:
        _count(con, _folded(due), dictionary)
    return due.height


def _fingerprint(dictionary: list) -> str:
    """Of how texts are folded, and after the point of everything by which they are counted."""
    entries = ["x", f"{theme_words.EXACT}x", f"x{theme_words.OPEN}"]
    # The rule is part of it: another rule counts otherwise.
    rule = (theme_words.any_of(entries), theme_words.several_of(entries), theme_words.TAKEN_OUT)
    texts = [theme_words.folded(text) for text in FOLDED]
    return f"{_hash(texts)}.{_hash((texts, rule, dictionary))}"


def _folding(fingerprint: str) -> str:
    return fingerprint.partition(".")[0]


def _hash(told) -> str:
    return hashlib.sha256(repr(told).encode()).hexdigest()


def _dictionary(con) -> list[tuple[str, list[str], list[str]]]:
    """(theme, its words, its exceptions), in the order of the file."""
    rows = con.execute("""
        select t.theme, kind, word from themes t join theme_words w using (theme)
        order by t.position, kind, w.position
    """).fetchall()
    found: dict[str, dict[str, list[str]]] = {}
    for theme, kind, word in rows:
        found.setdefault(theme, {"words": [], "except": []})[kind].append(word)
    return [(theme, told["words"], told["except"]) for theme, told in found.items()]


def _folded(due: pl.DataFrame) -> pl.DataFrame:
    fold = [
        theme_words.folded(comment) if fresh else folded
        for _, folded, comment, fresh in due.iter_rows()
    ]
    return due.select("row", pl.Series("folded", fold, dtype=pl.String))


def _count(con, due: pl.DataFrame, dictionary) -> None:
    """Set folded, themes and words of the rows of `due` (row, folded)."""
    con.register("due", due)
    found = ", ".join(
        f"{_words_sql(theme, words, excepted)} as t{n}"
        for n, (theme, words, excepted) in enumerate(dictionary)
    )
    mentioned = ", ".join(
        f"case when len(t{n}) > 0 then {literal(theme)} end"
        for n, (theme, _, _) in enumerate(dictionary)
    )
    every = ", ".join(f"t{n}" for n in range(len(dictionary)))
    con.execute(f"""
        create or replace temp table counted as
        select row, folded,
            list_filter([{mentioned}]::varchar[], lambda x: x is not null) as themes,
            flatten([{every}]::varchar[][]) as words
        from (select row, folded{", " + found if found else ""} from due)
    """)
    con.unregister("due")
    con.execute(f"""
        update {MART} set folded = c.folded, themes = c.themes, words = c.words
        from counted c where {MART}.rowid = c.row
    """)
    con.execute("drop table counted")


def _words_sql(theme: str, words: list[str], excepted: list[str]) -> str:
    """The entries of one theme that stand in `folded`, outside of its exceptions."""
    text = "folded"
    if excepted:
        out = literal(f" {theme_words.TAKEN_OUT} ")
        pattern = literal(theme_words.several_of(excepted))
        text = f"regexp_replace(folded, {pattern}, {out}, 'g')"
    each = ", ".join(
        f"case when regexp_matches({text}, {literal(theme_words.any_of([word]))}) "
        f"then {literal(f'{theme}/{word}')} end"
        for word in words
    )
    # Most comments mention few themes: word by word only those that mention one at all.
    return (
        f"case when regexp_matches({text}, {literal(theme_words.any_of(words))}) "
        f"then list_filter([{each}], lambda x: x is not null) else [] end"
    )
