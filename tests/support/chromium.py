"""The installed Chromium, for tests that look at a page as a person does."""

import shutil

from playwright.sync_api import Browser, Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")
# No sandbox, because continuous integration runs as root; the rest keeps Chromium from
# looking for anything outside this machine.
ARGUMENTS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


class ChromiumError(RuntimeError):
    """Chromium is missing; the message says what to do."""


def find_chromium() -> str:
    """Return the path of Chromium.

    Raises:
        ChromiumError: it is not installed.
    """
    for name in NAMES:
        path = shutil.which(name)
        if path:
            return path
    raise ChromiumError("The browser tests need Chromium: run `make parts`.")


def launch_chromium(playwright: Playwright) -> Browser:
    """Start the installed Chromium, with a new empty profile."""
    return playwright.chromium.launch(executable_path=find_chromium(), args=list(ARGUMENTS))
