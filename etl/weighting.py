"""Which waves of a version must be weighted anew, and which weights do their respondents get?

The weights of a wave (a questionnaire and month) are worked out from the survey and wave loads that
the version holds, and from nothing else. The table `weighting` remembers from which: where others
are there now, whatever brought or took them, the cells of that month are filled again from the
accepted rows. So a wave may come before its survey or after it, be corrected or taken away, and a
version built anew has the same weights.
"""

import polars as pl

from etl import filling, refilling
from etl.data_folder import DataFolder
from etl.instruments import FROM_WAVE, Instrument, read_instruments
from etl.refilling import accepted_rows
from etl.sources import survey
from etl.sql import literal
from etl.wave_totals import Cell
from etl.wave_weights import Weighted, weigh
from etl.weighting_tables import TABLES, Wave, forget, loads_by_wave, remember, remembered

# Respondents of weight 0 stand for nobody. Summed in an order of their own, so that the sums are
# the same to the last bit however often and on however many threads they are taken.
CELLS = """
    select province, customer_group, count(*), sum(w order by w), sum(w * w order by w)
    from (select province, customer_group, coalesce(weight, 1) as w, month
          from read_parquet([{files}], union_by_name = true))
    where month = ? and w > 0 group by all order by all
"""
# All respondents of a cell of a mart share their factor, so that the sums are multiplied.
RAKE = """
    update {mart} as m set weight = weight * factor, weight_squared = weight_squared * factor ** 2
    from factors f
    where m.load in ({loads}) and m.month = ? and m.province is not distinct from f.province
        and m.customer_group is not distinct from f.customer_group
"""


def settle(con, folder: DataFolder) -> list[Wave]:
    """Weigh every wave whose loads have changed; returns these waves."""
    con.execute(TABLES)
    instruments = read_instruments(folder)
    surveys, before = loads_by_wave(con, "respondents"), remembered(con)
    due = _due(con, surveys, instruments)
    # Without its questionnaire a wave cannot be counted again; it stays as it is.
    changed = {wave for wave in due ^ before if wave.instrument in instruments}
    for wave in sorted(changed & before):
        loads = set(wave.surveys) & set(surveys.get(wave[:2], ()))
        _restore(con, folder, instruments[wave.instrument], wave.month, loads)
        forget(con, wave)
    for wave in sorted(changed & due):
        _apply(con, wave, _weighed(con, folder, wave).factors)
    return sorted(changed & due)


def _due(con, surveys: dict, instruments: dict[str, Instrument]) -> set[Wave]:
    """The waves of which respondents and population are there, and that are to be weighted."""
    unweighted = {i.name for i in instruments.values() if i.weights != FROM_WAVE}
    populations = loads_by_wave(con, "survey_waves", "population > 0")
    return {
        Wave(*key, surveys[key], populations[key])
        for key in surveys.keys() & populations.keys()
        if key[0] not in unweighted
    }


def _weighed(con, folder: DataFolder, wave: Wave) -> Weighted:
    files = ", ".join(literal(accepted_rows(folder, load)) for load in wave.surveys)
    rows = con.execute(CELLS.format(files=files), [wave.month]).fetchall()
    cells = [Cell(*row) for row in rows]
    rows = con.execute(
        "select province, customer_group, sum(population)::bigint from survey_waves where "
        "instrument = ? and month = ? and population > 0 group by all order by all",
        wave[:2],
    ).fetchall()
    totals = {(province, group): persons for province, group, persons in rows}
    weighted = weigh(cells, totals)
    remember(con, wave, cells, totals, weighted)
    return weighted


def _apply(con, wave: Wave, factors: dict) -> None:
    """Multiply the base weights of a wave."""
    schema = {"province": pl.String, "customer_group": pl.String, "factor": pl.Float64}
    rows = [(province, group, factor) for (province, group), factor in factors.items()]
    con.register("factors", pl.DataFrame(rows, schema=schema, orient="row"))
    loads = ", ".join(map(str, wave.surveys))
    for mart in filling.counted_marts(survey):
        con.execute(RAKE.format(mart=mart, loads=loads), [wave.month])
    con.unregister("factors")
    changed = f"select unnest([{loads}]) as load, {literal(wave.month)} as month"
    filling.sum_up(con, survey.MARTS, changed)


def _restore(con, folder: DataFolder, instrument: Instrument, month: str, loads) -> None:
    """Count one month of these loads again with base weights."""
    for load in sorted(loads):
        filling.delete(con, survey, load, month)
        refilling.insert(con, folder, load, survey, instrument, f"month = {literal(month)}")
