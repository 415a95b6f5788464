"""An answer as text: a table to read, CSV for a spreadsheet, or JSON for a program."""

import csv
import io
import json

from analysis.answer import Answer

# What a spreadsheet would take for the beginning of a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Titles and texts are long, and in two scripts: they are in the CSV and the JSON.
NOT_IN_TABLE = ("title_fa", "title_en", "position", "subscale", "component", "text_fa", "text_en",
                "place_fa", "place_en", "source_title_fa", "source_title_en", "note_fa",
                "note_en")  # fmt: skip


def as_json(answer: Answer) -> str:
    return json.dumps(answer.as_json_object(), ensure_ascii=False, indent=2, allow_nan=False) + "\n"


def as_csv(answer: Answer) -> str:
    """The rows, with a header line; no cell can be executed by a spreadsheet."""
    rows = answer.as_json_object()["rows"]
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    if rows:
        writer.writerow(rows[0])
        writer.writerows([_inert(value) for value in row.values()] for row in rows)
    return text.getvalue()


def as_table(answer: Answer) -> str:
    """The rows in aligned columns, then the totals and what stands behind them."""
    fields = answer.as_json_object()
    rows = fields["rows"]
    names = [name for name in (rows[0] if rows else ()) if name not in NOT_IN_TABLE]
    lines = [names, *([_short(row[name]) for name in names] for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(names))]
    aligned = [
        "  ".join(cell.rjust(width) for cell, width in zip(line, widths, strict=True))
        for line in lines
    ]
    return "\n".join([*(aligned if rows else ["no data in this selection"]), "", *_behind(fields)])


def _behind(fields: dict) -> list[str]:
    """The lines below a table."""
    period = f"{fields['period']['from'] or '…'} to {fields['period']['to'] or '…'}"
    loads = [f"{load['load']} ({load['file']}, {load['loaded_at']})" for load in fields["loads"]]
    shown = loads if len(loads) <= 3 else [loads[0], "…", loads[-1]]
    totals = fields["totals"]
    nested = {
        name: value if isinstance(value, list) else [value]
        for name, value in totals.items()
        if isinstance(value, dict | list)
    }
    return [
        _line("totals", {name: totals[name] for name in totals if name not in nested}),
        *(_line(name, values) for name, each in nested.items() for values in each),
        f"n {_short(fields['n'])} · {period} · version {fields['version']} · "
        f"reader {fields['reader']}" + (" · sample data" if fields["sample"] else ""),
        f"{len(loads)} loads: {', '.join(shown)}",
        *(f"note: {note}" for note in fields["notes"]),
        "",
    ]


def _line(name: str, values: dict) -> str:
    """`name: key value, key value`, without what there is none of, and without titles."""
    told = (
        f"{key} {_short(value)}"
        for key, value in values.items()
        if value is not None and key not in NOT_IN_TABLE
    )
    return f"{name}: {', '.join(told)}"


def _short(value) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.1f}" if abs(value) >= 1000 else f"{value:.4g}"
    return str(value)


def _inert(value):
    """The value itself, but with an apostrophe before text that begins like a formula."""
    if isinstance(value, str) and value.startswith(FORMULA) and not _is_number(value):
        return "'" + value
    return value


def _is_number(text: str) -> bool:
    try:
        float(text)
    except ValueError:
        return False
    return True


FORMATS = {"table": as_table, "csv": as_csv, "json": as_json}
