"""Writing names and texts into SQL where DuckDB takes no bound parameter (views, COPY, DDL)."""

from pathlib import Path


def literal(text: str | Path | None) -> str:
    """A quoted SQL string; DuckDB knows no escape but the doubled quote."""
    return "null" if text is None else "'" + str(text).replace("'", "''") + "'"


def name(text: str) -> str:
    """A quoted SQL identifier."""
    return '"' + text.replace('"', '""') + '"'
