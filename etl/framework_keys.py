"""Does a framework's TOML say what a framework needs? Told by file, part and key."""

from etl import refusal
from etl.refusal import closest, wrong_setting

WEIGHTED, STAGED = KINDS = ("weighted", "staged")  # scores by code frequency; levels to be reached
TITLES = ("title_fa", "title_en")
PLACES = ("place_fa", "place_en")
NOTES = ("note_fa", "note_en")
ENCOUNTERS = ("encounter_fa", "encounter_en")
TOP = ("framework", *TITLES, "paper", "kind", "lowest", "highest", *NOTES)
OPTIONAL = ("reached", "conceptions", "elements", "stated")
# part → its name, the part that it belongs to, and what else it must and may have
PARTS = {
    "anchors": ("score", None, TITLES, ()),
    "layers": ("layer", None, (*TITLES, *PLACES), NOTES),
    "components": ("component", "layer", (*TITLES, *PLACES), ("codes", *NOTES)),
    "statements": ("statement", "component", (*TITLES, *PLACES), ("codes", *NOTES)),
    "conceptions": ("conception", None, (*TITLES, *ENCOUNTERS, *PLACES), NOTES),
    "elements": ("element", "conception", (*TITLES, *PLACES), NOTES),
    "stated": ("what", None, (*TITLES, "value", *PLACES), NOTES),
}
NEEDED = ("anchors", "layers", "components", "statements")
NUMBERS = ("lowest", "highest", "reached", "score", "codes", "value")


def refuse_wrong_framework(file: str, toml: dict, papers: list[str]) -> None:
    """Raise `Refusal` for the first thing that is missing, unknown or of the wrong kind.

    papers: the codes of `studies/papers.csv`, of which the framework names one.
    """
    refusal.refuse_wrong_keys(file, toml, (*TOP, *NEEDED), OPTIONAL)
    _refuse_wrong_values(file, {k: v for k, v in toml.items() if k not in PARTS})
    for part, (key, parent, needed, allowed) in PARTS.items():
        _refuse_wrong_parts(file, part, toml.get(part, []), key, (parent, *needed), allowed)
        if parent:
            _refuse_unknown_parent(file, part, toml)
    for key, known in (("kind", KINDS), ("paper", papers)):
        if toml[key] not in known:
            what = f"{toml[key]!r} is not known"
            raise wrong_setting(f"{file}: {key}", what, _right(toml[key], known))
    _refuse_wrong_scale(file, toml)
    _refuse_wrong_weights(file, toml)


def _refuse_wrong_parts(file, part, entries, key, needed, allowed) -> None:
    if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
        raise wrong_setting(f"{file}: {part}", "is no list of parts", f"parts [[{part}]]")
    if part in NEEDED and not entries:
        raise wrong_setting(f"{file}: {part}", "has none", f"at least one part [[{part}]]")
    seen = []
    for number, entry in enumerate(entries, start=1):
        where = f"{file}: {part}, {entry.get(key, f'number {number}')}"
        refusal.refuse_wrong_keys(where, entry, (key, *filter(None, needed)), allowed)
        _refuse_wrong_values(where, entry)
        if entry[key] in seen:
            raise wrong_setting(where, "stands twice", "one part each")
        seen.append(entry[key])


def _refuse_wrong_values(where: str, part: dict) -> None:
    for key, value in part.items():
        if key in NUMBERS:
            if isinstance(value, bool) or not isinstance(value, int):
                right = "a whole number without quotes, such as 4"
                raise wrong_setting(f"{where}: {key}", f"{value!r} is no whole number", right)
        elif not (isinstance(value, str) and value.strip()):
            raise wrong_setting(f"{where}: {key}", f"{value!r} is no text", "a text in quotes")


def _refuse_unknown_parent(file: str, part: str, toml: dict) -> None:
    """A part of nothing would never be shown; a part without parts would have no score."""
    key, parent = PARTS[part][:2]
    above = next(name for name, told in PARTS.items() if told[0] == parent)
    known = [entry[parent] for entry in toml.get(above, [])]
    for entry in toml.get(part, []):
        if entry[parent] not in known:
            where = f"{file}: {part}, {entry[key]}"
            what = f"{parent} {entry[parent]!r} is not described"
            raise wrong_setting(where, what, _right(entry[parent], known))
    if empty := set(known) - {entry[parent] for entry in toml.get(part, [])}:
        what = f"has no {key}: {', '.join(sorted(empty))}"
        raise wrong_setting(f"{file}: {above}", what, f"at least one part [[{part}]] each")


def _refuse_wrong_scale(file: str, toml: dict) -> None:
    low, high = toml["lowest"], toml["highest"]
    if low >= high:
        raise wrong_setting(file, f"lowest {low} and highest {high}", "a scale from less to more")
    scores = [anchor["score"] for anchor in toml["anchors"]]
    if scores != list(range(low, high + 1)):
        what = f"are {', '.join(map(str, scores))}"
        right = f"every step from {low} to {high}, in order"
        raise wrong_setting(f"{file}: anchors", what, right)
    staged = toml["kind"] == STAGED
    if staged != ("reached" in toml):
        right = "the score from which a level is reached, of a staged framework only"
        raise wrong_setting(f"{file}: reached", f"of a {toml['kind']} framework", right)
    if staged and not low < toml["reached"] <= high:
        right = f"a score above {low}, at most {high}"
        raise wrong_setting(f"{file}: reached", str(toml["reached"]), right)


def _refuse_wrong_weights(file: str, toml: dict) -> None:
    """Frequencies weigh the statements of a weighted framework: all of them, and no other."""
    weighted = toml["kind"] == WEIGHTED
    for entry in toml["statements"]:
        if weighted != ("codes" in entry) or entry.get("codes", 1) < 1:
            where = f"{file}: statements, {entry['statement']}"
            what = str(entry.get("codes", "is missing"))
            right = "its frequency in the paper" if weighted else "none: levels do not weigh"
            raise wrong_setting(f"{where}: codes", what, right)


def _right(found, known) -> str:
    like = closest(str(found), list(known))
    return f"perhaps {like}" if like else f"one of {', '.join(known)}"
