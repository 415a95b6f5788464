"""A selection: hashable, and refused with the closest valid values when it names what is not."""

import pickle

import pytest

from analysis.selection import Selection, SelectionError, check, check_groups

KNOWN = {
    "province": ["IR-09", "IR-28", "IR-29"],
    "branch": ["N1", "N2"],
    "channel": ["in_person", "web_portal", "mobile_app"],
    "service": ["pension_slip"],
    "customer_group": ["insured"],
    "region": ["khorasans", "razavi_khorasan"],
    "instrument": ["short"],
}
REGIONS = {"khorasans": ["IR-09", "IR-28", "IR-29"], "razavi_khorasan": ["IR-09"]}
MONTHS = ["1403-12", "1404-05", "1404-06"]


def refused(limited=False, **fields) -> SelectionError:
    with pytest.raises(SelectionError) as error:
        check(Selection(**fields), KNOWN, REGIONS, MONTHS, limited)
    assert "\n" not in str(error.value)
    return error.value


def test_the_same_choice_is_the_same_key():
    assert hash(Selection(provinces=["IR-29", "IR-09", "IR-29"])) == hash(
        Selection(provinces=("IR-09", "IR-29"))
    )


def test_one_code_may_be_given_bare():
    assert Selection(channels="ussd") == Selection(channels=("ussd",))


@pytest.mark.parametrize(
    "fields",
    [
        {},  # nothing is filtered
        {"provinces": ["IR-09"], "region": "khorasans"},  # a province inside the region
        {"first_month": "1390-01", "last_month": "1390-02"},  # months without data: an empty answer
        {"first_month": "1404-05", "last_month": "1404-05"},  # one month
    ],
)
def test_accepted(fields):
    check(Selection(**fields), KNOWN, REGIONS, MONTHS, limited=False)


@pytest.mark.parametrize(
    ("fields", "closest"),
    [
        ({"provinces": ["IR-9"]}, "IR-29"),
        ({"channels": ["web"]}, "web_portal"),
        ({"branches": ["n1"]}, "N1"),
        ({"services": ["pension"]}, "pension_slip"),
        ({"customer_groups": ["Insured"]}, "insured"),
        ({"region": "khorasan"}, "khorasans"),
        ({"instrument": "shrot"}, "short"),
        ({"provinces": ["IR-28"], "region": "razavi_khorasan"}, "IR-09"),  # outside the region
        ({"first_month": "1404-13"}, "1404-06"),  # no such month
        ({"first_month": "1404-6"}, "1404-06"),  # one digit
        ({"last_month": "1404/05"}, "1404-05"),  # a slash
        ({"last_month": "2025-03"}, "1403-12"),  # Gregorian, before Nowruz
        ({"last_month": "2025-08"}, "1404-05"),  # Gregorian, after Nowruz
        ({"last_month": "۱۴۰۴-۰۵"}, "1403-12"),  # Persian digits: the months there are
    ],
)
def test_refused_with_the_closest_values(fields, closest):
    error = refused(**fields)
    assert closest in error.closest
    assert closest in str(error)


def test_months_in_the_wrong_order():
    assert "later than the last month" in str(refused(first_month="1404-06", last_month="1404-05"))


def test_to_a_limited_reader_elsewhere_and_nowhere_are_the_same_words():
    elsewhere, nowhere = (
        str(refused(limited=True, provinces=[code])).replace(code, "…").partition(";")[0]
        for code in ("IR-07", "IR-99")  # the first exists, the second does not
    )
    assert elsewhere == nowhere
    assert "is not among the provinces you may see" in elsewhere


def test_grouping_by_what_is_no_column():
    with pytest.raises(SelectionError, match="'year' is not one of province, month"):
        check_groups(["month", "year"])


def test_an_error_survives_being_sent_to_another_process():
    error = refused(channels=["fax"])
    assert str(pickle.loads(pickle.dumps(error))) == str(error)  # noqa: S301  (our own bytes)
