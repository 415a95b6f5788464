"""What does a page say of a factor? Rows of factor_status with names, gap, order, dots, counts."""

from collections import Counter

from pages.parts import dots, estimates, numbers, status, words

# Ways to order the factors inside their component; what is unknown comes last
SORTS = {
    "mean": lambda row: (row["mean"] is None, row["mean"] or 0),
    "paper": lambda row: row["position"],
    "gap": lambda row: (row["gap"] is None, row["gap"] or 0),
}


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
        }
        for row in (estimates.shown(row, rule) for row in rows)
    ]


def in_order(rows, order):
    """By component as the questionnaire has them, inside it as the reader chose."""
    components = list(dict.fromkeys(row["component_title"] for row in rows))
    key = SORTS[order]
    return sorted(rows, key=lambda row: (components.index(row["component_title"]), key(row)))


def dot(row):
    """A factor as one row of the main figure."""
    return dots.Dot(
        key=row["item"],
        name=words.title(row),
        code=row["item"],
        note=row["subscale_title"],
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
