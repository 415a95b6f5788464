"""One Chromium and one server per worker; a watched context per visit."""

import shutil
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import sync_playwright

from tests.browser.extracts import Extracts
from tests.browser.serving import Server, serving
from tests.browser.watching import Watched

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    # Chromium's own calls home
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
DESKTOP = {"width": 1400, "height": 900}
PHONE = {"width": 390, "height": 844}


def chromium_path(playwright) -> str:
    """The system's Chromium, else Playwright's own; `make chromium` brings one of them."""
    own = playwright.chromium.executable_path
    found = shutil.which("chromium") or shutil.which("chromium-browser")
    if not found and not Path(own).exists():
        pytest.fail("No Chromium: the browser tests need one. `make chromium` installs it.", False)
    return found or own


# Not for the whole session: while Playwright lives, its event loop runs in the main thread, where
# other folders' tests may want one of their own.
@pytest.fixture(scope="package")
def chromium():
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(playwright), args=ARGUMENTS
        )
        yield browser
        browser.close()


@contextmanager
def watched_page(chromium, viewport):
    """A page of a visitor whose browser speaks English; at the end nothing may have gone astray."""
    context = chromium.new_context(viewport=viewport, locale="en-US", accept_downloads=True)
    context.set_default_timeout(60_000)  # seconds pass when all cores are busy
    watched = Watched().watch(context)
    page = context.new_page()
    page.watched = watched
    yield page
    context.close()
    watched.check()


@pytest.fixture(scope="session")
def server(warehouse, tmp_path_factory):
    """The app on the loaded sample."""
    with serving(warehouse, tmp_path_factory.mktemp("server") / "log") as running:
        yield running


@pytest.fixture
def own_data(warehouse, tmp_path):
    """A data folder with the loaded sample that this test may load into."""
    return shutil.copytree(warehouse, tmp_path / "data", symlinks=True)


@pytest.fixture
def own_server(own_data, tmp_path):
    with serving(own_data, tmp_path / "log") as running:
        yield running


@pytest.fixture
def fresh_server(warehouse, tmp_path):
    """A server that nobody has visited."""
    with serving(warehouse, tmp_path / "log") as running:
        yield running


@pytest.fixture
def outlived(request):
    """Every server whose fixture's name ends with `server` starts before the pages, and so stops
    after them, in whatever order the test names them: a page that is still open asks where its
    server went, and complains."""
    for name in request.fixturenames:
        if name.endswith("server"):
            request.getfixturevalue(name)


@pytest.fixture
def page(chromium, outlived):
    with watched_page(chromium, DESKTOP) as opened:
        yield opened


@pytest.fixture
def phone(chromium, outlived):
    with watched_page(chromium, PHONE) as opened:
        yield opened


@pytest.fixture(scope="session")
def extracts(warehouse):
    """The files of the sample, counted without the product."""
    return Extracts(warehouse)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item):
    """A failure shows what the server said meanwhile."""
    report = yield
    if report.failed:
        for running in getattr(item, "funcargs", {}).values():
            if isinstance(running, Server):
                report.sections.append((f"log of {running.address}", running.said()[-5000:]))
    return report
