"""Which frameworks are there, and what are they made of? As `data/frameworks/` has them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from analysis.marts import Marts
from analysis.selection import SelectionError, closest_codes

TABLES = {"frameworks", "framework_parts"}
LAYER, COMPONENT, STATEMENT, TOTAL = "layer", "component", "statement", "total"
STAGED = "staged"
ABOUT = ("framework", "kind", "paper", "title_fa", "title_en", "note_fa", "note_en", "lowest",
         "highest", "reached")  # fmt: skip


@dataclass(frozen=True)
class Part:
    """What a score is told of: the whole, a layer or a component, with its statements in order."""

    part: str
    kind: str
    layer: str | None
    title_fa: str | None
    title_en: str | None
    statements: tuple[str, ...]


@dataclass(frozen=True)
class Framework:
    """about: ABOUT; parts: kind → its rows in order; weights: statement → weight."""

    about: dict
    parts: Mapping[str, Sequence[dict]]
    weights: Mapping[str, int]

    @property
    def components(self) -> list[dict]:
        """By layer, the outermost first; inside it as in the paper."""
        layers = [row["part"] for row in self.parts[LAYER]]
        return sorted(self.parts[COMPONENT], key=lambda row: layers.index(row["parent"]))

    def scored(self) -> list[Part]:
        """The whole, then each layer, the outermost first, with its components."""
        found = [Part(TOTAL, TOTAL, None, None, None, tuple(self.weights))]
        for layer in self.parts[LAYER]:
            inside = [row for row in self.components if row["parent"] == layer["part"]]
            members = {row["part"]: self._statements(row["part"]) for row in inside}
            whole = tuple(code for codes in members.values() for code in codes)
            found.append(_part(layer, layer["part"], whole))
            found += [_part(row, layer["part"], members[row["part"]]) for row in inside]
        return found

    def _statements(self, component: str) -> tuple[str, ...]:
        return tuple(r["part"] for r in self.parts[STATEMENT] if r["parent"] == component)


def _part(row: dict, layer: str, statements: tuple[str, ...]) -> Part:
    titles = (row["title_fa"], row["title_en"])
    return Part(row["part"], row["kind"], layer, *titles, statements)


def known(marts: Marts) -> list[dict]:
    """ABOUT of every framework, the weighted first; none in a version before there were any."""
    if not marts.tables >= TABLES:
        return []
    return marts.query(f"select {', '.join(ABOUT)} from frameworks order by position").to_dicts()


def choose(marts: Marts, framework: str | None) -> Framework | None:
    """The framework asked for, else the first; None where there is none.

    Raises `SelectionError` for one that is not known.
    """
    abouts = {row["framework"]: row for row in known(marts)}
    if framework is not None and framework not in abouts:
        closest = closest_codes(framework, abouts)
        raise SelectionError("framework", framework, "is not known", closest)
    if not abouts:
        return None
    about = abouts[framework or next(iter(abouts))]
    rows = marts.query(
        "select * exclude (framework) from framework_parts where framework = $framework "
        "order by kind, position",
        framework=about["framework"],
    ).to_dicts()
    kinds = ("anchor", LAYER, COMPONENT, STATEMENT, "conception", "element", "what")
    kind_of = {"score": "anchor"}
    rows = [row | {"kind": kind_of.get(row["kind"], row["kind"])} for row in rows]
    parts = {kind: [row for row in rows if row["kind"] == kind] for kind in kinds}
    weights = {row["part"]: row["value"] or 1 for row in parts[STATEMENT]}
    return Framework(about, parts, weights)
