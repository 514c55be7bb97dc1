"""Firefox as people have it, with Marionette as its hands: those still work on pages whose scripts are off."""

from __future__ import annotations

import json
import shutil
import socket
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from tests.firefox import firefox_command
from tests.journeys.shared_phone.phone import LOOK, STORES, Lost, Seen

SECONDS = 20.0
A_BLINK = 0.02
BETWEEN_PAGES = 500
KEYS = {"Shift": "\ue008", "ArrowDown": "\ue015", "Enter": "\ue007"}
PREFERENCES: dict[str, object] = {
    # Its settings for tests would switch off what is to be tested.
    "remote.prefs.recommended": False,
    # Nothing leaves this machine: all but ourselves is behind a proxy that is not there.
    "network.proxy.type": 1,
    "network.proxy.http": "127.0.0.1",
    "network.proxy.http_port": 9,
    "network.proxy.ssl": "127.0.0.1",
    "network.proxy.ssl_port": 9,
    "network.proxy.no_proxies_on": "localhost, 127.0.0.1",
    "datareporting.policy.dataSubmissionEnabled": False,
    "toolkit.telemetry.enabled": False,
    "toolkit.telemetry.shutdownPingSender.enabled": False,
    "app.normandy.enabled": False,
    "app.update.disabledForTesting": True,
    "extensions.update.enabled": False,
    "browser.newtabpage.enabled": False,
    "browser.aboutwelcome.enabled": False,
    "browser.preonboarding.enabled": False,
    "browser.startup.homepage_override.mstone": "ignore",
    "startup.homepage_welcome_url": "",
    "browser.shell.checkDefaultBrowser": False,
    # The person says yes when asked whether to send a form again.
    "dom.confirm_repost.testing.always_accept": True,
}
# The browser's own error pages never say that they are complete.
MOMENT = """
const done = document.URL.startsWith('about:') ? 'complete' : document.readyState;
return performance.timeOrigin + ' ' + done;
"""
LAST_TIME, A_BLANK_PAGE = 3, 0


class Marionette:
    """Requests to a running Firefox and its answers, one after the other."""

    def __init__(self, port: int) -> None:
        self._socket = _connect(port)
        self._file = self._socket.makefile("rb")
        self._count = 0
        self._read()

    def ask(self, command: str, **parameters: object) -> Any:
        """Send one request and wait for its answer; raises Lost."""
        self._count += 1
        message = json.dumps([0, self._count, command, parameters]).encode()
        self._socket.sendall(b"%d:%b" % (len(message), message))
        _, _, error, result = self._read()
        if error:
            raise Lost(f"{command}: {error['error']}: {error['message'][:200]}")
        return result.get("value", result) if isinstance(result, dict) else result

    def close(self) -> None:
        """Hang up."""
        self._file.close()
        self._socket.close()

    def _read(self) -> Any:
        length = b""
        while (digit := self._file.read(1)) != b":":
            if not digit:
                raise Lost("Firefox has hung up")
            length += digit
        return json.loads(self._file.read(int(length)))


