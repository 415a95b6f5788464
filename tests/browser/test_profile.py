"""The profile in a browser: a file is of the choice that is on the screen, however quick the hand.

The page once left the buttons of the former choice standing while it computed the new one: who
chose a month and took the PDF at once got the one of all months.
"""

import pypdfium2
import pytest

from pages.parts import numbers
from tests.browser import reading

pytestmark = pytest.mark.browser

MONTH, MONTHS, LINK = "1404-07", ("1404-05", "1404-07"), "/profile?province=IR-29"
BUTTONS = ".st-key-profile_downloads button"
COMPUTING = """() => document.querySelector('[data-stale="true"]') !== null
  || document.querySelector('[data-testid="stApp"]').dataset.testScriptState === "running" """


@pytest.mark.parametrize("waits", [False, True])
def test_the_pdf_is_of_the_month_that_was_chosen(page, server, tmp_path, waits):
    reading.open_page(page, server, LINK)
    assert numbers.period(*MONTHS) in page.locator(BUTTONS).first.inner_text()
    reading.search(page, "from", numbers.month(MONTH))
    page.get_by_role("option", name=numbers.month(MONTH), exact=True).click()
    if waits:
        reading.settle(page, filtered=numbers.month(MONTH), without=numbers.period(*MONTHS))
    else:
        page.wait_for_function(COMPUTING)
    with page.expect_download() as coming:
        page.locator(BUTTONS).first.click()  # waits until it can be pressed
    assert coming.value.suggested_filename == f"profile_IR-29_{MONTH}_{MONTH}.pdf"
    coming.value.save_as(tmp_path / "profile.pdf")
    first = pypdfium2.PdfDocument(tmp_path / "profile.pdf")[0].get_textpage().get_text_bounded()
    assert "مهر" in first and "مرداد" not in first


def test_no_key_takes_a_file_of_before(page, server):
    """Enter on a button that has the focus is a click too."""
    reading.open_page(page, server, LINK)
    downloads = []
    page.on("download", lambda download: downloads.append(download))
    page.evaluate(
        """(selector) => {
          const button = document.querySelector(selector);
          button.closest('[data-testid="stElementContainer"]').dataset.stale = "true";
          button.focus();
        }""",
        BUTTONS,
    )
    page.keyboard.press("Enter")
    page.wait_for_timeout(3000)  # longer than a small PDF takes
    assert downloads == []
