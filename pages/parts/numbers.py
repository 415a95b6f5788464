"""How is a number, a duration, a month or a date written in the reader's language?

Everything here takes a value and returns text; None is «بدون داده». The examples are Persian; in
English «۱۲٬۳۴۶» is “12,346”, «۴۷٪» is “47%” and «مهر ۱۴۰۴» is “Mehr 1404”.
"""

import re
from datetime import UTC, timedelta, timezone

import jdatetime

from pages.parts import words

# How the characters of a number written by Python are written; a language not here keeps them
SCRIPTS = {"fa": str.maketrans("0123456789,.%", "۰۱۲۳۴۵۶۷۸۹٬٫٪")}
DIGITS = {"fa": str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")}
NUMBER = re.compile(r"\d+(?:[,.]\d+)*%?")
MINUS = "\u2212"
ARABIC = {"fa": "\u061c"}  # the Arabic letter mark, which is not seen
# Iran has kept one time since it gave up daylight saving in 1401
TEHRAN = timezone(timedelta(hours=3, minutes=30))


def digits(text):
    """The reader's digits for text that is no quantity: a year, a code, a version."""
    return str(text).translate(DIGITS.get(words.language(), {}))


def in_script(text):
    """The reader's digits and marks for a number as Python writes it: "1,234.5%"."""
    return text.translate(SCRIPTS.get(words.language(), {}))


def in_sentence(text):
    """The same for the numbers inside a sentence, whose own marks stay."""
    return NUMBER.sub(lambda found: in_script(found[0]), text)


def code(text):
    """A code such as R27 inside a sentence: left to right, with its own Latin digits."""
    return f"\u2066{text}\u2069"


def number(value, decimals=0):
    """12345.6 → «۱۲٬۳۴۶»."""
    if value is None:
        return words.say("no_data")
    written = in_script(f"{abs(value):,.{decimals}f}")
    # A value that rounds to nothing has no sign: «۰», never «−۰»
    return _signed(MINUS, written) if value < 0 and round(value, decimals) != 0 else written


def _signed(sign, written):
    """An isolate keeps the sign on the left of its digits inside right-to-left text."""
    return f"\u2066{sign}{written}\u2069"


def plain(value):
    """As many decimals as it has, at most two: «۳», «۳٫۵», «۳٫۲۵»."""
    return number(value, next((d for d in (0, 1) if round(value, d) == round(value, 2)), 2))


def about(value):
    """A whole number with two digits that say something: 1784 → «۱٬۸۰۰»."""
    return number(round(value, 2 - len(str(round(value)))))


def rate(value):
    """An amount per something: below ten with one decimal."""
    return number(value, 1 if value is not None and 0 < value < 9.95 else 0)


def mean(value):
    """A mean or deviation on the scale of the questionnaire: two decimals."""
    return number(value, 2)


def change(value, decimals=2):
    """A difference, always with its sign: «+۰٫۱۲»."""
    if value is None:
        return words.say("no_data")
    written = number(value, decimals)
    return _signed("+", written) if round(value, decimals) > 0 else written


def change_between(before, after, decimals=2):
    """The change beside its two ends; with a decimal more where ends that are written otherwise
    would be told as no change: 3.434 and 3.436 are «۳٫۴۳» and «۳٫۴۴»."""
    differs = round(before, decimals) != round(after, decimals)
    unseen = differs and round(after - before, decimals) == 0
    return change(after - before, decimals + unseen)


def interval(low, high, written=mean):
    """«۳٫۱۲ تا ۳٫۴۵»; written: how each end is."""
    if low is None or high is None:
        return words.say("no_data")
    return words.say("interval", low=written(low), high=written(high))


def share(value):
    """0.4712 → «۴۷٪»; below ten percent one decimal: «۹٫۴٪»."""
    if value is None:
        return words.say("no_data")
    percent = value * 100
    decimals = 1 if 0 < abs(percent) < 9.95 else 0
    return _percent(number(percent, decimals))


def share_to_tenths(value):
    """0.4712 → «۴۷٫۱٪»: where shares are told apart that lie close together."""
    return words.say("no_data") if value is None else _percent(number(value * 100, 1))


def percent(value):
    """0.05 → «۵٪»: a round share, as it stands at an axis."""
    return _percent(plain(round(value * 100, 3)))


def _percent(written):
    """Inside a Persian sentence the sign stands at the left of its digits; alone it must too.

    Digits alone are read from the left; after the mark of Arabic script they are as in a sentence.
    """
    return ARABIC.get(words.language(), "") + written + in_script("%")


def points(difference):
    """A change of a share in percentage points, with its sign: 0.031 → «+۳٫۱»."""
    return change(None if difference is None else difference * 100, 1)


def probability(value):
    """p with three decimals; a smaller one is «کمتر از ۰٫۰۰۱»."""
    if value is not None and value < 0.001:
        return words.say("less_than", limit=number(0.001, 3))
    return number(value, 3)


def duration(hours):
    """In the unit a person would use: «۲۵ دقیقه», «۳ ساعت», «۲ روز»."""
    if hours is None:
        return words.say("no_data")
    if hours * 60 < 1:
        return words.say("duration.under_a_minute")
    for unit, hours_each, up_to in (("minutes", 1 / 60, 1), ("hours", 1, 48), ("days", 24, 1e9)):
        if hours < up_to:
            return words.say(f"duration.{unit}", amount=_amount(hours / hours_each))


def _amount(value):
    decimals = 1 if value < 10 and round(value, 1) != round(value) else 0
    return number(value, decimals)


def month(code):
    """1404-07 → «مهر ۱۴۰۴»."""
    if code is None:
        return words.say("no_data")
    return words.say("month.written", name=month_name(code), year=digits(code[:4]))


def month_name(code):
    """1404-07 → «مهر»."""
    return words.say(f"month.{code[5:]}")


def period(first, last):
    """«مهر ۱۴۰۴», «فروردین تا مهر ۱۴۰۴» or «مهر ۱۴۰۳ تا مهر ۱۴۰۴»."""
    if first is None or last is None or first == last:
        return month(last or first)
    start = month_name(first) if first[:4] == last[:4] else month(first)
    return words.say("month.period", first=start, last=month(last))


def during(first, last):
    """A period at the beginning of a sentence: «در مهر ۱۴۰۴», «از فروردین تا مهر ۱۴۰۴»."""
    one = first is None or last is None or first == last
    return words.say(f"month.{'in_one' if one else 'in_several'}", period=period(first, last))


def moment(at):
    """A UTC moment as a Tehran reader's date and time: «۳ مهر ۱۴۰۴، ساعت ۱۴:۰۵»."""
    if at is None:
        return words.say("no_data")
    there = at.replace(tzinfo=at.tzinfo or UTC).astimezone(TEHRAN)
    day = jdatetime.date.fromgregorian(date=there.date())
    return words.say(
        "date.moment",
        day=digits(day.day),
        month=words.say(f"month.{day.month:02d}"),
        year=digits(day.year),
        time=digits(f"{there:%H:%M}"),
    )
