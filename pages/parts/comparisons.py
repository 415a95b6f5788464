"""Which branches or provinces stand out? The funnel, its title in words, and its table twin."""

from pages.parts import asking, charts, funnel_chart, page, process, tables, words
from pages.parts.funnel_tables import FEWEST, columns, finding, known, note

QUESTION = "comparison"


def section(scope, measure, counted="respondents", factor=False):
    """The funnel of a measure: of branches where one province is looked at, else of provinces.

    factor: the measure is a factor of the questionnaire, by its code.
    """
    answer = asking.ask(scope, QUESTION, **{"factor" if factor else "measure": measure})
    rows = [row for row in answer.rows if known(row)]
    unit = answer.totals["by"]
    if len(rows) < FEWEST or unit not in ("branch", "province"):
        return
    names = _names(scope, unit)
    on_scale = "satisfaction" if factor else measure
    written, tick = process.WRITTEN.get(on_scale, process.SHARE)
    title = process.title_of(measure, answer.totals)
    found = finding(rows, unit, names, title)
    page.finding(found)
    chart = funnel_chart.funnel(rows, answer.totals["target"], names, written, tick)
    charts.show(chart, found, f"funnel_{measure}")
    page.foot(answer, counted, note=note(answer, unit), how="funnel")
    page.notes(answer)
    caption = words.say(f"funnel.caption_{unit}", title=title)
    tables.show(columns(unit, names, written), answer.rows, caption, f"funnel_{unit}_{measure}")


def _names(scope, unit):
    known = scope.choices.names(unit)
    return lambda row: known.get(row[unit]) or words.say("no_data")
