"""Chromium as people have it: nothing switched off for tests, so Back may bring a whole page back from memory."""

from __future__ import annotations

import fcntl
import json
import os
import select
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.chromium import chromium_command
from tests.journeys.shared_phone.phone import LOOK, STORES, Lost, Seen

SECONDS = 20.0
A_BLINK = 0.01
BETWEEN_PAGES = 500
NO_PAGE = ("context", "navigated", "active page")
BLOCKED, CONTINUE = 2, 1
NO_OTHER_MACHINE = "MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
SWITCHES = (
    "--headless=new",
    # a container has no user namespace for the browser's own sandbox, and only our pages are opened
    "--no-sandbox",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--ignore-certificate-errors",
    "--window-size=390,844",
    "--remote-debugging-pipe",
    f"--host-resolver-rules={NO_OTHER_MACHINE}",
)
# The browser listens on file 3 and answers on file 4.
ON_3_AND_4 = """
import os, sys
for end, wanted in zip(sys.argv[1:3], (3, 4)):
    os.dup2(int(end), wanted)
os.execv(sys.argv[3], sys.argv[3:])
"""
KEYS = {"Shift": 16, "ArrowDown": 40, "Enter": 13}
MOMENT = "performance.timeOrigin + ' ' + document.readyState"
MIDDLE = """
const found = document.querySelector(SELECTOR);
if (!found) return '';
found.scrollIntoView({block: 'center'});
const box = found.getBoundingClientRect();
return JSON.stringify([box.x + box.width / 2, box.y + box.height / 2]);
"""


class NoPage(Lost):
    """One page has gone and the next is not there yet."""


