"""Which sections has a profile, and what does each find? In the order of a meeting."""

from analysis.profile import FUNNELS, Profile
from pages.parts import (
    channel_tables,
    factor_tables,
    factors,
    funnel_tables,
    numbers,
    process,
    process_tables,
    variation,
    words,
)
from reports import profile_places
from reports.document import Figure, Section, Table
from reports.names import Names

CHARTED = ("satisfaction", "digital_take_up")
ENDS = 5  # the lowest and the highest factors that are shown
EVIDENCE = "evidence"


def say(key, **values):
    return words.say(f"profile.{key}", **values)


def sections(profile: Profile, names: Names, place: str) -> tuple[Section, ...]:
    """All of them; a section without data says so. Of nothing at all there are none."""
    if not profile.rows:
        return ()
    funnels = (_funnel(profile, names, measure) for measure in FUNNELS)
    return (
        _changes(profile, place),
        _factors(profile, names),
        _channels(profile, names),
        *(_trend(profile, measure) for measure in CHARTED),
        *(section for section in funnels if section),
        profile_places.peers(profile, names, place),
        profile_places.coverage(profile, names),
        _all_factors(profile, names),
        *(section for section in [profile_places.branches(profile, names)] if section),
        profile_places.loads(profile),
    )


def _changes(profile, place) -> Section:
    """In sentences: only what survives the test of all measures together."""
    answer = profile.parts["changes"]
    totals = answer.totals
    months = {end: numbers.month(totals[end]) for end in ("before", "after")}
    key = "some" if answer.rows else "none" if totals["tested"] else "not_comparable"
    count = numbers.number(len(answer.rows))
    return Section(
        name="changes",
        heading=say("section.changes"),
        finding=words.say(f"changes.{key}", count=count, **months),
        answer=answer,
        sentences=tuple(_changed(row, place) for row in answer.rows),
        notes=(words.say("changes.tested", tested=numbers.number(totals["tested"])),),
        how="changes",
    )


def _changed(row, place) -> str:
    share = row["kind"] == "channel"
    written = numbers.share_to_tenths if share else numbers.mean
    size = numbers.points if share else numbers.change
    ends = {"before": written(row["before"]), "after": written(row["after"])}
    sizes = {"change": size(row["change"]), "low": size(row["ci_low"])}
    return words.say(
        f"changes.{'share' if share else 'mean'}_{row['direction']}",
        place=place,
        title=process.title_of(row["measure"], row),
        high=size(row["ci_high"]),
        **ends,
        **sizes,
    )


def _named(profile, names) -> list[dict]:
    answer = profile.parts["factors"]
    return factors.named(answer.rows, names.scales(answer.totals["instrument"]), EVIDENCE)


