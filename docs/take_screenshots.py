"""Takes the pictures in docs/images from a freshly seeded claimsdb, by Debian's chromium.

    .venv/bin/python docs/take_screenshots.py

Starts a server of its own on loopback, on a database that goes when the script ends.
"""

import os
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
COMMAND = [sys.executable, str(ROOT / "manage.py"), "serve", "--port", "{port}"]
SIZE = {"width": 1366, "height": 768}

sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tests.settings")

from playwright.sync_api import Page, sync_playwright  # noqa: E402

from tests.processes import Server, environment_of, serving  # noqa: E402


def main() -> None:
    IMAGES.mkdir(exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as folder,
        serving(*COMMAND, environment=environment_of(f"sqlite:///{folder}/claimsdb.sqlite3", Path(folder))) as server,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE)
        log_in(page, server)
        claims = f"{server.url}/admin/claimsdb/claim/?status=all"
        take(page, "claims", claims)
        page.goto(f"{claims}&q=half+a+million")
        page.click("#result_list tbody th a")
        take(page, "claim", page.url)


def log_in(page: Page, server: Server) -> None:
    password = server.output.split("password", 1)[1].split()[0]
    page.goto(f"{server.url}/admin/")
    page.fill("#id_username", "editor")
    page.fill("#id_password", password)
    page.click("[type=submit]")


def take(page: Page, name: str, url: str) -> None:
    page.goto(url, wait_until="networkidle")
    page.screenshot(path=IMAGES / f"{name}.png")


if __name__ == "__main__":
    main()
