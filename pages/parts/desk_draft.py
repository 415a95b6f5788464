"""A mapping in the making: what the analyst chose, as the values of a mapping's file."""

from dataclasses import dataclass, field

# What a column of ours may be instead of one of theirs
LINE, CONSTANT, ABSENT = "=line", "=constant", ""


@dataclass
class Draft:
    """kind, questionnaire and head, and for each column of ours what it is."""

    kind: str
    instrument: str | None
    head: object
    source: str = ""  # name of the system it comes from; corrections replace within one
    files: str = "*"
    encoding: str = ""
    shape: object = None  # what stands side by side, or line by line
    written: dict = field(default_factory=dict)  # keys of a mapping: how dates and numbers are
    chosen: dict = field(default_factory=dict)  # ours → header, LINE, CONSTANT or ABSENT
    constants: dict = field(default_factory=dict)  # ours → value
    values: dict = field(default_factory=dict)  # ours → {theirs: ours}

    def toml(self, base=None):
        """The keys of a mapping's file; what `base` says of other things is kept."""
        toml = dict(base or {})
        toml |= {"mapping": self.source, "kind": self.kind, "files": self.files or "*"}
        _put(toml, "instrument", self.instrument)
        _put(toml, "encoding", self.encoding)
        for key, value in self.written.items():
            _put(toml, key, value)
        _put(toml, "sheet", self.head.sheet)
        _put(toml, "header_row", self.head.row if self.head.row > 1 else None)
        line = [ours for ours, header in self.chosen.items() if header == LINE]
        _put(toml, "line_number", line[0] if line else None)
        columns = {
            header: ours
            for ours, header in self.chosen.items()
            if header not in (LINE, CONSTANT, ABSENT)
        }
        unpivot = {by: {h: c for h, c in them.items() if c} for by, them in self._unpivot().items()}
        _put(toml, "unpivot", unpivot)
        _put(toml, "long", self.shape.long if self.shape else None)
        _put(toml, "other_columns", self._others([*columns, *self._of_shape()]))
        given = {c: v for c, v in self.constants.items() if self.chosen.get(c) == CONSTANT and v}
        toml |= {"columns": columns, "constants": given, "values": self._values(toml)}
        return {key: value for key, value in toml.items() if value != {}}

    def _unpivot(self):
        return self.shape.unpivot if self.shape else {}

    def _of_shape(self):
        """Headers that are no column of ours, and yet are read."""
        long = self.shape.long.values() if self.shape else ()
        return [
            *long,
            *(h for them in self._unpivot().values() for h, code in them.items() if code),
        ]

    def _others(self, taken):
        return "ignore" if set(self.head.headers) - set(taken) - {""} else None

    def _values(self, toml):
        """Those of the base, with what was chosen over them."""
        kept = {column: dict(words) for column, words in toml.get("values", {}).items()}
        for column, chosen in self.values.items():
            named = {theirs: ours for theirs, ours in chosen.items() if ours}
            if named:
                kept[column] = kept.get(column, {}) | named
        return kept


def _put(toml, key, value):
    """Set a key, or take it out where it says nothing."""
    if value:
        toml[key] = value
    else:
        toml.pop(key, None)
