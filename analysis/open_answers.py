"""Which open question is asked about, who answered it, and which themes are there to be counted?

What comments hold is text of persons: nothing here or in the questions that use it lets a comment
out of analysis but `comment_examples`, which says under which conditions.
"""

from dataclasses import replace
from typing import NamedTuple

import polars as pl

from analysis import questionnaire
from analysis.answer import Note
from analysis.marts import Marts, People
from analysis.provenance import provenance
from analysis.questionnaire import Questionnaire
from analysis.selection import Selection, SelectionError, closest_codes

MART = "comments"
NONE = "none"  # in place of a theme: the comments that no theme catches
NOT = "~"  # before a theme: the comments that do not mention it
# SQL: the themes of a comment, of which it has at least one then.
MENTIONED = f"case when len(themes) > 0 then themes else ['{NONE}'] end"
# SQL: of the columns `mentioned` and $themes, each theme once: `theme` or `~theme`.
EITHER_SIDE = f"""unnest(list_transform($themes, lambda t:
    case when list_contains(mentioned, t) then t else '{NOT}' || t end)) as item"""
NEEDED = {MART, "open_questions", "themes", "theme_words", "theme_links"}
MISSING = Note("this version has no open answers; python -m etl rebuild makes one", "no_comments")


class Asked(NamedTuple):
    """One open question of a questionnaire.

    question: code and titles, None where none is asked; themes: theme and titles, in the order of
    the dictionary; people: who wrote.
    """

    asked: Questionnaire
    question: dict
    themes: list[dict]
    people: People
    notes: list[Note]

    @property
    def selection(self) -> Selection:
        return self.asked.selection

    @property
    def codes(self) -> list[str]:
        """The themes, then what none of them catches."""
        return [theme["theme"] for theme in self.themes] + [NONE]

    def by_theme(self, themes: list[str] | None = None) -> People:
        """The same people once for each theme, under the item `theme` or `~theme`."""
        return People(
            f"(select *, {EITHER_SIDE} from (select *, {MENTIONED} as mentioned from {MART}))",
            "1",
            self.people.condition,
            self.people.parameters | {"themes": themes or self.codes},
        )


def known(marts: Marts) -> bool:
    """Whether the version has open answers, their questions and their dictionary."""
    return marts.tables >= NEEDED


def choose(marts: Marts, selection: Selection, code: str | None = None) -> Asked:
    """The open question by its code, else the first of the questionnaire asked.

    Raises `SelectionError` for a code that the questionnaire does not have.
    """
    asked = questionnaire.choose(marts, selection)
    if not known(marts):
        return _of(asked, [], code, [], [MISSING])
    questions = marts.query(
        """select question, title_fa, title_en from open_questions
           where instrument = $instrument order by position""",
        instrument=asked.instrument["instrument"],
    ).to_dicts()
    themes = marts.query("select theme, title_fa, title_en from themes order by position")
    return _of(asked, questions, code, themes.to_dicts(), [])


def _of(asked: Questionnaire, questions, code, themes, notes) -> Asked:
    by_code = {each["question"]: each for each in questions}
    if code is not None and code not in by_code:
        reason = f"is no open question of {asked.instrument['instrument']}"
        raise SelectionError("open_question", code, reason, closest_codes(code, by_code))
    nothing = dict.fromkeys(("question", "title_fa", "title_en"))
    question = by_code[code] if code else next(iter(questions), nothing)
    # An open question belongs to no battery, so which one was chosen says nothing about it.
    said = [note for note in asked.notes if note.code != "battery_chosen"]
    people = People(MART, "1", "question = $question", {"question": question["question"]})
    return Asked(replace(asked, notes=said), question, themes, people, said + notes)


def behind(marts: Marts, chosen: Asked) -> dict:
    """What stands behind an answer: the sheets, of which only some hold a comment."""
    return provenance(marts, "respondents", chosen.selection, "answered > 0")


def asks(
    marts: Marts, chosen: Asked, columns: str, tail: str = "", table: str = MART, **parameters
) -> pl.DataFrame:
    """A query of the comments on the question; table: SQL that makes more columns of them."""
    return marts.query(
        f"select {columns} from {table} where {chosen.people.condition} {tail}",
        chosen.selection,
        **chosen.people.parameters,
        **parameters,
    )
