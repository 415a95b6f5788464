"""What is to be said of a whole file that was taken all the same: a warning or a hint."""

from dataclasses import dataclass, field

from etl.checks.catalogue import Entry, entry
from etl.refusal import visible

LONGEST = 400  # letters of a sentence: values of a sender may be long
TABLE = """
    create table if not exists load_remarks (
        load integer, code varchar, severity varchar, "column" varchar, month varchar,
        count bigint, said_en varchar, said_fa varchar
    )
"""


@dataclass(frozen=True)
class Remark:
    """One finding; `figures` fill the sentence of the catalogue."""

    code: str
    count: int  # rows, branches or items that it is about
    column: str = ""
    month: str = ""
    figures: dict = field(default_factory=dict)

    @property
    def entry(self) -> Entry:
        return entry(self.code)

    def said(self, language: str = "en") -> str:
        """The sentence, with nothing in it that would act on a terminal."""
        figures = {
            "count": self.count, "column": self.column, "month": self.month, **self.figures
        }  # fmt: skip
        text = visible(self.entry.text("said", language).format(**figures)).replace("\n", " ")
        return text if len(text) <= LONGEST else text[:LONGEST] + "…"

    def row(self) -> dict:
        """A row of the table `load_remarks`, still without its load."""
        return {
            "code": self.code,
            "severity": self.entry.severity,
            "column": self.column or None,
            "month": self.month or None,
            "count": self.count,
            "said_en": self.said("en"),
            "said_fa": self.said("fa"),
        }


def keep(con, load: int, rows: list[dict]) -> None:
    """Write the remarks on a load into the table `load_remarks`; again does no harm."""
    con.execute(TABLE)
    forget(con, load)
    for row in rows:
        values = [load, *row.values()]
        con.execute(f"insert into load_remarks values ({', '.join('?' * len(values))})", values)


def forget(con, load: int) -> None:
    """Take the remarks on a load away, as it is undone."""
    con.execute(TABLE)
    con.execute("delete from load_remarks where load = ?", [load])
