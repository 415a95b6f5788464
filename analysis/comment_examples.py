"""Comment examples: what does a comment that mentions a theme sound like?

A number of a person is masked before a comment is kept, but words can tell of a person too. So a
comment is shown only where
- at least 30 respondents of the selection mention the theme, and it may be shown at all,
- each of its words stands in the comments of at least 5 respondents of the selection: names, places
  and stories of one person do not,
- and it is short: at most 160 letters, so that no long story is pieced together.
At most 3, the same ones each time, without place, month or anything else of the respondent.
"""

from analysis import comments
from analysis.answer import Answer
from analysis.disclosure import SMALL, WEAK
from analysis.marts import Marts
from analysis.open_answers import MART, MENTIONED, asks, behind, choose
from analysis.selection import Selection, SelectionError, closest_codes

SHOWN, LONGEST, LOOKED_AT = 3, 160, 400


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    theme: str | None = None,
    open_question: str | None = None,
) -> Answer:
    """Up to 3 comments that mention `theme`, None for the first of the dictionary."""
    if by:
        raise SelectionError("by", by[0], "is not taken: examples are of no place or time")
    marts.check(selection)
    chosen = choose(marts, selection, open_question)
    theme = theme or chosen.codes[0]
    if theme not in chosen.codes:
        reason = "is no theme of the dictionary"
        raise SelectionError("theme", theme, reason, closest_codes(theme, chosen.codes))
    counted = comments.ask(marts, selection, open_question=chosen.question["question"])
    row = next((row for row in counted.rows if row["theme"] == theme), {"n": 0})
    enough = counted.n and row["n"] is not None and row["n"] >= WEAK
    return Answer(
        question="comment_examples",
        rows=_examples(marts, chosen, theme) if enough else [],
        totals={"theme": theme, "enough": bool(enough), "mentions": row["n"]},
        n=counted.n,
        notes=counted.notes,
        **behind(marts, chosen),
    )


def _examples(marts, chosen, theme: str) -> list[dict]:
    found = asks(
        marts, chosen, "comment, string_split(folded, ' ') as said",
        f"""and list_contains({MENTIONED}, $theme)
            and length(comment) <= $longest
            order by hash(comment), comment limit $most""",
        theme=theme, longest=LONGEST, most=LOOKED_AT,
    )  # fmt: skip
    known = _known(marts, chosen)
    texts = dict.fromkeys(text for text, said in found.iter_rows() if known.issuperset(said))
    return [{"comment": text} for text in list(texts)[:SHOWN]]


def _known(marts, chosen) -> set[str]:
    """The words of at least 5 respondents."""
    table = f"(select *, unnest(list_distinct(string_split(folded, ' '))) as word from {MART})"
    few = f"group by word having count(*) >= {SMALL}"
    return set(asks(marts, chosen, "word", few, table)["word"])
