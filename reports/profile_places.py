"""With whom may a place be compared, how much of it reported, and which files are behind it?"""

from analysis import peers as of_size
from analysis.profile import FUNNELS, Profile
from pages.parts import funnel_chart, numbers, words
from pages.parts.tables import Column
from reports.document import Section, Table
from reports.names import Names

SHARES = ("digital_take_up", "completion_rate", "on_time_share")
MOST_NAMED = 12


def say(key, **values):
    return words.say(f"profile.{key}", **values)


def peers(profile: Profile, names: Names, place: str) -> Section:
    """The place and those of nearly the same size, the nearest first."""
    rows, unit = profile.totals["peers"], profile.totals["unit"]
    base = {"name": "peers", "heading": say("section.peers"), "answer": profile}
    base |= {"how": "peers"}
    if len(rows) < 2:
        return Section(finding=say("finding.peers_none"), **base)
    said = {"count": numbers.number(len(rows) - 1), "units": say(f"unit.{unit}")}
    finding = say("finding.peers", place=place, **said)
    said["count"] = numbers.number(of_size.COUNT)
    rows = [row | {"kind": "own" if row["own"] else ""} for row in rows]
    table = Table("peers", finding, _peer_columns(unit, names), rows)
    base["caution"] = words.say("comparability.not_asked.province")
    return Section(finding=finding, table=table, notes=(say("note.peers", **said),), **base)


def _peer_columns(unit, names) -> tuple[Column, ...]:
    def name(row):
        return names.of(unit, row[unit])

    writes = {"satisfaction": numbers.mean, "low": numbers.mean, "high": numbers.mean}
    writes |= dict.fromkeys(SHARES, numbers.share) | {"median_hours": numbers.duration}
    return (
        Column(unit, say(f"column.unit_{unit}"), name, kind="text", plain=name),
        *(_column(key, numbers.number) for key in ("requests", "respondents")),
        *(_column(key, write) for key, write in writes.items()),
        _column("distance", numbers.mean),
    )


def coverage(profile: Profile, names: Names) -> Section:
    """How many of the open branches reported, month by month, and how many customers answered."""
    answer = profile.parts["coverage"]
    base = {"name": "coverage", "heading": say("section.coverage")}
    base |= {"answer": answer, "notes": (say("note.coverage"),), "how": "reporting"}
    log = answer.totals.get("log", {})
    if not log.get("month"):
        return Section(finding=say("finding.coverage_none"), **base)
    counts = {"reported": numbers.number(log["reported"]), "open": numbers.number(log["expected"])}
    everyone = "coverage_one" if log["expected"] == 1 else "coverage_all"
    key = "coverage" if log["silent"] else everyone
    month = numbers.month(log["month"])
    if 0 < len(log["silent"]) <= MOST_NAMED:
        listed = words.listed(names.of("branch", code) for code in log["silent"])
        base["notes"] += (say("note.silent", month=month, names=listed),)
    caption = say("section.coverage")
    table = Table("coverage", caption, _coverage_columns(), answer.rows)
    return Section(finding=say(f"finding.{key}", month=month, **counts), table=table, **base)


def _coverage_columns() -> tuple[Column, ...]:
    counts = ("branches", "branches_log", "branches_survey")
    return (
        Column("month", say("column.month"), lambda row: numbers.month(row["month"]), kind="text"),
        *(_column(key, numbers.number) for key in counts),
        Column("share", say("column.share"), lambda row: numbers.share(_share(row)), plain=_share),
        *(_column(key, numbers.number) for key in ("invited", "answered")),
        _column("response_rate", numbers.share),
    )


def _share(row) -> float | None:
    return row["branches_log"] / row["branches"] if row["branches"] else None


def branches(profile: Profile, names: Names) -> Section | None:
    """Every unit of the funnels with all its measures, each with its place in the funnel."""
    funnels = {measure: profile.parts[f"funnel_{measure}"] for measure in FUNNELS}
    unit = funnels["satisfaction"].totals["by"]
    if unit not in ("branch", "province"):
        return None
    found: dict[str, dict] = {}
    for measure, answer in funnels.items():
        for row in answer.rows:
            own = "own" if row[unit] == profile.totals["code"] else ""
            mine = found.setdefault(row[unit], {unit: row[unit], "kind": own})
            mine |= {measure: row["value"], f"{measure}_n": row["n"], f"{measure}_in": row}
    nothing = {f"{measure}{end}": None for measure in FUNNELS for end in ("", "_n", "_in")}
    rows = [nothing | row for row in found.values()]
    finding = say("finding.branches", count=numbers.number(len(rows)), units=say(f"unit.{unit}"))
    return Section(
        name="branches",
        heading=say(f"section.{'branches' if unit == 'branch' else 'provinces'}"),
        finding=finding,
        answer=funnels["digital_take_up"],
        table=Table("branches", finding, _branch_columns(unit, names), rows),
        notes=(say("note.branches"), say("note.small")),
        how="units",
        appendix=True,
    )


def _branch_columns(unit, names) -> tuple[Column, ...]:
    def name(row):
        return names.of(unit, row[unit])

    def value(measure):
        write = numbers.mean if measure == "satisfaction" else numbers.share

        def written(row):
            known = row[f"{measure}_in"]
            if known is None or known["value"] is None:
                return words.say(
                    "status.suppressed" if known and known["suppressed"] else "no_data"
                )
            state = funnel_chart.state(known)
            return f"{state.symbol} {write(known['value'])}"

        return Column(measure, say(f"column.{measure}"), written)

    return (
        Column(unit, say(f"column.unit_{unit}"), name, kind="text", plain=name),
        Column("satisfaction_n", say("column.respondents"), _count("satisfaction_n")),
        value("satisfaction"),
        Column("completion_rate_n", say("column.requests"), _count("completion_rate_n")),
        *(value(measure) for measure in SHARES),
    )


def _count(key):
    return lambda row: numbers.number(row[key])


def loads(profile: Profile) -> Section:
    """The files that the figures rest on."""

    def text(key, written, kind="text"):
        return Column(key, say(f"column.{key}"), written, kind=kind, plain=written)

    columns = (
        text("load", lambda row: numbers.digits(row["load"])),
        text("file", lambda row: row["file"], "code"),
        text("kind", lambda row: _kind(row["kind"])),
        _column("rows_taken", numbers.number),
        _column("rows_refused", numbers.number),
        text("loaded_at", lambda row: numbers.moment(row["loaded_at"])),
    )
    finding = say("finding.loads", count=numbers.number(len(profile.loads)))
    return Section(
        name="loads",
        heading=say("section.loads"),
        finding=finding,
        answer=profile,
        table=Table("loads", finding, columns, profile.loads),
        how="loads",
        appendix=True,
    )


def _kind(code) -> str:
    return words.say(f"desk.kinds.{code}") if words.has(f"desk.kinds.{code}") else code


def _column(key, write):
    return Column(key, say(f"column.{key}"), lambda row: write(row[key]))
