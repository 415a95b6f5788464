"""What is a check called, how grave is it, what does it mean and what is to be done?

Everything that is said of a check, in the reports, in docs/checks.md and on pages, comes from
`catalogue.toml`.
"""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FILE = Path(__file__).with_name("catalogue.toml")
SEVERITIES = ("error", "warning", "hint")  # the gravest first
HEADINGS = {
    ("row", "error"): "Lines that are turned away",
    ("file", "error"): "Files that are refused",
    ("file", "warning"): "Warnings: loaded, and probably wrong",
    ("file", "hint"): "Hints: loaded, and worth a look",
}


@dataclass(frozen=True)
class Entry:
    """One check in words; the texts end in the language, `en` or `fa`."""

    code: str
    severity: str  # error: turned away; warning and hint: loaded, and said
    of: str  # row or file
    title_en: str
    title_fa: str
    means_en: str
    means_fa: str
    do_en: str
    do_fa: str
    right_en: str = ""  # of a row: what would be right, with {detail}
    right_fa: str = ""
    said_en: str = ""  # of a warning or hint: one sentence with figures
    said_fa: str = ""
    method: str = ""

    def text(self, what: str, language: str) -> str:
        """`title`, `means`, `do`, `right` or `said` in a language."""
        return getattr(self, f"{what}_{language}")

    def texts(self) -> dict:
        """What is told of the check itself, for JSON."""
        words = {
            what: {language: self.text(what, language) for language in ("fa", "en")}
            for what in ("title", "means", "do")
        }
        return {"code": self.code, "severity": self.severity, "of": self.of, **words}


@cache
def catalogue() -> dict[str, Entry]:
    """Every check by its code, in the order of the file."""
    toml = tomllib.loads(FILE.read_text(encoding="utf-8"))
    return {code: Entry(code, **words) for code, words in toml.items()}


def entry(code: str) -> Entry:
    """The check of that code; a code that is not in the catalogue is a bug."""
    return catalogue()[code]


def markdown() -> str:
    """docs/checks.md: all checks, by what they turn away."""
    parts = [
        "# The checks of an extract",
        "Made by `python -m etl checks --markdown > docs/checks.md` from "
        "`etl/checks/catalogue.toml`. Errors turn a row or a file away; warnings and hints never "
        "stop a load, they stand in its report, in its `load.json` and in the table "
        "`load_remarks`.",
    ]
    for (of, severity), heading in HEADINGS.items():
        parts.append(f"## {heading}")
        parts += [
            _paragraph(check)
            for check in catalogue().values()
            if (check.of, check.severity) == (of, severity)
        ]
    return "\n\n".join(parts) + "\n"


def _paragraph(check: Entry) -> str:
    lines = [
        f"### `{check.code}` {check.title_en} · {check.title_fa}",
        f"{check.means_en} **What to do:** {check.do_en}",
        f'<p dir="rtl" lang="fa">{check.means_fa} <b>چه باید کرد:</b> {check.do_fa}</p>',
    ]
    return "\n\n".join(lines + ([f"*How:* {check.method}"] if check.method else []))
