"""Which factors are favourable in which provinces? A table of signs that can be read at a glance.

Sign and colour stand for a status, and the word is in every cell for those who hear the page; the
first column stays in sight while the provinces scroll.
"""

from dataclasses import replace
from html import escape
from itertools import groupby

import streamlit as st

from pages.parts import asking, links, numbers, page, status, tables, words
from pages.parts.status import STATUSES
from pages.parts.tables import Column

QUESTION = "factor_matrix"


def section(scope, rule, target):
    """Every factor in every province, whatever province is looked at: that one is pointed out."""
    everywhere = replace(scope.selection, provinces=(), region=None, branches=())
    answer = asking.ask(scope, QUESTION, everywhere, by=("province",), rule=rule, target=target)
    provinces = _worst_first(answer.totals["groups"])
    if len(provinces) < 2:
        return
    titles = scope.choices.scales.get(answer.totals["instrument"], {})
    factors = in_order(answer, titles)
    found = finding(scope, answer, factors)
    page.finding(found)
    legend(answer.rows)
    st.html(html(scope, answer, factors, provinces))
    note = words.say(f"matrix.family_{rule}", items=numbers.number(len(factors)))
    page.foot(answer, where=words.say("matrix.where"), note=note, how="matrix")
    caption = words.say("matrix.means_caption")
    tables.show(columns(scope, provinces), _wide(answer, factors), caption, "factors_by_province")


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


def html(scope, answer, factors, provinces):
    """The whole matrix; every text from data is escaped."""
    cells = {(row["item"], row["province"]): row for row in answer.rows}
    caption = escape(words.say("matrix.caption"))
    head = "".join(_head(scope, province) for province in provinces)
    first, count = (escape(words.say(f"matrix.{key}")) for key in ("factor", "count"))
    body = []
    for component, members in groupby(factors, key=lambda row: row["component_title"]):
        across = f"<td colspan='{len(provinces) + 1}'></td>"
        body.append(
            f"<tr class='component'><th scope='rowgroup'>{escape(component)}</th>{across}</tr>"
        )
        body += [_line(scope, row, provinces, cells) for row in members]
    return (
        f"<div class='table-twin matrix' tabindex='0' role='region' aria-label='{caption}'><table>"
        f"<caption>{caption}</caption><thead><tr><th scope='col'>{first}</th>"
        f"<th scope='col' class='count'>{count}</th>{head}</tr></thead>"
        f"<tbody>{''.join(body)}</tbody></table></div>"
    )


def _head(scope, province):
    name = f"<span>{escape(_name(scope, province))}</span>"
    address = province and links.to(region=None, province=province, branch=None)
    return (
        f"<th scope='col' class='upright{_pointed_out(scope, province)}'>"
        f"{links.html(name, address)}</th>"
    )


def _line(scope, row, provinces, cells):
    code = row["item"]
    name = f"<bdi class='code'>{escape(code)}</bdi> {escape(words.title(row))}"
    count = row["unfavourable"]
    signs = "".join(_cell(scope, cells.get((code, one)), code, one) for one in provinces)
    return (
        f"<tr><th scope='row'>{links.html(name, links.to(factor=code))}</th>"
        f"<td data-measure='unfavourable' data-value='{count}'>{numbers.number(count)}</td>"
        f"{signs}</tr>"
    )


def _cell(scope, row, item, province):
    one = status.of(row) if row else STATUSES["no_data"]
    mean = "" if row is None or row["mean"] is None else numbers.mean(row["mean"])
    hint = f"{_name(scope, province)} · {item} · {one.word} {mean}".strip()
    weak = " weak" if row and row["weak"] else ""
    return (
        f"<td class='sign {one.code}{weak}{_pointed_out(scope, province)}'"
        f" data-key='{escape(item)} {escape(province or '')}' data-measure='status'"
        f" data-value='{one.code}' title='{escape(hint)}'>"
        f"<i class='mark {one.code}' aria-hidden='true'>{one.symbol}</i>"
        f"<span class='unseen'>{escape(one.word)}</span></td>"
    )


def _pointed_out(scope, province):
    return " highlighted" if province in scope.provinces else ""


def _name(scope, province):
    return scope.choices.provinces.get(province) or words.say("no_data")


def _wide(answer, factors):
    """One row per factor with the mean of every province under its code."""
    rows = {row["item"]: dict(row) for row in factors}
    for cell in answer.rows:
        rows[cell["item"]][f"mean {cell['province']}"] = cell["mean"]
        rows[cell["item"]][f"sign {cell['province']}"] = status.of(cell).symbol
    return list(rows.values())


def columns(scope, provinces):
    """The factor, then the mean of every province with its sign."""
    title = words.say("matrix.factor")
    named = [
        Column("title", title, words.title, kind="text", plain=words.title),
        Column("item", words.say("factor_status.column.item"), lambda r: r["item"], kind="code"),
    ]
    return named + [_mean_of(province, _name(scope, province)) for province in provinces]


def _mean_of(province, name):
    mean, sign = f"mean {province}", f"sign {province}"

    def written(row):
        known = row.get(mean) is not None
        return f"{row[sign]} {numbers.mean(row[mean])}" if known else row.get(sign, "")

    return Column(mean, name, written)
