"""Colours can be told from their ground, axes have round values, tables cannot run or inject."""

import pytest

from pages.parts import axes, colours, dots, status, tables


def luminance(colour):
    """Relative luminance, WCAG 2.2."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one, other):
    dark, light = sorted((luminance(one), luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ground", [colours.LIGHT, colours.DARK], ids=lambda ground: ground.name)
def test_contrast_of_text_and_marks(ground):
    for text in (ground.text, ground.quiet):
        assert contrast(text, ground.paper) >= 4.5
    for one in status.STATUSES.values():  # statuses are words too
        assert contrast(getattr(one, ground.name), ground.paper) >= 4.5
    for channel, colour in ground.channels.items():
        assert contrast(colour, ground.paper) >= 3, channel


def test_a_channel_nobody_knows_is_grey():
    assert colours.of_channel("fax", colours.LIGHT) == colours.LIGHT.quiet


@pytest.mark.parametrize(
    ("low", "high", "values"),
    [
        (0, 1, [0, 0.2, 0.4, 0.6, 0.8, 1]),
        (0, 12345, [0, 5000, 10000]),
        (2.9, 3.6, [3, 3.2, 3.4, 3.6]),
        (3, 3, [3]),  # one value is still an axis
    ],
)
def test_axes_have_round_values(low, high, values):
    assert axes.round_values(low, high) == values


def test_the_month_after_esfand_is_farvardin():
    assert axes.after("1404-12") == "1405-01"
    assert axes.after("1404-07") == "1404-08"


@pytest.mark.parametrize("count", [1, 4, 5, 18, 24, 25, 36])
def test_months_on_an_axis_fit_on_a_phone_and_end_with_the_last(count):
    months = [f"{1402 + n // 12}-{n % 12 + 1:02d}" for n in range(count)]
    named, labels = axes.ticks(months)
    assert named[-1] == count - 1 and len(labels) == len(named)
    assert len(named) <= (6 if count <= 18 else 4)


def test_dots_show_half_points_around_all_that_is_drawn():
    dot = dots.Dot("a", "", status.STATUSES["favourable"], 3.2, 3.1, 3.3, published=3.9)
    assert dots.ends([dot], reference=3) == (2.5, 4.0)


NAME = tables.Column("name", "نام", lambda row: row["name"], kind="text")
MEAN = tables.Column("mean", "میانگین", lambda row: f"{row['mean']}")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\r", "\n"])
def test_a_downloaded_cell_never_runs(start):
    written = tables.csv_bytes([NAME], [{"name": f"{start}HYPERLINK(1)"}]).decode("utf-8-sig")
    assert f"'{start}HYPERLINK(1)" in written


def test_downloads_keep_numbers_and_persian():
    written = tables.csv_bytes([NAME, MEAN], [{"name": "مشهد", "mean": -0.5}])
    assert written.startswith(b"\xef\xbb\xbf")  # Excel needs it to read UTF-8
    assert written.decode("utf-8-sig") == "نام,میانگین\r\nمشهد,-0.5\r\n"


def test_nothing_from_data_is_rendered():
    row = {"name": "<img src=x onerror=alert(1)>", "mean": 1}
    drawn = tables.html([NAME, MEAN], [row], "<b>") + dots._row(
        dots.Dot("<b>", "<b>'", status.STATUSES["no_data"]), 1, 5, 3
    )
    assert "<img" not in drawn and "<b>" not in drawn and "'&#x27;" not in drawn


@pytest.mark.parametrize(
    ("written", "bare"),
    [
        ("۱٬۲۳۴", True),
        ("۰٫۹۶", True),
        ("\u061c۹۶٪", True),  # the mark makes it run as the page does
        ("96%", True),
        ("سابقهٔ بیمه", True),
        ("Agent office", True),
        ("پیامک USSD", False),
        ("شعبهٔ ۱ مشهد", False),
        ("۹۶٪", False),  # without the mark the sign would stand where the page begins
        ("\u2066−۰٫۲\u2069", False),
        ("۱ تا ۵", False),
        ("<b>", False),
        ("", False),
    ],
)
def test_only_what_reads_the_same_goes_without_isolation(written, bare):
    column = tables.Column("key", "title", lambda row: written)
    assert ("<bdi>" not in tables.html([column], [{"key": 1}], "caption")) == bare
