"""Which factors are favourable in which provinces? A table of signs that can be read at a glance.

Sign and colour stand for a status, and the word is in every cell for those who hear the page; the
first column stays in sight while the provinces scroll.
"""

from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import asking, comparability, folds, links, numbers, page, status, tables, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

QUESTION = "factor_matrix"


def section(scope, rule, target):
    """Every factor in every province, whatever province is looked at: that one is pointed out."""
    everywhere = replace(scope.selection, provinces=(), region=None, branches=())
    answer = asking.ask(scope, QUESTION, everywhere, by=("province",), rule=rule, target=target)
    worst_first = _worst_first(answer.totals["groups"])
    # Those looked at stand beside the names: the others are scrolled to
    provinces = sorted(worst_first, key=lambda province: province not in scope.provinces)
    if len(provinces) < 2:
        return
    titles = scope.choices.scales.get(answer.totals["instrument"], {})
    factors = in_order(answer, titles)
    found = finding(scope, answer, factors)
    page.finding(found)
    legend(answer.rows)
    cells = {(row["item"], row["province"]): row for row in answer.rows}
    caption = words.say("matrix.caption")
    st.html(html(scope, factors, provinces, caption, lambda *at: _sign(scope, cells.get(at), at)))
    note = words.say(f"matrix.family_{rule}", items=numbers.number(len(factors)))
    page.foot(answer, where=words.say("matrix.where"), note=note, how="matrix")
    comparability.caution(scope)
    caption = words.say("matrix.means_caption")
    kept = replace(scope, marts=None)  # a fold outlives the run, and holds no version open

    def means():
        st.html(html(kept, factors, provinces, caption, lambda *at: _mean(cells.get(at))))
        tables.downloads(columns(kept), answer.rows, caption, "factors_by_province")

    folds.fold(words.say("table.title", caption=caption), "factors_by_province", means)


def _worst_first(groups):
    """The provinces with most unfavourable factors first; those that nothing is shown of last."""
    shown = [g for g in groups if g["favourable"] + g["unfavourable"] + g["undetermined"]]
    hidden = [group for group in groups if group not in shown]
    shown.sort(key=lambda group: (-group["unfavourable"], group["favourable"]))
    return [group["province"] for group in shown + hidden]


def in_order(answer, titles):
    """One entry per factor, by component, inside it the most often unfavourable first."""
    first = {row["item"]: row for row in reversed(answer.rows)}
    factors = [first[count["item"]] | count for count in answer.totals["factors"]]
    components = list(dict.fromkeys(row["component"] for row in _by_position(factors)))
    none = words.say("factor_status.no_component")
    ordered = sorted(
        _by_position(factors),
        key=lambda row: (components.index(row["component"]), -row["unfavourable"]),
    )
    return [row | {"component_title": titles.get(row["component"], none)} for row in ordered]


def _by_position(factors):
    return sorted(factors, key=lambda row: row["position"])


def finding(scope, answer, factors):
    """The factor that is unfavourable in most provinces, and the province with most of them."""
    worst = max(factors, key=lambda row: row["unfavourable"])
    place = max(answer.totals["groups"], key=lambda group: group["unfavourable"])
    if not worst["unfavourable"]:
        return words.say("matrix.none")
    return words.say(
        "matrix.finding",
        factor=words.title(worst),
        count=numbers.number(worst["unfavourable"]),
        provinces=numbers.number(len(answer.totals["groups"])),
        province=_name(scope, place["province"]),
        factors=numbers.number(place["unfavourable"]),
    )


def legend(rows):
    """What the signs mean; only those that are in the table."""
    seen = {status.of(row).code: status.of(row) for row in rows}
    marks = (
        f"<span><i class='mark {code}'>{one.symbol}</i>{escape(one.word)}</span>"
        for code, one in STATUSES.items()
        if code in seen
    )
    st.html(f"<p class='legend'>{''.join(marks)}</p>")


def html(scope, factors, provinces, caption, cell):
    """The whole matrix; every text from data is escaped. cell: (factor, province) → its cell."""
    caption = escape(caption)
    head = "".join(_head(scope, province) for province in provinces)
    first, count = (escape(words.say(f"matrix.{key}")) for key in ("factor", "count"))
    body = []
    for component, members in groupby(factors, key=lambda row: row["component_title"]):
        across = f"<td colspan='{len(provinces) + 1}'></td>"
        body.append(
            f"<tr class='component'><th scope='rowgroup'>{escape(component)}</th>{across}</tr>"
        )
        body += [_line(row, provinces, cell) for row in members]
    return (
        f"<div class='table-twin matrix' tabindex='0' role='region' aria-label='{caption}'><table>"
        f"<caption>{caption}</caption><thead><tr><th scope='col'>{first}</th>"
        f"<th scope='col' class='count'>{count}</th>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _head(scope, province):
    name = f"<span>{escape(_name(scope, province))}</span>"
    address = province and links.to(region=None, province=province, city=None, branch=None)
    marks = f"class='upright{_pointed_out(scope, province)}' data-key='{escape(province or '')}'"
    return f"<th scope='col' {marks}>{links.html(name, address)}</th>"


def _line(row, provinces, cell):
    code, count = row["item"], row["unfavourable"]
    name = f"<bdi class='code'>{escape(code)}</bdi> {escape(words.title(row))}"
    return (
        f"<tr data-key='{escape(code)}'>"
        f"<th scope='row'>{links.html(name, links.to(factor=code))}</th>"
        f"<td data-value='{count}'>{numbers.number(count)}</td>"
        f"{''.join(cell(code, province) for province in provinces)}</tr>"
    )


def _sign(scope, row, at):
    """A status by its sign, with its word for those who hear the page."""
    one = status.of(row) if row else STATUSES["no_data"]
    mean = "" if row is None or row["mean"] is None else f" {numbers.mean(row['mean'])}"
    weak = " weak" if row and row["weak"] else ""
    classes = f"{one.code}{weak}{_pointed_out(scope, at[1])}"
    hint = escape(f"{one.word}{mean} · {_name(scope, at[1])}")
    return (
        f"<td class='{classes}' data-value='{one.code}' title='{hint}'>"
        f"{one.symbol}<i>{escape(one.word)}</i></td>"
    )


def _mean(row):
    if row is None or row["mean"] is None:
        one = status.of(row) if row else STATUSES["no_data"]
        return f"<td title='{escape(one.word)}'>{one.symbol}<i>{escape(one.word)}</i></td>"
    return f"<td data-value='{row['mean']:.6f}'>{numbers.mean(row['mean'])}</td>"


def _pointed_out(scope, province):
    return " highlighted" if province in scope.provinces else ""


def _name(scope, province):
    return scope.choices.provinces.get(province) or words.say("no_data")


def columns(scope):
    """The download has one row per factor and province, with all that is known of it."""

    def text(key, title, written):
        return Column(key, title, written, kind="text", plain=written)

    known = {"n": numbers.number, "mean": numbers.mean, "low": numbers.mean, "high": numbers.mean}
    return [
        Column("item", _column("item"), lambda row: row["item"], kind="code"),
        text("title", words.say("matrix.factor"), words.title),
        text("province", words.say("matrix.province"), lambda r: _name(scope, r["province"])),
        *(_number(key, write) for key, write in known.items()),
        _number("p", numbers.probability),
        text("status", _column("status"), lambda row: status.of(row).word),
    ]


def _number(key, write):
    title = words.say(f"matrix.{key}") if key in ("low", "high") else _column(key)
    return Column(key, title, lambda row: write(row[key]))


def _column(key):
    return words.say(f"factor_status.column.{key}")
