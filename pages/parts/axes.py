"""Which values stand on an axis? Months side by side, round values upright."""

import math

from pages.parts import numbers


def after(month):
    """1404-12 → 1405-01."""
    year, number = int(month[:4]), int(month[5:])
    return f"{year + number // 12}-{number % 12 + 1:02d}"


def ticks(months):
    """Positions and two-line names («مهر» over «۱۴۰۴») that still fit on a phone."""
    step = next((s for most, s in ((4, 1), (18, 3), (24, 6)) if len(months) <= most), 12)
    # Counted from the end: the last month is the one a reader looks for
    named = [i for i in range(len(months)) if (len(months) - 1 - i) % step == 0]
    labels = [f"{numbers.month_name(months[i])}<br>{numbers.digits(months[i][:4])}" for i in named]
    return named, labels


def round_values(low, high, most=5):
    """At most `most` + 1 values in steps of 1, 2 or 5 times a power of ten, inside [low, high]."""
    if high <= low:
        return [low]
    rough = (high - low) / most
    power = 10 ** math.floor(math.log10(rough))
    step = next(power * factor for factor in (1, 2, 5, 10) if power * factor >= rough)
    first, last = math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9)
    return [round(index * step, 10) for index in range(first, last + 1)]
