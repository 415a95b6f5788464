"""Does a questionnaire's TOML say what a questionnaire needs? Told by file, part and key."""

from etl import refusal
from etl.battery_pairs import KANO, PAIRS, refuse_wrong_pairs
from etl.refusal import closest, wrong_setting

WEIGHTS = ("wave", "none")  # raked to the population that a wave tells, or as the extract has them
TITLES = ("title_fa", "title_en")
SCALE = ("lowest", "highest", "reference")
NOTES = ("note_fa", "note_en")
TOP = (("instrument", *TITLES, *SCALE, "batteries", "items"),
       ("not_applicable", "labels", "study", "source", "weights", "components", "subscales",
        "overall", "open", "kano", "kano_labels", *PAIRS, *NOTES))  # fmt: skip
PARTS = {  # part → the keys that each of its entries needs, and those that it may have
    "batteries": (("battery", *TITLES), NOTES),
    "components": (("component", *TITLES), NOTES),
    "subscales": (("subscale", *TITLES), ("component", *NOTES)),
    "items": (("item", *TITLES),
              ("subscale", "component", "reversed", "in_study", "labels", *SCALE, *NOTES)),
    "overall": (("item", *TITLES), ("reversed", "in_study", "labels", *SCALE, *NOTES)),
    "kano": (("item", *TITLES), NOTES),
    "open": (("question", *TITLES), ("in_study", *NOTES)),
}  # fmt: skip
ITEMS = ("items", "overall", "kano", "open")
TRUTHS = ("reversed", "in_study")
# Columns that a survey has beside its answers, or that stand beside them while they are counted.
TAKEN = (
    "respondent", "branch", "province", "answered_on", "started_at", "channel", "service",
    "customer_group", "weight", "line", "load", "month", "cell", "cells", "problems",
)  # fmt: skip
OWN_BATTERIES = ("overall", "open")
TOTAL = "total"  # what the scale of all items is called
FREE = ("labels", "not_applicable", "kano_labels", *PAIRS, *PARTS)  # looked at on their own


def refuse_wrong_keys(file: str, toml: dict) -> None:
    """Raise `Refusal` for the first thing that is missing, unknown or of the wrong kind."""
    _refuse_wrong_part(file, toml, *TOP)
    for part, (needed, allowed) in PARTS.items():
        entries = toml.get(part, [])
        if not isinstance(entries, list) or not all(isinstance(e, dict) for e in entries):
            raise wrong_setting(f"{file}: {part}", "is no list of parts", f"parts [[{part}]]")
        for number, entry in enumerate(entries, start=1):
            called = entry.get(needed[0], f"number {number}")
            _refuse_wrong_part(f"{file}: {part}, {called}", entry, needed, allowed)
    for part in ("batteries", "items"):
        if not toml[part]:
            raise wrong_setting(f"{file}: {part}", "has none", f"at least one part [[{part}]]")
    _refuse_twice(file, toml)
    _refuse_taken_names(file, toml)
    _refuse_reference_off_scale(file, toml)
    _refuse_unknown_groups(file, toml)
    refuse_wrong_pairs(file, toml)
    if toml.get("weights", "wave") not in WEIGHTS:
        raise wrong_setting(file, f"weights = {toml['weights']!r}", f"one of {', '.join(WEIGHTS)}")


def _refuse_wrong_part(where: str, part: dict, needed: tuple, allowed: tuple) -> None:
    refusal.refuse_wrong_keys(where, part, needed, allowed)
    for key in part:
        _refuse_wrong_value(f"{where}: {key}", key, part[key])
    low, high = (part.get(key) for key in ("lowest", "highest"))
    if low is not None and high is not None and low >= high:
        raise wrong_setting(where, f"lowest {low} and highest {high}", "a scale from less to more")


def _refuse_wrong_value(where: str, key: str, value) -> None:
    if key in SCALE:
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise wrong_setting(
                where, f"{value!r} is no number", "a number without quotes, such as 5"
            )
    elif key in TRUTHS:
        if not isinstance(value, bool):
            raise wrong_setting(where, f"{value!r}", "true or false, without quotes")
    elif key not in FREE and not (isinstance(value, str) and value.strip()):
        raise wrong_setting(where, f"{value!r} is no text", "a text in quotes")


def _refuse_twice(file: str, toml: dict) -> None:
    """Codes are compared without case, as the columns of a table are.

    A subscale and a component of one code would be one scale, counted from the items of both.
    """
    told = {"items": ITEMS, "batteries": ("batteries",)}
    told["components or subscales"] = ("components", "subscales")
    for called, parts in told.items():
        names = [name for _, name in _names(toml, parts)]
        folded = [name.casefold() for name in names]
        if twice := sorted({name for name in names if folded.count(name.casefold()) > 1}):
            raise wrong_setting(file, f"{called} that stand twice: {', '.join(twice)}", "one each")
    taken = [b["battery"] for b in toml["batteries"] if toml.get("kano") and b["battery"] in KANO]
    if taken:
        where = f"{file}: batteries, {taken[0]}"
        raise wrong_setting(where, "is what [[kano]] calls its answers", "another name")


def _names(toml: dict, parts: tuple[str, ...]) -> list[tuple[str, str]]:
    return [(part, entry[PARTS[part][0][0]]) for part in parts for entry in toml.get(part, [])]


def _refuse_taken_names(file: str, toml: dict) -> None:
    """A code that already means another column, battery or scale."""
    taken = {part: TAKEN for part in ITEMS} | {"batteries": OWN_BATTERIES}
    taken |= {"components": (TOTAL,), "subscales": (TOTAL,)}
    for part, name in _names(toml, tuple(taken)):
        if name.casefold() in taken[part]:
            what = "is a name that Payesh itself uses beside the answers"
            raise wrong_setting(f"{file}: {part}, {name}", what, "another code, such as Q1")
        if "/" in name:
            raise wrong_setting(f"{file}: {part}, {name}", "has a / in its code", "no / in it")


def _refuse_reference_off_scale(file: str, toml: dict) -> None:
    """Against a reference beyond the scale every answer would fall short, or none."""
    entries = [(file, toml)]
    entries += [
        (f"{file}: {part}, {entry['item']}", toml | entry)
        for part in ("items", "overall")
        for entry in toml.get(part, [])
    ]
    for where, entry in entries:
        lowest, highest, reference = (entry[key] for key in SCALE)
        if not lowest < reference < highest:
            what = f"reference {reference:g} on a scale from {lowest:g} to {highest:g}"
            right = f"a number between {lowest:g} and {highest:g}, mostly its midpoint"
            raise wrong_setting(where, what, right)


def _refuse_unknown_groups(file: str, toml: dict) -> None:
    """A subscale or component that no part describes would be a scale without a name."""
    for group in ("component", "subscale"):
        known = [entry[group] for entry in toml.get(f"{group}s", [])]
        for part in ("subscales", "items"):
            for entry in toml.get(part, []):
                found = entry.get(group) if part == "items" or group == "component" else None
                if found is not None and found not in known:
                    where = f"{file}: {part}, {entry[PARTS[part][0][0]]}"
                    like = closest(found, known)
                    right = f"perhaps {like}" if like else f"a part [[{group}s]] of that name"
                    raise wrong_setting(where, f"{group} {found!r} is not described", right)
