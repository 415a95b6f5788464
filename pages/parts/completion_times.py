"""How long do requests take on each channel? A heat map of shares, under a fold."""

from pages.parts import asking, charts, folds, heat_map, numbers, page, tables, words
from pages.parts.tables import Column


def section(scope):
    answer = asking.ask(scope, "completion_times", by=("channel",))
    if not answer.n:
        return
    reached = {row["class"]: row["reached"] for row in answer.totals["classes"]}
    found = words.say(
        "completion_times.finding",
        hour=numbers.share(reached["1_hour"]),
        day=numbers.share(reached["1_day"]),
        week=numbers.share(reached["7_days"]),
    )
    names = scope.choices.channels
    folds.fold(found, "completion_times", lambda: _shown(names, answer, found))


def _shown(names, answer, found):
    rows = {row["channel"]: names.get(row["channel"], row["channel"]) for row in answer.rows}
    classes = {row["class"]: class_name(row) for row in answer.totals["classes"]}
    values = {(row["channel"], row["class"]): row["share"] for row in answer.rows}
    rows = {code: name or words.say("channel_usage.not_stated") for code, name in rows.items()}
    figure = heat_map.heat(rows, classes, values, numbers.share, row_height=40)
    charts.show(figure, found, "completion_times")
    page.foot(answer, counted="completed", how="completion_times")
    caption = words.say("completion_times.caption")
    tables.show_open(columns(rows), answer.rows, caption, "completion_times")


def class_name(row):
    return words.say(f"completion_times.class.{row['class']}")


def columns(names):
    def channel(row):
        return names[row["channel"]]

    def title(key):
        return words.say(f"completion_times.column.{key}")

    return [
        Column("channel", title("channel"), channel, kind="text", plain=channel),
        Column("class", title("class"), class_name, kind="text", plain=class_name),
        Column("requests", title("requests"), lambda row: numbers.number(row["requests"])),
        Column("share", title("share"), lambda row: numbers.share(row["share"])),
        Column("reached", title("reached"), lambda row: numbers.share(row["reached"])),
    ]