def _factors(profile, names) -> Section:
    """The lowest and the highest factors, and how many there are of each status."""
    answer = profile.parts["factors"]
    known = sorted((r for r in _named(profile, names) if r["mean"] is not None), key=_mean)
    lowest = known[: min(ENDS, len(known) // 2)]
    highest = known[len(lowest) :][-ENDS:]
    base = {"name": "factors", "heading": say("section.factors"), "answer": answer}
    base |= {"counted": "respondents", "how": "factors"}
    if not known:
        return Section(finding=say("finding.factors_none"), **base)
    codes = ("items", "favourable", "undetermined", "unfavourable")
    counts = {code: numbers.number(answer.totals[code]) for code in codes}
    worst = {"worst": words.title(known[0]), "low": numbers.mean(known[0]["mean"])}
    finding = say("finding.factors", **counts, **worst)
    drawn = {"rows": lowest + highest, "reference": answer.totals["reference"]}
    return Section(
        finding=finding,
        figure=Figure("dots", finding, drawn),
        table=_factor_table("factors", say("section.factors"), answer, lowest + highest),
        notes=(say("note.factors"),),
        **base,
    )


def _mean(row):
    return row["mean"]


def _all_factors(profile, names) -> Section:
    answer, rows = profile.parts["factors"], _named(profile, names)
    found = say("finding.all_factors", items=numbers.number(len(rows)))
    return Section(
        name="all_factors",
        heading=say("section.all_factors"),
        finding=found,
        answer=answer,
        counted="respondents",
        table=_factor_table("all_factors", found, answer, rows),
        how="factors",
        appendix=True,
    )


def _factor_table(name, caption, answer, rows) -> Table:
    compared = answer.totals["published_favourable"] is not None
    columns = factor_tables.item_columns(compared, compared, EVIDENCE)
    return Table(name, caption, tuple(columns), rows)


def _channels(profile, names) -> Section:
    answer = profile.parts["channels"]
    rows = sorted(answer.rows, key=lambda row: -row["requests"])
    base = {"name": "channels", "heading": say("section.channels"), "answer": answer}
    base |= {"how": "channels"}
    if not rows:
        return Section(finding=say("finding.channels_none"), **base)

    def name(code):
        return names.of("channel", code) if code else words.say("channel_usage.not_stated")

    finding = say(
        "finding.channels",
        channel=name(rows[0]["channel"]),
        share=numbers.share(rows[0]["share"]),
        requests=numbers.number(answer.n),
    )
    columns = tuple(channel_tables.channel_columns(name))
    table = Table("channels", say("section.channels"), columns, rows)
    return Section(finding=finding, table=table, **base)


def _trend(profile, measure) -> Section:
    """The months of one measure between the limits of its process."""
    answer = profile.parts["charts"]
    chart = next((c for c in answer.totals["charts"] if c["measure"] == measure), None)
    counted, answered = ("respondents", "months") if measure == CHARTED[0] else ("requests", None)
    base = {"name": f"trend_{measure}", "heading": say("section.trends"), "counted": counted}
    base |= {"answer": profile.parts[answered] if answered else answer}
    if chart is None or chart["latest"] is None:
        return Section(finding=words.say("no_data"), **base)
    rows = process.with_data([row for row in answer.rows if row["measure"] == measure])
    written, tick = process.WRITTEN.get(measure, process.SHARE)
    title = process.title_of(measure, chart)
    finding = variation.finding(title, chart, rows, written)
    marked = {code for row in rows for code in (row["events"] or "").split()}
    events = [event for event in answer.totals["events"] if event["event"] in marked]
    drawn = {"rows": rows, "events": events, "written": written, "tick": tick}
    columns = tuple(process_tables.columns(written))
    caption = words.say("process.caption", title=title)
    return Section(
        finding=finding,
        figure=Figure("process", finding, drawn),
        table=Table(f"trend_{measure}", caption, columns, rows),
        notes=(*variation.said(chart), *process.events_in_words(events), say("note.trends")),
        how=process.HOW.get(measure, "share"),
        **base,
    )


def _funnel(profile, names, measure) -> Section | None:
    """Each unit beside the average of all; None where there is nothing to compare."""
    answer = profile.parts[f"funnel_{measure}"]
    rows = [row for row in answer.rows if funnel_tables.known(row)]
    unit = answer.totals["by"]
    if len(rows) < funnel_tables.FEWEST or unit not in ("branch", "province"):
        return None

    def name(row):
        return names.of(unit, row[unit])

    written, tick = process.WRITTEN.get(measure, process.SHARE)
    title = process.title_of(measure, answer.totals)
    finding = funnel_tables.finding(rows, unit, name, title)
    own = {name(row) for row in rows if row[unit] == profile.totals["code"]}
    drawn = {"rows": rows, "target": answer.totals["target"], "names": name}
    drawn |= {"written": written, "tick": tick, "highlighted": own}
    caption = words.say(f"funnel.caption_{unit}", title=title)
    columns = tuple(funnel_tables.columns(unit, name, written))
    return Section(
        name=f"funnel_{measure}",
        heading=say("section.branches" if unit == "branch" else "section.provinces"),
        finding=finding,
        answer=answer,
        counted="respondents" if measure == CHARTED[0] else "requests",
        figure=Figure("funnel", finding, drawn),
        table=Table(f"funnel_{measure}", caption, columns, answer.rows),
        notes=(funnel_tables.note(answer, unit),),
        how="funnel",
    )
