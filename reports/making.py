"""Which documents are there, and how is one made? The way into reports, for pages and commands."""

import datetime as dt

from analysis.answer import Answer
from analysis.marts import Marts
from pages.parts import words
from reports import pango, pdf, profile, workbook

DOCUMENTS = {"profile": profile.document}  # by question
WRITERS = {"pdf": pdf.written, "xlsx": workbook.written}


def missing(kind: str) -> str:
    """What a person must install before documents of this kind can be made; "" if nothing."""
    return pango.what_is_missing() if kind == "pdf" and pango.missing() else ""


def made(kind: str, marts: Marts, answer: Answer, language: str, at: dt.datetime) -> bytes:
    """The file of one answer, in a language; at: the moment of printing (UTC)."""
    with words.speaking(language):
        return WRITERS[kind](DOCUMENTS[answer.question](marts, answer, at))
