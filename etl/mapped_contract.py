"""What must a row look like where a mapping says how its cells are written?"""

from dataclasses import replace
from types import ModuleType

from etl.contract import MEASURES, SHARED_OUT, Column
from etl.instruments import Instrument
from etl.mapping_files import Mapping
from etl.moments import EXCEL
from etl.refusal import wrong_setting

ANSWERS = "answers"  # of `values`: every answer of the questionnaire


def contract_of(
    source: ModuleType, instrument: Instrument | None, mapping: Mapping, workbook: bool
) -> list[Column]:
    """The columns of a kind of extract as a mapping changes them."""
    if mapping.long and source.KIND != "survey":
        raise wrong_setting(
            f"mapping {mapping.name}: long", f"{source.KIND} is not long", "a survey"
        )
    if mapping.long and source.KEY[0] in (*mapping.constants, mapping.line_number):
        where, right = f"mapping {mapping.name}: long", f"a column of the file for {source.KEY[0]}"
        raise wrong_setting(where, "a line is one answer of a respondent, not a respondent", right)
    columns = _unpivoted_columns(source, source.columns(instrument), mapping)
    return [_written(column, mapping, workbook) for column in columns]


def _written(column: Column, mapping: Mapping, workbook: bool) -> Column:
    """How the cells of a column are written; constants stand in the mapping as we write them."""
    if column.name in mapping.constants:
        return column
    if column.kind == "moment":
        return replace(
            column,
            date_format=mapping.date_format,
            calendar=mapping.calendar,
            serials=workbook or mapping.date_format == EXCEL,
        )
    return replace(column, decimal=mapping.decimal, unit=mapping.units.get(column.name, ""))


def _unpivoted_columns(source, columns: list[Column], mapping: Mapping) -> list[Column]:
    """One column per header in place of the one that they share out."""
    if not mapping.unpivot:
        return columns
    where = f"mapping {mapping.name}: unpivot"
    measure = getattr(source, "UNPIVOTED", "")
    if not measure:
        raise wrong_setting(
            where, f"{source.KIND} has nothing to unpivot", "the kind channel_volume"
        )
    if len(mapping.unpivot) > 1 or not set(mapping.unpivot) <= set(source.UNPIVOTED_BY):
        right = f"one part, [unpivot.{'] or [unpivot.'.join(source.UNPIVOTED_BY)}]"
        raise wrong_setting(where, f"shares out by {', '.join(mapping.unpivot)}", right)
    ((by, headers),) = mapping.unpivot.items()
    if twice := sorted({v for v in headers.values() if list(headers.values()).count(v) > 1}):
        raise wrong_setting(f"{where}.{by}", f"two headers are {twice[0]}", "one header for each")
    shared = next(column for column in columns if column.name == measure)
    told = {*mapping.columns.values(), *mapping.constants}
    if counts := sorted(told & {column.name for column in columns if column.kind in MEASURES}):
        what = f"{counts[0]} counts all of them together"
        raise wrong_setting(where, what, f"{counts[0]} left out of the mapping")
    left = [
        replace(column, required=False, empty=True) if column.name in (by, measure) else column
        for column in columns
    ]
    return left + [
        replace(shared, name=unpivoted(by, value), meaning=f"{shared.meaning}: {value}")
        for value in headers.values()
    ]


def unpivoted(by: str, value: str) -> str:
    """The name of the column that holds one value's part of what is shared out."""
    return f"{by}{SHARED_OUT}{value}"


def for_all_answers(mapping: Mapping, instrument: Instrument | None) -> Mapping:
    """Words of `[values.answers]` mean the same in every column of answers."""
    if instrument is None or ANSWERS not in mapping.values:
        return mapping
    everywhere = mapping.values[ANSWERS]
    values = {column: words for column, words in mapping.values.items() if column != ANSWERS}
    for column, _, _ in instrument.answer_columns():
        values[column] = everywhere | values.get(column, {})
    return replace(mapping, values=values)
