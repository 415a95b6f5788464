"""What is said of an extract: what it was taken for, every check with its first lines, the outcome.

The same object is printed as text (`lines`) and as JSON (`as_dict`), in which everything that a
person reads stands in Persian and English.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from etl.checks.catalogue import Entry, entry
from etl.checks.remark import Remark
from etl.personal_data import masked
from etl.refusal import visible

NO_ROWS = ("header_again", "total_line")  # lines that are no rows, and say so
NOTE, MOST_NOTES = "note_line", 5  # more of them are rows whose other cells are missing
SHOWN = 12  # checks of rows that are told one by one in a text; a survey has many columns
LONGEST = 60  # letters of a value that are repeated


def shown(value: str) -> str:
    """A value as it may be shown: short, masked, without codes that act on a terminal."""
    value = visible(masked(value)).replace("\n", " ")
    return value if len(value) <= LONGEST else value[:LONGEST] + "…"


@dataclass(frozen=True)
class RowProblem:
    """One cell that is wrong: file, line, column, the value found and what would be right."""

    file: str
    line: int
    column: str
    value: str | None
    right: str
    trouble: str = ""  # where the value alone does not say what is wrong
    code: str = ""
    right_fa: str = ""

    def __str__(self) -> str:
        found = f"'{self.shown}'" if self.shown else "empty"
        said = f"{found} {self.trouble}; right: " if self.trouble else f"{found} is not "
        column = self.column[:LONGEST]
        return visible(f"{self.file}, line {self.line}: {column}: {said}{self.right}")

    @property
    def shown(self) -> str:
        return shown(self.value or "")

    def as_dict(self) -> dict:
        right = {"fa": self.right_fa or self.right, "en": self.right}
        return {"line": self.line, "value": self.shown, "right": right, "said": str(self)}


@dataclass(frozen=True)
class Counted:
    """How many rows one check turned away for one column, and the first of them."""

    file: str
    code: str
    column: str
    count: int
    first: list[RowProblem]
    values: dict[str, int] = field(default_factory=dict)  # unknown word → rows, the most frequent

    def lines(self) -> Iterator[str]:
        check, rows = entry(self.code), "1 row" if self.count == 1 else f"{self.count:,} rows"
        column = visible(self.column[:LONGEST])
        yield f"{self.file}: {rows}: {check.title_en} ({self.code}) in {column}. {check.do_en}"
        if len(self.values) > 1:
            found = (f"'{shown(value)}' ({n:,})" for value, n in self.values.items())
            yield f"  {self.file}: found, the most frequent first: {', '.join(found)}"
        yield from (f"  {problem}" for problem in self.first)
        if self.count > len(self.first):
            yield f"  {self.file}: … and {self.count - len(self.first):,} more lines"


@dataclass
class Report:
    """The outcome for one file."""

    file: str
    outcome: str  # loaded, checked, unchanged, refused
    kind: str = ""
    message: str = ""
    load: int | None = None
    replaces: int | None = None
    rows_taken: int = 0
    rows_refused: int = 0
    counts: list[Counted] = field(default_factory=list)  # the most frequent first
    findings: list[Remark] = field(default_factory=list)  # on the file as a whole
    remarks: list[str] = field(default_factory=list)
    rejected: Path | None = None  # the rows turned away, while the load is not yet forgotten
    code: str = ""  # of the check for which the file was refused
    source: str = ""
    period: str = ""

    @property
    def wrong(self) -> int:
        """The rows turned away, without lines that are no rows; all where nothing is left."""
        if not self.rows_taken:
            return self.rows_refused
        no_rows = sum(c.count for c in self.counts if c.code in NO_ROWS)
        notes = sum(c.count for c in self.counts if c.code == NOTE)
        return self.rows_refused - no_rows - min(notes, MOST_NOTES)

    @property
    def wrong_share(self) -> float:
        """Of the rows, by which the limit goes."""
        return self.wrong / (self.rows_taken + self.wrong)

    @property
    def failed(self) -> bool:
        return self.outcome == "refused"

    @property
    def problems(self) -> list[RowProblem]:
        """The first problems of every check, in the order of the lines."""
        return sorted((p for c in self.counts for p in c.first), key=lambda problem: problem.line)

    @property
    def last_word(self) -> str:
        return f"{self.file}: {self.outcome}" + (f": {self.message}" if self.message else "")

    def lines(self) -> Iterator[str]:
        for counted in self.counts[:SHOWN]:
            yield from counted.lines()
        if len(self.counts) > SHOWN:
            yield f"{self.file}: … and {len(self.counts) - SHOWN:,} more checks that rows failed"
        yield self.last_word
        yield from self.remarks
        for remark in self.findings:
            check = remark.entry
            yield f"{self.file}: {check.severity}: {check.title_en}: {remark.said()}. {check.do_en}"

    def checks(self) -> list[dict]:
        """Every check that had something to say, the gravest first, in words and figures."""
        refusal = [_check(entry(self.code), 1, "", self.message)] if self.code else []
        rows = [
            _check(entry(c.code), c.count, c.column, "", [p.as_dict() for p in c.first])
            for c in self.counts
        ]
        files = [
            _check(r.entry, r.count, r.column, {"fa": r.said("fa"), "en": r.said("en")})
            | {"month": r.month}
            for r in self.findings
        ]
        return refusal + rows + files

    def as_dict(self) -> dict:
        """The whole report for programs and pages."""
        return {
            "file": self.file,
            "outcome": self.outcome,
            "kind": self.kind,
            "source": self.source,
            "period": self.period,
            "message": self.message,
            "load": self.load,
            "replaces": self.replaces,
            "rows": {"taken": self.rows_taken, "refused": self.rows_refused},
            "checks": self.checks(),
            "remarks": self.remarks,
        }


def _check(check: Entry, count: int, column: str, said, first: list[dict] = ()) -> dict:
    both = said if isinstance(said, dict) else {"fa": said, "en": said}
    return check.texts() | {
        "column": visible(column[:LONGEST]), "count": count, "said": both, "first": list(first)
    }  # fmt: skip
