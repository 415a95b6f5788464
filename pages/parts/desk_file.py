"""One file: what was it taken for, what is wrong with it, what would it change?"""

from html import escape

import streamlit as st

from pages.parts import (
    desk_actions,
    desk_checks,
    desk_effect,
    desk_files,
    desk_looks,
    desk_mapping,
    desk_preview,
    desk_said,
    desk_tables,
    numbers,
    page,
    tables,
    words,
)

MOST_PROVINCES = 4  # that are named


def show(file, who):
    """Everything about the chosen file, and the decisions it allows."""
    seen = desk_looks.of(file)
    if seen is None:
        return
    if desk_looks.stale(seen):
        desk_looks.begin([file], who)
        st.rerun()
    with st.container(key="desk_file_title"):  # the name keeps its own digits
        page.finding(_finding(file, seen))
    if seen.outcome == "refused":
        refused(seen)
    if seen.look:
        told(seen)
    desk_actions.buttons(file, seen, who)
    if seen.look:
        with st.expander(words.say("desk.preview.title"), expanded=not seen.loadable):
            instrument = seen.look.found.instrument if seen.look.found else None
            desk_preview.show(seen.look.preview, instrument)
    if seen.outcome == "refused":
        desk_mapping.assistant(file, seen, who)


def refused(seen):
    """Why it can not be taken, and what would be right."""
    if seen.look is None:
        desk_said.refusal(seen.refusal)
        return
    title, lines = desk_checks.refusal(seen.look.report, seen.refusal)
    desk_said.box(title, lines, "problem")


def told(seen):
    """What it was taken for, the checks, the effect."""
    if seen.look.found:
        taken_for(seen.look)
    checked(seen)
    if seen.loadable:
        effect(seen)


def _finding(file, seen):
    name = desk_said.apart(file.path.name)
    return words.say("desk.file.finding", name=name, state=desk_files.state(file))


def taken_for(look):
    """A list of facts: kind, mapping, questionnaire, period, provinces, how it was read."""
    found, layout = look.found, look.found.layout
    facts = {
        "kind": desk_files.kind(found.source.KIND),
        "mapping": found.mapping.name or words.say("desk.facts.no_mapping"),
        "instrument": found.instrument and words.title(found.instrument.toml),
        "period": look.entry and desk_files.period(look.entry["period"]),
        "provinces": look.entry and _provinces(look),
        "sheet": layout.sheet,
        "header_row": layout.header_row and numbers.digits(layout.header_row),
        "encoding": layout.encoding.removesuffix("-sig"),
        "delimiter": _delimiter(layout.delimiter),
    }
    listed = "".join(
        f"<div><dt>{escape(words.say(f'desk.facts.{key}'))}</dt>"
        f"<dd><bdi>{escape(value)}</bdi></dd></div>"
        for key, value in facts.items()
        if value
    )
    st.html(f"<dl class='facts'>{listed}</dl>")


def _delimiter(sign):
    names = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
    return words.say(f"desk.delimiter.{names[sign]}") if sign in names else sign


def _provinces(look):
    named = dict.fromkeys(row[f"province_{words.language()}"] or row["province"]
                          for row in look.counts if row["fresh"])  # fmt: skip
    names = [name for name in named if name]
    if len(names) <= MOST_PROVINCES:
        return words.listed(names)
    return words.say("desk.facts.many_provinces", count=numbers.number(len(names)))


def checked(seen):
    """What the checks say, and the rows that were turned away as a file."""
    report = seen.look.report
    rows = desk_checks.checks(report)
    if not rows:
        if seen.loadable:
            st.html(f"<p class='foot'>{escape(words.say('desk.checks.nothing'))}</p>")
        return
    page.finding(_checks_finding(report, rows))
    with st.container(key="desk_checks"):  # its sentences wrap
        caption = words.say("desk.checks.caption")
        desk_tables.show_open(desk_checks.columns(), rows, caption, "checks")
    if seen.rejected:
        label = words.say("desk.rejected.download", rows=numbers.number(report.rows_refused))
        desk_tables.take(label, lambda: seen.rejected, rejected_name(report.file))
        st.html(f"<p class='foot'>{escape(words.say('desk.rejected.how'))}</p>")


def _checks_finding(report, rows):
    if not report.rows_refused:
        return words.say("desk.checks.only_remarks", count=numbers.number(len(rows)))
    refused, first = numbers.number(report.rows_refused), rows[0]
    return words.say("desk.checks.finding", refused=refused, check=first["title"])


def rejected_name(file):
    """Named like the extract, so that its corrected rows are read by the same mapping."""
    stem = file.rsplit(".", 1)[0]
    return f"{stem}.rejected"


def effect(seen):
    """Before publishing: the headline numbers, and the rows by month and branch."""
    counts, entry = seen.look.counts, seen.look.entry
    page.finding(_effect_finding(seen))
    if seen.measures:
        caption = words.say("desk.effect.caption", period=desk_files.period(entry["period"]))
        rows = desk_effect.rows(seen.measures)
        st.html(tables.html(desk_effect.headline_columns(), rows, caption))
    by_month = desk_effect.month_rows(counts)
    st.html(tables.html(desk_effect.month_columns(), by_month, words.say("desk.effect.by_month")))
    caption = words.say("desk.effect.by_branch")
    desk_tables.show(desk_effect.branch_columns(), counts, caption, "rows_by_branch")


def _effect_finding(seen):
    changed = [m for m in seen.measures if m.before != m.after]
    if not any(m.before is not None for m in seen.measures):
        return words.say("desk.effect.finding_new")
    if not changed:
        return words.say("desk.effect.finding_same")
    count = numbers.number(len(changed))
    return words.say("desk.effect.finding", count=count, of=numbers.number(len(seen.measures)))
