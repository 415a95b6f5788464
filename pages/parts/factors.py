"""What does a page say of a factor? Rows of factor_status with names, gap, order, dots, counts."""

from collections import Counter

from pages.parts import dots, estimates, links, numbers, status, words

ALPHA = 0.05

# Ways to order the factors inside their component; what is unknown comes last
SORTS = {
    "mean": lambda row: (row["mean"] is None, row["mean"] or 0),
    "paper": lambda row: row["position"],
    "gap": lambda row: (row["gap"] is None, row["gap"] or 0),
    # The surest unfavourable factor first, the surest favourable one last
    "evidence": lambda row: (row["surely"] is None, row["surely"] or 0),
    "change": lambda row: (row["change"] is None, row["change"] or 0),
}
# Rule → how far the mean is from the reference in standard errors, and the p of its test
EVIDENCE = {"evidence": ("t_design", "p_adjusted"), "study": ("t", "p")}


def named(rows, scales, rule):
    """The rows with the estimates of the rule, the titles of their scales and their distance from
    the published study.

    In a questionnaire without components the subscales take their place.
    """
    upper, lower = "component", "subscale"
    if not any(row["component"] for row in rows):
        upper, lower = "subscale", "component"
    none = words.say("factor_status.no_component")
    return [
        row
        | {
            "component_title": scales.get(row[upper], none),
            "subscale_title": scales.get(row[lower], ""),
            "gap": _gap(row),
            "differs": _differs(row),
            "surely": row[EVIDENCE[rule][0]],
            "probability": row[EVIDENCE[rule][1]],
            "change": None,
        }
        for row in (estimates.shown(row, rule) for row in rows)
    ]


def in_order(rows, order):
    """By component as the questionnaire has them, inside it as the reader chose."""
    components = list(dict.fromkeys(row["component_title"] for row in rows))
    key = SORTS[order]
    return sorted(rows, key=lambda row: (components.index(row["component_title"]), key(row)))


def changed(rows, changes):
    """The rows with how far each factor has moved, of an answer of factor_changes."""
    moved = {row["item"]: row for row in changes.rows}
    none = {"change": None, "p_adjusted": None}
    return [
        row | {"change": of["change"], "moved_p": of["p_adjusted"]}
        for row, of in ((row, moved.get(row["item"], none)) for row in rows)
    ]


def note(row, order):
    """What stands beside the name: the value that the order goes by, else the subscale."""
    if order == "gap" and row["gap"] is not None:
        return words.say("factor_status.note_gap", gap=numbers.change(row["gap"]))
    if order == "evidence" and row["probability"] is not None:
        return words.say("factor_status.note_p", p=numbers.probability(row["probability"]))
    if order == "change" and row["change"] is not None:
        sure = row["moved_p"] is not None and row["moved_p"] < ALPHA
        key = "note_change_sure" if sure else "note_change"
        return words.say(f"factor_status.{key}", change=numbers.change(row["change"]))
    return row["subscale_title"]


def dot(row, order="mean"):
    """A factor as one row of the main figure; a click on its name opens it."""
    return dots.Dot(
        key=row["item"],
        name=words.title(row),
        code=row["item"],
        note=note(row, order),
        link=links.to(factor=row["item"]),
        group=row["component_title"],
        status=status.of(row),
        mean=row["mean"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        published=row["published_mean"],
        weak=row["weak"],
    )


def group_notes(rows):
    """{component: «۵ عامل مناسب و ۱ عامل نامشخص از ۱۱»}."""
    statuses = {}
    for row in rows:
        statuses.setdefault(row["component_title"], Counter())[row["status"]] += 1
    return {name: _group_note(counted) for name, counted in statuses.items()}


def _group_note(counted):
    key = "group_undetermined" if counted["undetermined"] else "group"
    counts = {code: numbers.number(counted[code]) for code in ("favourable", "undetermined")}
    items = numbers.number(counted.total())
    return words.say(f"factor_status.{key}", items=items, **counts)


def by_scale(rows):
    """One row per component, each followed by its subscales, with counts of every status."""
    counted = []
    for component in dict.fromkeys(row["component_title"] for row in rows):
        inside = [row for row in rows if row["component_title"] == component]
        counted.append({"title": component, "kind": "component"} | _counts(inside))
        for subscale in dict.fromkeys(row["subscale_title"] for row in inside):
            members = [row for row in inside if row["subscale_title"] == subscale]
            if subscale:
                counted.append({"title": subscale, "kind": "subscale"} | _counts(members))
    return counted


def _counts(rows):
    counted = {"items": len(rows)}
    for prefix, key in (("", "status"), ("published_", "published_status")):
        for code in ("favourable", "undetermined", "unfavourable"):
            counted[prefix + code] = sum(row[key] == code for row in rows)
    return counted


def _gap(row):
    if row["mean"] is None or row["published_mean"] is None:
        return None
    return row["mean"] - row["published_mean"]


def _differs(row):
    """Whether one status says the contrary of the other: what is undetermined contradicts none."""
    return {row["status"], row["published_status"]} == {"favourable", "unfavourable"}
