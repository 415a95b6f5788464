"""Choices: what can be asked for? The lists behind every filter, as one reader may see them."""

from analysis import battery_pairs
from analysis.cities import cities
from analysis.marts import Marts

LISTS = {
    "provinces": "select province, name_fa, name_en from provinces order by province",
    "branches": """select branch, name_fa, name_en, province, opened, closed, source
                   from branches order by province, branch""",
    "channels": "select channel, name_fa, name_en, remote from channels order by channel",
    "services": """select service, name_fa, name_en, group_fa, group_en, source
                   from services order by service""",
    "customer_groups": """select customer_group, name_fa, name_en
                          from customer_groups order by customer_group""",
    "instruments": """select instrument, title_fa, title_en, lowest, highest, reference, study
                      from instruments order by instrument""",
    "batteries": """select instrument, battery, title_fa, title_en
                    from batteries order by instrument, position""",
    "scales": """select instrument, scale, kind, component, position, title_fa, title_en
                 from scales order by instrument, kind, position""",
}


NOTES = "select instrument, note_fa, note_en from instrument_notes"
ANSWERED = "select distinct instrument from respondents where answered > 0 order by all"


def options(marts: Marts) -> dict[str, list]:
    """Filter list → its entries, each a dict with its code and its names in both languages.

    Months are those with data, and those in which longer periods of counts begin; cities carry
    their branches, regions their provinces. To a reader of limited scope, only regions wholly
    inside it are shown. answered, compared: codes of questionnaires with answers, and of those
    among them that compare batteries.
    """
    lists = {name: marts.query(sql).to_dicts() for name, sql in LISTS.items()}
    noted = "instrument_notes" in marts.tables
    return lists | {
        "regions": _regions(marts),
        "cities": cities(marts),
        "months": _months(marts),
        "notes": marts.query(NOTES).to_dicts() if noted else [],
        "answered": marts.query(ANSWERED)["instrument"].to_list(),
        "compared": battery_pairs.compared(marts),
    }


def _regions(marts: Marts) -> list[dict]:
    rows = marts.query(
        """select region, any_value(name_fa) as name_fa, any_value(name_en) as name_en
           from regions group by region order by min(position), region"""
    )
    return [row | {"provinces": marts.regions[row["region"]]} for row in rows.to_dicts()]


def _months(marts: Marts) -> list[dict]:
    names = marts.query(
        """select month, any_value(year) as year, any_value(month_of_year) as month_of_year,
                  any_value(month_name_fa) as name_fa
           from calendar group by month"""
    )
    by_month = {row["month"]: row for row in names.to_dicts()}
    unnamed = {"year": None, "month_of_year": None, "name_fa": None}
    began = marts.query("select distinct first_month as month from volumes")["month"].to_list()
    months = sorted({*marts.months(), *began})
    return [by_month.get(month, {"month": month} | unnamed) for month in months]
