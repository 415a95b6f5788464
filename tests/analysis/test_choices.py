"""The filter lists: what there is, with its names, in an order that does not change."""

from analysis import choices


def test_every_list_carries_codes_and_both_names(marts):
    lists = choices.options(marts)
    for name in ("provinces", "regions", "branches", "channels", "services", "customer_groups"):
        assert all({"name_fa", "name_en"} <= set(row) for row in lists[name]), name
    for name in ("instruments", "batteries"):
        assert all({"title_fa", "title_en"} <= set(row) for row in lists[name]), name


def test_codes(marts, raw):
    lists = choices.options(marts)
    assert [row["province"] for row in lists["provinces"]] == sorted(set(raw.province.values()))
    assert {row["branch"]: row["province"] for row in lists["branches"]} == raw.province
    assert {row["channel"]: row["remote"] for row in lists["channels"]} == raw.remote
    assert [row["region"] for row in lists["regions"]] == [
        "whole_country", "razavi_khorasan", "khorasans",  # in the order of the organisation's list
    ]  # fmt: skip
    assert lists["regions"][2]["provinces"] == ["IR-09", "IR-28", "IR-29"]
    assert [(row["instrument"], row["battery"]) for row in lists["batteries"]] == [
        ("paired", "expectation"), ("paired", "satisfaction"), ("short", "status"),
        ("tiny", "quality"), ("tiny", "value"),
    ]  # fmt: skip


def test_months_are_those_with_data(marts):
    months = choices.options(marts)["months"]
    assert [row["month"] for row in months] == ["1404-05", "1404-06"]
    assert [row["name_fa"] for row in months] == ["مرداد", "شهریور"]