class FirefoxPhone:
    """Debian's Firefox with a profile folder; `restore` brings back the tabs of last time."""

    def __init__(self, profile: Path, *, scripts: bool, restore: bool = False) -> None:
        self.scripts = scripts
        port = _prepare(profile, scripts, restore)
        command = [firefox_command(), "--headless", "--marionette", "--remote-allow-system-access"]
        command += ["--no-remote", "--profile", str(profile), "--width", "390", "--height", "844"]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self._browser = Marionette(port)
        told = self._browser.ask("WebDriver:NewSession", acceptInsecureCerts=True)
        self.version = f"Firefox/{told['capabilities']['browserVersion']}"
        self._tabs: list[str] = self._browser.ask("WebDriver:GetWindowHandles")

    def open(self, address: str) -> None:
        self._go("WebDriver:Navigate", url=address)

    def open_beside(self, address: str) -> None:
        made = self._browser.ask("WebDriver:NewWindow", type="tab")
        self._tabs.append(made["handle"])
        self._browser.ask("WebDriver:SwitchToWindow", handle=self._tabs[-1])
        self.open(address)

    def back(self) -> bool:
        return self._travel("Back")

    def forward(self) -> bool:
        return self._travel("Forward")

    def reload(self) -> None:
        self._go("WebDriver:Refresh")

    def has(self, selector: str) -> bool:
        return bool(self._run(f"return !!document.querySelector({json.dumps(selector)})"))

    def type(self, selector: str, words: str) -> None:
        self._browser.ask("WebDriver:ElementSendKeys", id=self._find(selector), text=words)

    def paste(self, selector: str, words: str) -> None:
        self._run(f"document.querySelector({json.dumps(selector)}).value += {json.dumps(words[:-1])}")
        self.type(selector, words[-1])

    def retype(self, selector: str, words: str) -> None:
        self._browser.ask("WebDriver:ElementClear", id=self._find(selector))
        self.type(selector, words)

    def tick(self, selector: str) -> None:
        self._browser.ask("WebDriver:ElementClick", id=self._find(selector))

    def press(self, selector: str) -> None:
        before = self._moment()
        try:
            self.tick(selector)
        except Lost as lost:
            # the page that was reached may be the browser's own error page
            if "neterror" not in str(lost):
                raise
        self._until(lambda: self._moment() != before, f"pressing {selector} led nowhere")

    def keys(self, *names: str) -> None:
        pressed = [{"type": kind, "value": KEYS[name]} for name in names for kind in ("keyDown", "keyUp")]
        self._browser.ask(
            "WebDriver:PerformActions", actions=[{"type": "key", "id": "keys", "actions": pressed}]
        )

    def wait_for(self, beginning: str) -> None:
        self._until(lambda: self.sees().address.startswith(beginning), f"no way to {beginning}")

    def sees(self) -> Seen:
        self._until(lambda: self._moment().endswith("complete"), "the page does not load")
        return Seen.from_json(self._run(LOOK))

    def stores(self) -> tuple[str, ...]:
        if not self.scripts:
            return ()
        script = f"const done = arguments[0]; (async () => {{{STORES}}})().then(done, e => done('[]'))"
        told = self._browser.ask("WebDriver:ExecuteAsyncScript", script=script, args=[])
        return tuple(json.loads(told))

    def cookies(self) -> str:
        return json.dumps(self._browser.ask("WebDriver:GetCookies"))

    def tabs(self) -> int:
        return len(self._tabs)

    def show(self, tab: int) -> None:
        self._browser.ask("WebDriver:SwitchToWindow", handle=self._tabs[tab])
        where = self._inside("return gBrowser.selectedBrowser.currentURI.spec")
        self._until(lambda: self._moment().endswith("complete"), f"the tab {where} does not load")

    def quit(self) -> None:
        if self._process.poll() is not None:
            return
        with suppress(Lost, OSError):
            self._browser.ask("Marionette:Quit", flags=["eAttemptQuit"])
        self._browser.close()
        try:
            self._process.wait(2 * SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _travel(self, way: str) -> bool:
        if not self._inside(f"return gBrowser.canGo{way}"):
            return False
        self._go(f"WebDriver:{way}")
        return True

    def _go(self, command: str, **parameters: object) -> None:
        try:
            self._browser.ask(command, **parameters)
        except Lost as lost:
            # An expired page or a site that is away is a page too: the browser's own.
            if not any(word in str(lost) for word in ("neterror", "Reached error page", "insecure")):
                raise

    def _find(self, selector: str) -> str:
        found: dict[str, str] = self._browser.ask(
            "WebDriver:FindElement", using="css selector", value=selector
        )
        return next(iter(found.values()))

    def _run(self, body: str) -> Any:
        for _ in range(BETWEEN_PAGES):
            told = self._browser.ask("WebDriver:ExecuteScript", script=body, args=[], sandbox="system")
            if told is not None or "return" not in body:
                return told
            # One page has gone and the next is not there yet.
            time.sleep(A_BLINK)
        raise Lost("no page comes")

    def _inside(self, body: str) -> Any:
        """Ask the browser's own window."""
        self._browser.ask("Marionette:SetContext", value="chrome")
        try:
            return self._browser.ask("WebDriver:ExecuteScript", script=body, args=[])
        finally:
            self._browser.ask("Marionette:SetContext", value="content")

    def _moment(self) -> str:
        return str(self._run(MOMENT))

    def _until(self, happened: Any, otherwise: str) -> None:
        end = time.monotonic() + SECONDS
        while time.monotonic() < end:
            try:
                if happened():
                    return
            except Lost as lost:
                otherwise = f"{otherwise} ({lost})" if "(" not in otherwise else otherwise
            time.sleep(A_BLINK)
        raise Lost(otherwise)


def _connect(port: int) -> socket.socket:
    end = time.monotonic() + 2 * SECONDS
    while time.monotonic() < end:
        try:
            return socket.create_connection(("127.0.0.1", port), timeout=3 * SECONDS)
        except OSError:
            time.sleep(A_BLINK)
    raise Lost("Firefox does not start")


def _prepare(profile: Path, scripts: bool, restore: bool) -> int:
    """Write the settings, and find a port for this start."""
    profile.mkdir(parents=True, exist_ok=True)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port: int = free.getsockname()[1]
    chosen = {
        **PREFERENCES,
        "marionette.port": port,
        "javascript.enabled": scripts,
        "browser.startup.page": LAST_TIME if restore else A_BLANK_PAGE,
    }
    lines = (f"user_pref({json.dumps(name)}, {json.dumps(value)});" for name, value in chosen.items())
    (profile / "user.js").write_text("\n".join(lines), encoding="utf-8")
    # Kept from the last start, it would only slow this one.
    shutil.rmtree(profile / "startupCache", ignore_errors=True)
    return port
