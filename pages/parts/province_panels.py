"""Which provinces need attention, and since when? One small chart per province, on one scale.

Small pictures in HTML: thirty charts are painted at once, and each is a link to its province.
"""

from dataclasses import replace
from html import escape

import streamlit as st

from pages.parts import (
    asking,
    comparability,
    links,
    numbers,
    page,
    panel_chart,
    process,
    tables,
    targets,
    variation,
    words,
)
from pages.parts.tables import Column

QUESTION = "province_panels"


def section(scope):
    """All provinces, whichever is looked at: that one is pointed out."""
    everywhere = replace(scope.selection, provinces=(), region=None, branches=())
    answer = asking.ask(scope, QUESTION, everywhere, by=("province",))
    panels = answer.totals["panels"]
    if len(panels) < 2:
        return
    found = finding(scope, answer)
    page.finding(found)
    scale = panel_chart.scale(answer)
    legend(answer, scale)
    drawn = "".join(_panel(scope, answer, one, scale) for one in panels)
    st.html(f"<figure class='panels' aria-label='{escape(found)}'>{drawn}</figure>")
    note = " ".join([said(scope, panels), *process.limits_in_words(answer)]).strip()
    page.foot(answer, where=words.say("panels.where"), note=note, how="panels")
    comparability.caution(scope)
    rows = [_row(answer, one) for one in panels]
    tables.show(columns(scope), rows, words.say("panels.caption"), "satisfaction_panels")


def finding(scope, answer):
    """How many provinces have left their usual variation, or which is lowest where none has."""
    panels = answer.totals["panels"]
    values = {"provinces": numbers.number(len(panels))}
    special = [one for one in panels if variation.is_special(one)]
    below = [one for one in panels if one["met"] is False]
    if special:
        named = words.listed(_name(scope, one) for one in special[: variation.MOST_NAMED])
        count = numbers.number(len(special))
        key = "special_one" if len(special) == 1 else "special"
        key = key if len(special) <= variation.MOST_NAMED else "special_many"
        return words.say(f"panels.{key}", count=count, named=named, **values)
    if below:
        return words.say("panels.below", count=numbers.number(len(below)), **values)
    return words.say("panels.steady", **values)


def legend(answer, scale):
    """What the lines mean, and the one scale of all panels; signs only if they are there."""
    keys = ["own", "whole", "limits"]
    keys += ["target"] if any(one["target"] is not None for one in answer.totals["panels"]) else []
    parts = [
        f"<i class='key {key}'></i>{escape(words.say(f'panels.legend_{key}'))}" for key in keys
    ]
    seen = {variation.icon(one["variation"]) for one in answer.totals["panels"]}
    parts += [
        f"<i class='mark {one.code}'>{one.symbol}</i>{escape(words.say(f'variation.{one.code}'))}"
        for one in sorted(seen, key=lambda one: one.code)
    ]
    low, high = (numbers.mean(end) for end in scale)
    parts.append(escape(words.say("panels.scale", low=low, high=high)))
    st.html(f"<p class='legend'>{''.join(f'<span>{part}</span>' for part in parts)}</p>")


def said(scope, panels):
    """The provinces that nothing may be shown of, by name."""
    hidden = [_name(scope, one) for one in panels if one["latest"] is None]
    return words.say("panels.hidden", names=words.listed(hidden)) if hidden else ""


def _panel(scope, answer, one, scale):
    code = one["province"]
    icon = variation.icon(one["variation"])
    chosen = " highlighted" if code in scope.provinces else ""
    value = numbers.mean(one["latest"])
    head = (
        f"<span class='name'>{escape(_name(scope, one))}</span>"
        f"<span class='value'><i class='mark {icon.code}' aria-hidden='true'>{icon.symbol}</i> "
        f"<b data-measure='latest' data-value='{one['latest']}'>{value}</b></span>"
    )
    chart = panel_chart.html(answer, code, one["target"], scale, _sentence(scope, one))
    address = code and links.to(region=None, province=code, city=None, branch=None)
    inside = links.html(f"<span class='head'>{head}</span>{chart}", address)
    return f"<div class='panel {icon.code}{chosen}' data-key='{escape(code or '')}'>{inside}</div>"


def _sentence(scope, one):
    """All that a panel says, for the pointer and for those who hear the page."""
    name = _name(scope, one)
    if one["latest"] is None:
        return words.say("panels.sentence_none", name=name)
    values = {"month": numbers.month(one["latest_month"]), "value": numbers.mean(one["latest"])}
    told = [words.say("panels.sentence", name=name, **values)]
    told += [words.say(f"variation.{one['variation']}")] if one["variation"] else []
    told += [words.say(f"panels.{_aim(one)}")] if _aim(one) else []
    return words.say("list.comma").join(told)


def _aim(one):
    return "" if one["met"] is None else "target_met" if one["met"] else "target_missed"


def _name(scope, one):
    return scope.choices.provinces.get(one["province"]) or words.say("no_data")


def _row(answer, one):
    """A panel with the limits of its latest month and the value of all provinces in it."""
    rows = (row for row in answer.rows if row["province"] == one["province"])
    last = next((row for row in rows if row["month"] == one["latest_month"]), {})
    whole = {row["month"]: row["value"] for row in answer.totals["whole"]}
    limits = {key: last.get(key) for key in ("n", "centre", "lower", "upper")}
    return one | limits | {"whole": whole.get(one["latest_month"])}


def columns(scope):
    """One row per province: its latest month, usual variation, the whole country and the target."""
    means = ("latest", "centre", "lower", "upper", "whole")
    return [
        _text("province", lambda row: _name(scope, row)),
        _text("latest_month", lambda row: numbers.month(row["latest_month"])),
        Column("n", _title("n"), lambda row: numbers.number(row["n"])),
        *(_mean(key) for key in means),
        Column(
            "target", _title("target"), lambda row: targets.written(row["target"], numbers.mean)
        ),
        _text("variation", _variation),
        _text("met", lambda row: words.say(f"panels.{_aim(row)}") if _aim(row) else ""),
    ]


def _variation(row):
    if row["latest"] is None:
        return words.say("status.suppressed")
    return words.say(f"variation.{row['variation']}") if row["variation"] else ""


def _mean(key):
    return Column(key, _title(key), lambda row: numbers.mean(row[key]))


def _text(key, written):
    return Column(key, _title(key), written, kind="text", plain=written)


def _title(key):
    return words.say(f"panels.column.{key}")
