"""Which documents are there, and how is one made? The way into reports, for pages and commands."""

import datetime as dt
from collections.abc import Iterable, Iterator

from analysis.answer import Answer
from analysis.marts import Marts
from pages.parts import words
from reports import pango, pdf, profile, workbook
from reports.document import Document

DOCUMENTS = {"profile": profile.document}  # by question
WRITERS = {"pdf": pdf.written, "xlsx": workbook.written}
TOGETHER = {"pdf": pdf.written_together}  # where many at once are made otherwise than one by one


def missing(kind: str) -> str:
    """What a person must install before documents of this kind can be made; "" if nothing."""
    return pango.what_is_missing() if kind == "pdf" and pango.missing() else ""


def made(kind: str, marts: Marts, answer: Answer, language: str, at: dt.datetime) -> bytes:
    """The file of one answer, in a language; at: the moment of printing (UTC)."""
    with words.speaking(language):
        return WRITERS[kind](DOCUMENTS[answer.question](marts, answer, at))


def made_each(
    kind: str, marts: Marts, answers: Iterable[Answer], language: str
) -> Iterator[tuple[Answer, bytes]]:
    """Each answer with its file, in their order, of a moment of printing of its own."""
    if kind not in TOGETHER:
        for answer in answers:
            yield answer, made(kind, marts, answer, language, dt.datetime.now(dt.UTC))
        return
    yield from TOGETHER[kind]((one, _document(marts, one, language)) for one in answers)


def _document(marts: Marts, answer: Answer, language: str) -> Document:
    with words.speaking(language):
        return DOCUMENTS[answer.question](marts, answer, dt.datetime.now(dt.UTC))
