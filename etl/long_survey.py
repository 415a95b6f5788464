"""Who answered what, where each line of a survey is one answer? One row per respondent is made.

Lines are grouped by respondent as they arrived: nothing is typed or judged here but what only the
long shape can get wrong (two answers to one question, two branches of one respondent). A row is
told by its first line, an answer by the line that it came from.
"""

from dataclasses import replace
from pathlib import Path

from etl.column_names import folded, listed, proposed
from etl.instruments import Instrument
from etl.mappings import Recognised
from etl.persian_text import normalised_sql
from etl.reading import Arrived, Long
from etl.refusal import Refusal
from etl.sql import literal

TWICE, DIFFERS = "answered_twice", "respondent_differs"


def pivoted(
    con, arrived: Arrived, found: Recognised, room: Path
) -> tuple[Arrived, Recognised, str]:
    """One row per respondent, the contract to match, and a note on lines that no item has.

    Leaves the table `long_problems` (line, column, code) behind.
    """
    _refuse_other_widths(con, arrived)
    note = _create_items(con, arrived, found)
    _create_answers(con, arrived, found)
    answers = [column for column, _, _ in found.instrument.told_columns()]
    cells, behind = room / "arrived_rows.parquet", room / "arrived_lines.parquet"
    con.execute(f"copy ({_rows(found, answers)}) to {literal(cells)} (format parquet)")
    _create_problems(con, found)
    con.execute(f"copy ({_lines_behind()}) to {literal(behind)} (format parquet)")
    (rows,) = con.execute(f"select count(*) from read_parquet({literal(cells)})").fetchone()
    headers = [*(found.headers[p] for p in found.positions.values()), *answers]
    names = [*found.positions, *answers]
    wide = replace(arrived, headers=headers, cells=cells, lines=rows, long=Long(arrived, behind))
    positions = {column: position for position, column in enumerate(names)}
    return wide, replace(found, headers=headers, positions=positions), note


def _refuse_other_widths(con, arrived: Arrived) -> None:
    width = len(arrived.headers)
    wrong = con.execute(
        f"select line, cells from read_parquet({literal(arrived.cells)}) where cells <> {width} "
        "order by line limit 1"
    ).fetchall()
    if wrong:
        ((line, cells),) = wrong
        where = f"{arrived.file}, line {line}"
        raise Refusal(where, f"{cells} cells", f"a whole line of {width} cells")


def _create_items(con, arrived: Arrived, found: Recognised) -> str:
    """The table `long_items`: what the file calls an item → the column of its answers."""
    item, battery = f"c{found.long['item']}", "null"
    if "battery" in found.long:
        battery = f"c{found.long['battery']}"
    called = con.execute(f"""
        select {normalised_sql(item)}, {normalised_sql(f"{battery}::varchar")}, min(line), count(*)
        from read_parquet({literal(arrived.cells)}) group by all order by min(line)
    """).fetchall()
    known = _spelled(found.instrument)
    con.execute(
        "create or replace temp table long_items (item varchar, battery varchar, col varchar)"
    )
    unknown = []
    for item, battery, line, lines in called:
        column = known.get((folded(item or ""), folded(battery or "")))
        con.execute("insert into long_items values (?, ?, ?)", [item, battery, column])
        if column is None:
            unknown.append((item or "empty", line, lines))
    return _unknown(arrived, found, unknown)


def _unknown(arrived: Arrived, found: Recognised, unknown: list) -> str:
    if not unknown:
        return ""
    said = listed([item for item, _, _ in unknown])
    if found.mapping.ignore_others:
        lines = sum(lines for *_, lines in unknown)
        return f"{lines:,} lines of {len(unknown):,} other items were left out: {said}"
    item, line, _ = unknown[0]
    wordings = {column: [column, i["title_fa"], i["title_en"]]
                for column, i, _ in found.instrument.told_columns()}  # fmt: skip
    like = proposed(item, wordings)
    right = f"an item of {found.instrument.name}" + (f" (perhaps {like}?)" if like else "")
    where = f"{arrived.file}, line {line}"
    raise Refusal(where, f"items that the questionnaire does not have: {said}", right)


def _spelled(instrument: Instrument) -> dict[tuple[str, str], str]:
    """(item, battery) as anybody may write them → the column of the answers."""
    batteries = {b["battery"]: b for b in instrument.toml["batteries"]}
    spelled: dict[tuple[str, str], set[str]] = {}
    for column, item, battery in instrument.told_columns():
        items = {column, item["item"], item["title_fa"], item["title_en"]}
        titles = batteries.get(battery, {})
        called = {battery, titles.get("title_fa", ""), titles.get("title_en", ""), ""}
        for i in items:
            for b in called:
                spelled.setdefault((folded(i), folded(b)), set()).add(column)
    # An item of several batteries is no column until the battery is told.
    return {key: columns.pop() for key, columns in spelled.items() if len(columns) == 1}


def _create_answers(con, arrived: Arrived, found: Recognised) -> None:
    """The table `long_answers`: one row per line, with the respondent and the answer's column."""
    respondent = normalised_sql(f"c{found.positions['respondent']}")
    item, battery = normalised_sql(f"c{found.long['item']}"), "null::varchar"
    if "battery" in found.long:
        battery = normalised_sql(f"c{found.long['battery']}")
    con.execute(f"""
        create or replace temp table long_answers as
        select a.*, coalesce({respondent}, '?' || line) as respondent, i.col as col,
            c{found.long["answer"]} as answer,
            min(line) over (partition by coalesce({respondent}, '?' || line)) as first_line
        from read_parquet({literal(arrived.cells)}) a
        left join long_items i on i.item is not distinct from {item}
            and i.battery is not distinct from {battery}
    """)


def _rows(found: Recognised, answers: list[str]) -> str:
    """What a respondent said of himself, by his first line, and his answers."""
    own = [f"arg_min(c{p}, line) as c{n}" for n, p in enumerate(found.positions.values())]
    given = [
        f"any_value(answer) filter (col = {literal(column)}) as c{len(own) + n}"
        for n, column in enumerate(answers)
    ]
    width = len(own) + len(given)
    return (
        f"select first_line as line, {width} as cells, {', '.join([*own, *given])} "
        "from long_answers group by first_line order by first_line"
    )


def _create_problems(con, found: Recognised) -> None:
    differing = " union all ".join(
        _differing(column, position) for column, position in found.positions.items()
    )
    con.execute(f"""
        create or replace temp table long_problems as
        select first_line as line, col as "column", '{TWICE}:' || min(line) as code,
            max(line) as sent
        from long_answers where col is not null group by first_line, col having count(*) > 1
        union all {differing}
    """)


def _differing(column: str, position: int) -> str:
    """The first line on which a respondent is somebody, or somewhere, else than on his first."""
    cell = f"c{position}"
    return f"""
        select first_line, {literal(column)}, '{DIFFERS}:' || first_line, min(line)
        from (select line, first_line, {cell},
              first_value({cell}) over (partition by first_line order by line) as said
              from long_answers)
        where {cell} is distinct from said group by first_line"""


def _lines_behind() -> str:
    """Line of the row, column, line of the file: of each answer, then where a problem shows."""
    return """
        select first_line as line, col as "column", line as sent, false as problem
        from long_answers
        union all by name
        select line, "column", sent, true as problem from long_problems
    """
