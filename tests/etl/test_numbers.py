"""Numbers in any spelling give the value that was written; what could be two gives none."""

import duckdb
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from etl.numbers import duration_sql, number_sql, share_sql
from etl.persian_text import normalised_sql

CON = duckdb.connect()
DIGITS = {"latin": "0123456789", "persian": "۰۱۲۳۴۵۶۷۸۹", "arabic": "٠١٢٣٤٥٦٧٨٩"}


def value(sql, cell: str, *told):
    """What one of the SQL functions makes of a cell as it arrived."""
    query = f"select {sql('x', *told)} from (select {normalised_sql('$1')} as x)"
    return CON.execute(query, [cell]).fetchone()[0]


@st.composite
def written(draw) -> tuple[float, str]:
    """A number with at most four decimals, and one of its usual spellings."""
    whole, decimals = draw(st.integers(0, 10**9)), draw(st.integers(0, 9999))
    negative, fraction = draw(st.booleans()), draw(st.booleans())
    digits = DIGITS[draw(st.sampled_from(sorted(DIGITS)))]
    point = draw(st.sampled_from(".٫"))
    group = draw(st.sampled_from(["", "٬", ",", " ", "\u00a0", "'"]))
    if group == "," and not fraction and whole < 10**6:
        group = ""  # one comma alone is the question that another test asks
    text = f"{whole:,}".replace(",", group) + (f"{point}{decimals:04}" if fraction else "")
    number = float(f"{'-' if negative else ''}{whole}" + (f".{decimals:04}" if fraction else ""))
    text = ("−" if negative else "") + text.translate(str.maketrans("0123456789", digits))
    return number, draw(st.sampled_from(["", "\u200f", " "])) + text


@settings(deadline=None, max_examples=150)
@given(written())
def test_any_spelling_of_a_number_gives_it_back(spelled):
    number, text = spelled
    assert value(number_sql, text) == number
    assert value(number_sql, text, "", True) == number


@pytest.mark.parametrize(
    "cell, number",
    [
        ("۱٬۲۳۴٫۵", 1234.5),
        ("1,234.5", 1234.5),
        ("1,234", 1234),  # where there are no decimals it can only be thousands
        ("۱،۲۳۴،۵۶۷", 1234567),
        (".5", 0.5),  # as SPSS writes it
        ("1.5E+03", 1500),  # as Excel writes it
        ("12,34", None),  # no thousands, and no decimals unless a mapping says so
        ("1٬234,567", None),  # two kinds of sign
        ("0,123", None),
        ("1_000", None),
        ("nan", None),
        ("inf", None),
        ("3/5", None),  # a decimal sign to some, a fraction to others
        ("--5", None),
        ("5%", None),  # only a share has percent
    ],
)
def test_a_number(cell, number):
    assert value(number_sql, cell) == number


@pytest.mark.parametrize(
    "cell, decimal, number",
    [("1,234", "", None), ("1,234", ",", 1.234), ("1,234", ".", 1234), ("1.234,5", ",", 1234.5),
     ("1.234", ",", 1234), ("۱٫۲۳۴", ",", 1.234), ("3/5", "/", 3.5)],
)  # fmt: skip
def test_where_decimals_are_possible_the_mapping_decides(cell, decimal, number):
    assert value(number_sql, cell, decimal, True) == number


@pytest.mark.parametrize(
    "cell, unit, share",
    [("45%", "", 0.45), ("۴۵٪", "", 0.45), ("٪۴۵", "", 0.45), ("۴۵٫۵ ٪", "", 0.455),
     ("۴۵ درصد", "", 0.45),
     ("0.45", "", 0.45), ("45", "percent", 0.45), ("45%", "percent", 0.45), ("45%%", "", None),
     ("45 % درصد", "", None), ("٪", "", None)],
)  # fmt: skip
def test_a_share(cell, unit, share):
    assert value(share_sql, cell, "", unit) == (share and pytest.approx(share))


@pytest.mark.parametrize(
    "cell, unit, seconds",
    [
        ("۴۵ دقیقه", "", 2700),
        ("۲ ساعت و ۱۵ دقیقه", "", 8100),
        ("۱٫۵ ساعت", "", 5400),
        ("2 hours 15 minutes", "", 8100),
        ("1 day, 2h", "", 93_600),
        ("00:04:35", "", 275),
        ("90", "", None),  # minutes or hours?
        ("90", "minutes", 5400),
        ("1:30", "", None),  # hours and minutes, or minutes and seconds?
        ("1:30", "hours", 5400),
        ("1:30", "minutes", 90),
        ("2 hours 3 hours", "", None),
        ("و", "minutes", None),
        ("5 متر", "minutes", None),
    ],
)
def test_a_duration(cell, unit, seconds):
    assert value(duration_sql, cell, unit) == seconds