class Pipe:
    """Messages to and from a browser through two pipes."""

    def __init__(self, command: list[str]) -> None:
        # above 10, so that neither end is in the way of the files 3 and 4
        read_by_browser, self._to = (_high(end) for end in os.pipe())
        self._from, written_by_browser = (_high(end) for end in os.pipe())
        ends = (read_by_browser, written_by_browser)
        self.process = subprocess.Popen(
            [sys.executable, "-c", ON_3_AND_4, *map(str, ends), *command],
            pass_fds=ends,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        for end in ends:
            os.close(end)
        self._rest = b""
        self._count = 0

    def ask(self, method: str, session: str = "", **parameters: object) -> dict[str, Any]:
        """Send one request and wait for its answer; raises Lost."""
        self._count += 1
        message = {"id": self._count, "method": method, "params": parameters}
        if session:
            message["sessionId"] = session
        os.write(self._to, json.dumps(message).encode() + b"\0")
        while (answer := self._next(method)).get("id") != self._count:
            pass
        if "error" in answer:
            said = str(answer["error"].get("message"))
            raise (NoPage if any(word in said for word in NO_PAGE) else Lost)(f"{method}: {said}")
        result: dict[str, Any] = answer["result"]
        return result

    def close(self) -> None:
        """Wait for the browser to end and let go of the pipes."""
        try:
            self.process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for end in (self._to, self._from):
            with suppress(OSError):
                os.close(end)

    def _next(self, method: str) -> dict[str, Any]:
        while b"\0" not in self._rest:
            ready, _, _ = select.select([self._from], [], [], SECONDS)
            more = os.read(self._from, 1 << 16) if ready else b""
            if not more:
                raise Lost(f"Chromium does not answer {method}")
            self._rest += more
        message, self._rest = self._rest.split(b"\0", 1)
        told: dict[str, Any] = json.loads(message)
        return told


class ChromiumPhone:
    """Debian's Chromium with a profile folder; `restore` brings back the tabs of last time."""

    def __init__(self, profile: Path, *, scripts: bool, restore: bool = False) -> None:
        _prepare(profile, scripts, restore)
        self.scripts = scripts
        self._pipe = Pipe([chromium_command(), *SWITCHES, f"--user-data-dir={profile}"])
        self.version = self._pipe.ask("Browser.getVersion")["product"]
        self._session = ""
        self._until(lambda: bool(self._pages()), "no tab opens")
        self._tabs = self._pages()
        self.show(0)

    def open(self, address: str) -> None:
        before = self._moment()
        self._ask("Page.navigate", url=address)
        self._another(before)

    def open_beside(self, address: str) -> None:
        self._tabs.append(self._pipe.ask("Target.createTarget", url="about:blank")["targetId"])
        self._attach(self._tabs[-1])
        self.open(address)

    def back(self) -> bool:
        return self._travel(-1)

    def forward(self) -> bool:
        return self._travel(+1)

    def reload(self) -> None:
        before = self._moment()
        self._ask_when_there("Page.reload")
        self._another(before)

    def has(self, selector: str) -> bool:
        return bool(self._run(f"return !!document.querySelector({json.dumps(selector)})"))

    def type(self, selector: str, words: str) -> None:
        self._run(f"document.querySelector({json.dumps(selector)}).focus()")
        self._ask("Input.insertText", text=words)

    def paste(self, selector: str, words: str) -> None:
        self.type(selector, words)

    def retype(self, selector: str, words: str) -> None:
        self._run(f"document.querySelector({json.dumps(selector)}).select()")
        self.type(selector, words)

    def tick(self, selector: str) -> None:
        middle = self._run(MIDDLE.replace("SELECTOR", json.dumps(selector)))
        if not middle:
            raise Lost(f"There is no {selector} to press on {self.sees().address}")
        x, y = json.loads(middle)
        for kind in ("mousePressed", "mouseReleased"):
            self._ask("Input.dispatchMouseEvent", type=kind, x=x, y=y, button="left", clickCount=1)

    def press(self, selector: str) -> None:
        before = self._moment()
        self.tick(selector)
        self._another(before)

    def keys(self, *names: str) -> None:
        for name in names:
            for kind in ("rawKeyDown", "keyUp"):
                code = KEYS[name]
                self._ask(
                    "Input.dispatchKeyEvent", type=kind, key=name, code=name, windowsVirtualKeyCode=code
                )

    def wait_for(self, beginning: str) -> None:
        self._until(lambda: self.sees().address.startswith(beginning), f"no way to {beginning}")

    def sees(self) -> Seen:
        self._until(lambda: self._moment().endswith("complete"), "the page does not load")
        return Seen.from_json(self._run(LOOK))

    def stores(self) -> tuple[str, ...]:
        return tuple(json.loads(self._run(STORES, "async "))) if self.scripts else ()

    def cookies(self) -> str:
        return json.dumps(self._ask("Network.getCookies")["cookies"])

    def tabs(self) -> int:
        return len(self._tabs)

    def show(self, tab: int) -> None:
        self._attach(self._tabs[tab])
        self._until(lambda: self._moment().endswith("complete"), "the tab does not load")

    def quit(self) -> None:
        if self._pipe.process.poll() is None:
            with suppress(Lost, OSError):
                self._pipe.ask("Browser.close")
            self._pipe.close()

    def _travel(self, steps: int) -> bool:
        history = self._ask_when_there("Page.getNavigationHistory")
        wanted = history["currentIndex"] + steps
        if not 0 <= wanted < len(history["entries"]):
            return False
        before = self._moment()
        self._ask("Page.navigateToHistoryEntry", entryId=history["entries"][wanted]["id"])
        self._another(before)
        return True

    def _pages(self) -> list[str]:
        told = self._pipe.ask("Target.getTargets")["targetInfos"]
        return [target["targetId"] for target in reversed(told) if target["type"] == "page"]

    def _attach(self, target: str) -> None:
        self._pipe.ask("Target.activateTarget", targetId=target)
        self._session = self._pipe.ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]

    def _ask(self, method: str, **parameters: object) -> dict[str, Any]:
        return self._pipe.ask(method, self._session, **parameters)

    def _ask_when_there(self, method: str, **parameters: object) -> dict[str, Any]:
        """Ask again while one page makes room for the next, as a tab of last time does when it is shown."""
        for _ in range(BETWEEN_PAGES):
            with suppress(NoPage):
                return self._ask(method, **parameters)
            time.sleep(A_BLINK)
        raise Lost("no page comes")

    def _run(self, body: str, kind: str = "") -> Any:
        told = self._ask_when_there(
            "Runtime.evaluate",
            expression=f"({kind}() => {{{body}}})()",
            returnByValue=True,
            awaitPromise=bool(kind),
            userGesture=True,
        )
        if "exceptionDetails" in told:
            raise Lost(str(told["exceptionDetails"].get("exception", {}).get("description")))
        return told["result"].get("value")

    def _moment(self) -> str:
        return str(self._run(f"return {MOMENT}"))

    def _another(self, before: str) -> None:
        """Wait for a page that is another one, or the same one loaded anew."""
        origin = before.split()[0]

        def came() -> bool:
            now = self._moment()
            return now.split()[0] != origin and now.endswith("complete")

        self._until(came, "no other page came")

    def _until(self, happened: Any, otherwise: str) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                if happened():
                    return
            except Lost as lost:
                # between two pages there is nothing that could answer
                otherwise = f"{otherwise} ({lost})" if "(" not in otherwise else otherwise
            time.sleep(A_BLINK)
        raise Lost(otherwise)


def _high(end: int) -> int:
    high = fcntl.fcntl(end, fcntl.F_DUPFD_CLOEXEC, 10)
    os.close(end)
    return high


def _prepare(profile: Path, scripts: bool, restore: bool) -> None:
    """Set what a person sets in the browser's settings: scripts, and whether it goes on where it stopped."""
    path = profile / "Default" / "Preferences"
    path.parent.mkdir(parents=True, exist_ok=True)
    chosen = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    chosen.setdefault("session", {})["restore_on_startup"] = CONTINUE if restore else 5
    if not scripts:
        values = chosen.setdefault("profile", {}).setdefault("default_content_setting_values", {})
        values["javascript"] = BLOCKED
    path.write_text(json.dumps(chosen), encoding="utf-8")
