"""What tells of a person is masked in free text, however it is written; the rest is left."""

import pytest

from etl.personal_data import LONGEST_COMMENT, comment, masked


@pytest.mark.parametrize(
    "told, kept, why",
    [
        ("کد ملی من ۰۰۱۳۵۴۲۴۱۹ است", "کد ملی من *** است", "Persian digits"),
        ("ملی 001-354241-9.", "ملی ***.", "dashes between"),
        ("0013542419", "***", "nothing but the number"),
        ("15 0013542419 12", "***", "other numbers around it may belong to it"),
        ("001 354 2419", "***", "spaces between"),
        ("با 09123456789 تماس بگیرید", "با *** تماس بگیرید", "mobile"),
        ("+98 912 345 6789", "***", "country code"),
        ("00989123456789", "***", "country code with zeros"),
        ("۹۱۲ ۳۴۵ ۶۷۸۹", "***", "without its zero, Persian digits"),
        ("0912\u200c345\n6789", "***", "ZWNJ and a line break inside"),
        ("0912/345/6789 یا 09123456780", "*** یا ***", "slashes; two of them"),
        ("تلفن 021-88776655 زنگ", "تلفن *** زنگ", "landline"),
        ("کارت 6037 9911 1234 5678 12", "کارت ***", "card, and a number after it"),
        ("5 6037-9911-1234-5678", "***", "card, and a number before it"),
        ("شبا IR820540102680020817909002 دارم", "شبا *** دارم", "IBAN"),
        ("ir82 0540 1026 8002 0817 9090 02", "***", "IBAN in groups"),
        ("ali.reza@example.com نوشتم", "*** نوشتم", "e-mail"),
        ("در تلگرام @ali_1350", "در تلگرام ***", "a name after an @"),
        ("شماره بیمه ۸۸۷۷۶۶۵۵", "شماره بیمه ***", "eight digits of any kind"),
        ("کد رهگیری 123456789012345", "کد رهگیری ***", "a tracking number"),
        ("0912 - 345 - 6789", "***", "three marks between"),
        ("021 - 8877 - 6655", "***", "landline, three marks between"),
        ("6037 - 9975 - 1234 - 5678", "***", "card, three marks between"),
        ("IR06 - 0170 - 0000 - 0010 - 0324 - 2000 - 01", "***", "IBAN, three marks between"),
        ("0912\u200c - \u200c345 - 6789", "***", "what shows nothing does not count"),
        ("0912:345:6789", "***", "colons"),
        ("0912*345*67*89", "***", "stars"),
        ("0912,345,6789", "***", "commas"),
        ("0912+345+6789", "***", "plus signs"),
        ("0912 ، 345 6789", "***", "a Persian comma"),
        ("0912\u2212345\u22126789", "***", "a minus sign"),
        ("0912·345·6789", "***", "middle dots"),
        ("+98 (0)21 8877 6655", "***", "country code and a zero in brackets"),
        ("تلفن 8877 6655 است", "تلفن *** است", "landline without area code"),
        ("88-77-66-55", "***", "landline two by two"),
        ("12-345678", "***", "eight digits"),
        ("0912\ufe0f\u20e3 345 6789", "***", "digits of a keyboard of pictures"),
        ("مبلغ 12,500,000 ریال", "مبلغ *** ریال", "an amount can not be told from a number"),
        ("1404/05/12 0912", "***", "a number beside a date may be a part of another"),
        ("1404/05/1234", "***", "no date"),
        ("1404-15-12", "***", "no month"),
    ],
)
def test_what_tells_of_a_person_is_masked(told, kept, why):
    assert comment(told) == kept, why


@pytest.mark.parametrize(
    "told",
    [
        "در 1404/07/15 ساعت 10:05 مبلغ 5,000,000 ریال",
        "9 بار از 10 بار قطع بود",
        "سامانهٔ 1420 جواب نداد",
        "از سال 1398 تا 1404",
        "از 1404/05/12 - 1404/5/13 قطع بود",
        "2025-09-25 10:15:30 و 25.9.2025",
        "10:15 1404/05/12، 1404/05/13 8:30",
        "12 مهر 1404 10:15:00",
        "8877 665",
    ],
)
def test_dates_amounts_and_counts_are_left(told):
    assert comment(told) == told


def test_a_comment_is_one_line_of_one_spelling():
    assert comment("  سايت\r\nقطع\tشد \x1b[31m😀 ") == "سایت قطع شد [31m😀"


def test_a_comment_is_cut_after_it_is_masked():
    """Else the first half of a number would be left at the end."""
    long = "الف " * (LONGEST_COMMENT // 4 - 2) + "0912" + "3456789"
    assert "0912" not in comment(long)
    assert len(comment("ب" * 9000)) == LONGEST_COMMENT


def test_a_code_stays_a_code_and_only_its_national_number_goes():
    """Rejected rows come back corrected: their codes must be those that were sent."""
    assert masked("20250925101500") == "20250925101500"
    assert masked("0912-3456789") == "0912-3456789"
    assert masked("0013542419") == "**********"
    assert masked("تماس: 09123456789 لطفا") == "تماس: *** لطفا"
