"""Process charts: do the latest months show more than the usual variation?

Per measure and month, for the selection or for each group of `by`: the value with the centre and
the natural limits of its process, the special causes that fired, and what that means.
- satisfaction and requests per working day: XmR chart; the shares: p′ chart (Laney), which allows
  for months that vary by more than chance
- the limits rest on every month up to the last one asked for; the first one asked for decides from
  where on months are shown: one month is judged alike whatever else is looked at
- a baseline restarts at events (`data/events.csv`) with restarts = yes that fit the measure and
  the place; a month without data is a gap, never zero; below 12 points limits are provisional
- suppressed months are gaps, and the limits are computed without them
- a month is called special where a rule fired and the chart as a whole is more than chance, at 5 %
  over all charts of the country (every measure of every province): `causes` says what fired
- panel "constant": only branches with data in every month; `totals["breaks"]` says where branches
  and services appear, vanish or fall silent
"""

from collections.abc import Mapping
from dataclasses import replace

import polars as pl

from analysis import breaks, chart_rows, questionnaire
from analysis.answer import Answer, Note
from analysis.both_sources import provenance_of_both
from analysis.marts import Marts
from analysis.measure_sums import answer_sums, log_counts
from analysis.measures import CHARTED, LOGGED, SHARES, VOLUME, satisfaction
from analysis.selection import Selection, SelectionError, check_groups, closest_codes

FIGURES = ("n", "value")


def ask(
    marts: Marts,
    selection: Selection,
    by: tuple[str, ...] = (),
    measures: tuple[str, ...] = CHARTED,
    targets: Mapping[str, float] | None = None,
    panel: str = "all",
    beside: Selection | None = None,
) -> Answer:
    """One row per measure, group of `by` and month; `totals["charts"]` has one entry per chart.

    targets: measure → the value that its assurance is judged by; beside: the part of the selection
    whose total stands beside the charts, by default those months that are shown.
    """
    by = tuple(name for name in check_groups(by) if name != "month")
    _check(measures, panel)
    marts.check(selection)
    asked = questionnaire.choose(marts, selection)
    satisfied = satisfaction(marts, asked)
    source = provenance_of_both(marts, asked.selection, satisfied.people)
    place = place_of(marts, asked, source, by)
    every, notes = _series(marts, asked, satisfied, place, panel, beside or selection)
    series = {name: every[name] for name in measures if name in every}
    place = replace(place, family=_family(marts, list(series.values()), by))
    titles = LOGGED | {"satisfaction": satisfied.measure, VOLUME.measure: VOLUME}
    drawn = [
        chart_rows.drawn(titles[name], found, place, (targets or {}).get(name))
        for name, found in series.items()
    ]
    rows = [row for rows, _ in drawn for row in rows]
    charts = [chart for _, charts in drawn for chart in charts]
    marks = breaks.marks(marts, selection, place.months[place.shown])
    return Answer(
        question="process_charts",
        rows=rows,
        totals={"charts": charts, "breaks": marks, "panel": panel} | _of_place(place, rows),
        n=_requests(every, place),
        notes=asked.notes + notes,
        **source,
    )


def place_of(marts: Marts, asked, source: dict, by: tuple[str, ...] = ()) -> chart_rows.Place:
    """The months of charts, from the first with data on, and those shown; family: of one chart.

    asked: the questionnaire chosen; source: the provenance of what is shown.
    """
    provinces = marts.provinces_of(asked.selection)
    months = _months(marts, asked, source["period"]) if source["loads"] else []
    events = _events(marts, months)
    return chart_rows.Place(by, months, events, provinces, first=source["period"]["from"] or "")


def _requests(series, place) -> int:
    """How many requests the months shown rest on."""
    found = series.get(VOLUME.measure)
    return 0 if found is None else int(found.filter(pl.col("month") >= place.first)["n"].sum())


def _of_place(place, rows) -> dict:
    """The events of the months shown that are marked somewhere, or would be; family and limits."""
    marked = {code for row in rows for code in (row["events"] or "").split()}
    inside = [event for event in place.events if event["month"] >= place.first]
    return {
        "events": [one for one in inside if place.shows(one) or one["event"] in marked],
        "family": place.family,
        "limits_from": place.months[0] if place.months else None,
    }


def _check(measures, panel) -> None:
    for dimension, names, known in (
        ("measure", measures, CHARTED),
        ("panel", [panel], breaks.PANELS),
    ):
        for name in names:
            if name not in known:
                raise SelectionError(dimension, name, "is not known", closest_codes(name, known))


def _family(marts, series: list[pl.DataFrame], by) -> int:
    """How many charts are read together: never fewer than the country has, whoever reads one.

    Else the same month would be special on a province's own page and not on the country's.
    """
    charts = sum(table.select(by).n_unique() if by else 1 for table in series)
    return max(charts, len(CHARTED) * (len(marts.known["province"]) + 1))


def _months(marts, asked, period) -> list[str]:
    """Every month from the first of all data to the last one asked for.

    A month between without data is a gap.
    """
    known = [*marts.months("requests"), *marts.months("respondents", asked.selection.instrument)]
    first = min([period["from"], *known])
    sql = "select distinct month from calendar where month between $first and $last order by month"
    return marts.query(sql, first=first, last=period["to"])["month"].to_list()


def _events(marts, months) -> list[dict]:
    events = marts.query("select * from events order by month, event").to_dicts()
    return [event for event in events if event["month"] in months]


def _series(marts, asked, satisfied, place, panel, beside) -> tuple[dict[str, pl.DataFrame], list]:
    """Measure → by-columns, month, n, and value (of a share: count); none without a panel."""
    keys, months = (*place.by, "month"), place.months
    every = replace(asked.selection, first_month=None)
    logs = breaks.on_panel(marts, every, panel, "requests", months)
    surveyed = breaks.on_panel(marts, every, panel, "respondents", months)
    series, notes = {}, []
    if logs:
        series |= _logged(marts, log_counts(marts, logs, keys), keys)
    if surveyed:
        shown = replace(surveyed, first_month=beside.first_month)
        series["satisfaction"], notes = _satisfaction(marts, surveyed, shown, satisfied, keys)
    if not (logs and surveyed):
        text = "no branch has data in every month: there is no constant panel of some measures"
        notes = [*notes, Note(text, "no_constant_panel")]
    return series, notes


def _logged(marts, counts: pl.DataFrame, keys) -> dict[str, pl.DataFrame]:
    days = marts.query(
        """select month, nullif(count(*) filter (working_day), 0)::double as days
           from calendar group by month"""
    )
    volume = counts.join(days, on="month", how="left")
    shares = {
        share: counts.filter(pl.col(whole) > 0).select(*keys, n=whole, count=part)
        for share, (part, whole) in SHARES.items()
    }
    return shares | {
        VOLUME.measure: volume.select(
            *keys, n="requests", value=pl.col("requests") / pl.col("days")
        )
    }


def _satisfaction(marts, selection, shown, satisfied, keys) -> tuple[pl.DataFrame, list]:
    """The weighted mean of each month, without those that small numbers forbid.

    shown: the months whose total stands beside them.
    """
    reference = satisfied.measure.reference or 0.0
    sums = answer_sums(marts, selection, keys, satisfied.people, satisfied.value, reference)
    mean = pl.col("total") / pl.when(pl.col("weight") > 0).then("weight") + reference
    means = sums.select(*keys, pl.col("n").cast(pl.Int64), value=mean)
    people = satisfied.people
    rows, _, remarks = marts.suppress(means, FIGURES, selection, keys, people, part=shown)
    return rows, remarks
