"""How do subscales and components stand, each tested by itself? Dots as those of the factors."""

from pages.parts import asking, dots, estimates, factor_tables, numbers, page, status, tables, words

QUESTION = "scale_status"
KINDS = ("component", "subscale")


def section(scope, rule, target):
    """The mean scores of the scales under the rule that the factors are judged by."""
    answer = asking.ask(scope, QUESTION, rule=rule, target=target)
    rows = _in_order([estimates.shown(row, rule) for row in answer.rows])
    known = [row for row in rows if row["kind"] in KINDS and row["mean"] is not None]
    if not known:
        return
    found = finding(known)
    page.finding(found)
    drawn = [_dot(row) for row in rows]
    dots.legend(drawn, answer.totals["reference"], words.say(f"factor_status.interval_{rule}"))
    dots.show(drawn, answer.totals["reference"], found)
    page.foot(answer, how="scales")
    caption = words.say("scales.caption")
    tables.show(factor_tables.score_columns(rule), rows, caption, "scale_status")


def finding(rows):
    """How many of the scales stand where, and which is the weakest."""
    weakest = min(rows, key=lambda row: row["mean"])
    codes = ("favourable", "unfavourable", "undetermined")
    counts = {code: sum(row["status"] == code for row in rows) for code in codes}
    key = "finding_open" if counts["undetermined"] else "finding"
    return words.say(
        f"scales.{key}",
        scales=numbers.number(len(rows)),
        weakest=words.title(weakest),
        mean=numbers.mean(weakest["mean"]),
        **{code: numbers.number(count) for code, count in counts.items()},
    )


def _in_order(rows):
    """All items together first, then each component with its subscales below it."""
    components = [row["scale"] for row in rows if row["kind"] == "component"]

    def place(row):
        of = row["scale"] if row["kind"] == "component" else row["component"]
        at = components.index(of) if of in components else len(components)
        return (row["kind"] != "total", at, row["kind"] != "component", row["position"] or 0)

    return sorted(rows, key=place)


def _dot(row):
    return dots.Dot(
        key=row["scale"],
        name=words.say("scales.total") if row["kind"] == "total" else words.title(row),
        status=status.of(row),
        mean=row["mean"],
        low=row["low"],
        high=row["high"],
        n=row["n"],
        weak=row["weak"],
        note=words.say(f"scales.kind_{row['kind']}") if row["kind"] == "component" else "",
        highlighted=row["kind"] != "subscale",
    )
