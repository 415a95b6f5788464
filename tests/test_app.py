"""The frame: a Persian, right-to-left document from our own server, whatever is asked for first."""

import os
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest
from streamlit.runtime.pages_manager import PagesManager

from pages.parts import failure
from pages.parts.shell import STATIC, in_our_words

PROJECT = Path(__file__).resolve().parent.parent
START_PAGE_OF_STREAMLIT = (
    '<!DOCTYPE html><html lang="en"><head><link rel="shortcut icon" href="./favicon.png" />'
    "<title>Streamlit</title></head><body></body></html>"
)


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture(scope="module")
def server(tmp_path_factory):
    """`streamlit run app.py`, as `make run` does it; the frame needs no data."""
    port = free_port()
    log = (tmp_path_factory.mktemp("server") / "log").open("w+")
    command = [sys.executable, "-m", "streamlit", "run", "app.py", "--server.port", str(port)]
    env = os.environ | {"PAYESH_DATA": str(tmp_path_factory.mktemp("nothing"))}
    running = subprocess.Popen(command, cwd=PROJECT, env=env, stdout=log, stderr=log)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            if running.poll() is not None:
                break
            try:
                urllib.request.urlopen(f"{address}/_stcore/health", timeout=1)
                break
            except OSError:
                time.sleep(0.2)
        assert running.poll() is None, Path(log.name).read_text()
        yield address
    finally:
        running.terminate()
        running.wait(10)
        log.close()


def get(address, accept="text/html"):
    request = urllib.request.Request(
        address, headers={"Accept": accept, "Accept-Encoding": "gzip", "If-None-Match": '"x"'}
    )
    with urllib.request.urlopen(request, timeout=10) as response:
        return response, response.read().decode("utf-8")


def test_the_document_is_persian_and_ours():
    document = in_our_words(START_PAGE_OF_STREAMLIT)
    assert '<html lang="fa" dir="rtl">' in document
    assert "<title>پایش خدمات غیرحضوری</title>" in document
    assert 'href="./app/static/icon.svg"' in document
    assert "Streamlit</title>" not in document


@pytest.mark.parametrize("path", ["/", "/factor_status", "/satisfaction_trends?province=IR-09"])
def test_every_page_is_served_in_our_words(server, path):
    response, document = get(server + path)
    assert '<html lang="fa" dir="rtl">' in document
    assert int(response.headers["content-length"]) == len(document.encode("utf-8"))
    assert "'self'" in response.headers["content-security-policy"]


def test_the_start_page_has_its_name_too_and_keeps_the_filters(server):
    response, _ = get(server + "/overview?province=IR-29&channel=ussd")
    assert response.url == server + "/?province=IR-29&channel=ussd"


def test_a_page_that_does_not_exist_is_said_in_persian(server):
    with pytest.raises(urllib.error.HTTPError) as refused:
        get(server + "/no_such_page")
    assert refused.value.code == 404
    assert "این صفحه پیدا نشد" in refused.value.read().decode("utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "frame.css",
        "rtl.css",
        "frame.js",
        "icon.svg",
        "topo/world_110m.json",
        "fonts/Vazirmatn-FD-Regular.woff2",
    ],  # fmt: skip
)
def test_what_a_browser_needs_comes_from_this_server(server, name):
    with urllib.request.urlopen(f"{server}/app/static/{name}", timeout=10) as response:
        assert response.read() == (STATIC / name).read_bytes()


def test_the_fonts_come_with_their_licence():
    assert "SIL Open Font License" in (STATIC / "fonts" / "OFL.txt").read_text(encoding="utf-8")


def test_nothing_static_names_another_server():
    for path in STATIC.rglob("*"):
        if path.suffix in (".css", ".js", ".svg"):
            text = path.read_text(encoding="utf-8").replace("http://www.w3.org/2000/svg", "")
            assert "http:" not in text and "https:" not in text and "//cdn" not in text


def test_only_this_machine_is_served_and_nothing_is_reported():
    config = (PROJECT / ".streamlit" / "config.toml").read_text(encoding="utf-8")
    assert 'address = "127.0.0.1"' in config and "port = 8501" in config
    assert "gatherUsageStats = false" in config
    assert 'showErrorDetails = "none"' in config


def test_importing_the_app_turns_the_pages_folder_off():
    """Else Streamlit shows the first visitor of a fresh server a page without its frame."""
    PagesManager.uses_pages_directory = None
    sys.modules.pop("app", None)
    import app

    assert PagesManager.uses_pages_directory is False
    assert app.app.script_path == PROJECT / "app.py"


def test_an_error_has_a_number_on_the_page_and_in_the_log(monkeypatch, caplog):
    shown = []
    monkeypatch.setattr("streamlit.html", shown.append)
    try:
        raise ZeroDivisionError("a secret of the code")
    except ZeroDivisionError as error:
        assert failure.show(error) is True  # Streamlit's own message stays away
    (record,) = caplog.records
    reference = record.args[0]
    assert record.exc_info[1].args == ("a secret of the code",)
    assert "secret" not in shown[0] and "Traceback" not in shown[0]
    assert reference.translate(str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")) in shown[0]
