"""Where this machine keeps its Firefox: tests never download a browser."""

import shutil

NAMES = ("firefox-esr", "firefox")


def firefox_command() -> str:
    """The full path of the browser's command; `make setup-tests` installs one where it may."""
    for name in NAMES:
        if found := shutil.which(name):
            return found
    raise FileNotFoundError(f"None of {', '.join(NAMES)} is installed. Run: make setup-tests")
