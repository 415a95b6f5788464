"""Which columns do the tables of requests have? Every share beside the count it is a share of."""

from pages.parts import numbers, words
from pages.parts.tables import Column

WRITE = {
    "share": numbers.share,
    "completion_rate": numbers.share,
    "on_time_share": numbers.share,
    "digital_take_up": numbers.share,
    "requests_per_working_day": numbers.rate,
    "median_hours": numbers.duration,
    "p90_hours": numbers.duration,
}


def channel_columns(name):
    """One row per channel; `name` gives a channel's name."""
    keys = (
        "requests",
        "share",
        "completion_rate",
        "on_time_n",
        "on_time_share",
        "median_hours",
        "p90_hours",
        "requests_per_working_day",
        "failed",
        "abandoned",
        "pending",
    )
    return [_channel(name), *map(_column, keys)]


def month_columns(name, series):
    """One row per month and channel; `series` holds each channel's share of the month."""

    def share(row):
        return series[row["channel"]][row["month"]]

    return [
        _month(),
        _channel(name),
        _column("requests"),
        Column(
            "share_of_month",
            _title("share_of_month"),
            lambda row: numbers.share(share(row)),
            plain=share,
        ),
        _column("completion_rate"),
    ]


def volume_columns():
    """One row per month."""
    keys = ("requests", "working_days", "requests_per_working_day", "digital_take_up")
    return [_month(), *map(_column, keys), _column("completion_rate")]


def _title(key):
    return words.say(f"channel_usage.column.{key}")


def _month():
    return Column("month", _title("month"), lambda row: numbers.month(row["month"]), kind="text")


def _channel(name):
    def written(row):
        return name(row["channel"])

    return Column("channel", _title("channel"), written, kind="text", plain=written)


def _column(key):
    write = WRITE.get(key, numbers.number)
    return Column(key, _title(key), lambda row: write(row[key]))
