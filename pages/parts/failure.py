"""What does a reader see when a page breaks? A reference number; the log has the rest under it."""

import logging
import secrets

from pages.parts import notices, numbers

log = logging.getLogger("payesh")


def show(error):
    """Streamlit calls this with every uncaught error; True keeps its own message off the page."""
    reference = f"{secrets.randbelow(10**6):06d}"
    log.error("reference %s", reference, exc_info=error)
    notices.notice("failure", kind="problem", reference=numbers.digits(reference))
    return True
