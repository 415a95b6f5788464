"""Which headers are counts of a channel each? Called like it, alone or with a word they share."""

from types import SimpleNamespace

import pytest

from etl.desk.shapes import propose

IN_TWO_WORDS = {"kiosk calls": "kiosk", "in person calls": "in_person"}


@pytest.mark.parametrize(
    "headers, found",
    [
        (["year", "kiosk", "ussd"], {"kiosk": "kiosk", "ussd": "ussd"}),
        (["kiosk calls", "in person calls"], IN_TWO_WORDS),
        (["درخواست kiosk", "درخواست ussd"], {"درخواست kiosk": "kiosk", "درخواست ussd": "ussd"}),
        # Called so, though another two share a word
        (["kiosk", "ussd", "kiosk_date", "ussd_date"], {"kiosk": "kiosk", "ussd": "ussd"}),
        (["kiosk_calls", "ussd_share"], {}),  # they share nothing
        (["kiosk", "channel"], {}),  # one alone may be a column of anything
    ],
)  # fmt: skip
def test_the_columns_of_counts(empty_folder, headers, found):
    head = SimpleNamespace(headers=headers)
    by_channel = propose(empty_folder, head, "channel_volume", None).unpivot
    assert by_channel == ({"channel": found} if found else {})
