"""What does a page say of a factor? Rows of factor_status with names, gap, order, dots, counts."""

from collections import Counter

from pages.parts import dots, numbers, status, words

# Ways to order the factors inside their component; what is unknown comes last
SORTS = {
    "mean": lambda row: (row["mean"] is None, row["mean"] or 0),
    "paper": lambda row: row["position"],
    "gap": lambda row: (row["gap"] is None, row["gap"] or 0),
}


def named(rows, scales):
    """The rows with the titles of their scales and their distance from the published study.

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
        for row in rows
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
        low=row["ci_low"],
        high=row["ci_high"],
        n=row["n"],
        published=row["published_mean"],
        weak=row["weak"],
    )


def group_notes(rows):
    """{component: «۵ عامل مناسب از ۱۱»}."""
    items = Counter(row["component_title"] for row in rows)
    good = Counter(row["component_title"] for row in rows if row["status_study"] == "favourable")
    return {
        name: words.say(
            "factor_status.group",
            favourable=numbers.number(good[name]),
            items=numbers.number(count),
        )
        for name, count in items.items()
    }


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
    for prefix, key in (("", "status_study"), ("published_", "published_status")):
        for code in ("favourable", "unfavourable"):
            counted[prefix + code] = sum(row[key] == code for row in rows)
    return counted


def _gap(row):
    if row["mean"] is None or row["published_mean"] is None:
        return None
    return row["mean"] - row["published_mean"]


def _differs(row):
    """Whether both statuses are known and not the same."""
    statuses = row["status_study"], row["published_status"]
    return None not in statuses and statuses[0] != statuses[1]
