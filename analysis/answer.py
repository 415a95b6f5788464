"""What a question returns: rows and totals, and everything needed to trust or repeat them."""

import dataclasses
import datetime
import math
from typing import Any

from analysis.selection import Selection


class Note(str):
    """A remark in a plain sentence; by `code` and `values` a page says it in another language."""

    def __new__(cls, text: str, code: str = "", **values):
        note = super().__new__(cls, text)
        note.code, note.values = code, values
        return note


@dataclasses.dataclass(frozen=True)
class Answer:
    """Rows of plain values; None where there is nothing to say or nothing may be said.

    n: the respondents or requests behind the whole answer, None if suppressed.
    period: {"from", "to"}: the months asked for, as far as there is data of that kind.
    loads: the loads that the figures rest on. sample: invented data is among them.
    """

    question: str
    rows: list[dict]
    totals: dict
    n: int | None
    period: dict
    loads: list[dict]
    reader: str
    version: str
    selection: Selection
    sample: bool
    notes: list[str]

    def as_json_object(self) -> dict:
        """Only what JSON knows: no NaN; times in ISO 8601 (UTC); of the selection, what was set."""
        fields = {field.name: getattr(self, field.name) for field in dataclasses.fields(self)}
        asked = dataclasses.asdict(self.selection).items()
        fields["selection"] = {name: value for name, value in asked if value}
        return _plain(fields)


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(item) for item in value]
    if isinstance(value, float) and not math.isfinite(value):
        return None
    if isinstance(value, datetime.datetime):
        return value.isoformat(timespec="seconds") + "Z"
    return str(value) if isinstance(value, Note) else value
