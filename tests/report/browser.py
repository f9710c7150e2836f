"""A real browser with a real keyboard: Chromium over its debugging pipe, without a network."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FLAGS = (
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
    *("--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe"),
    *("--proxy-server=127.0.0.1:9", "--window-size=1200,900"),
)
# Chromium reads commands from descriptor 3 and answers on 4.
WIRED = """import os, sys
copies = [os.dup(int(number)) for number in sys.argv[1:3]]
for copy, wanted in zip(copies, (3, 4)):
    os.dup2(copy, wanted)
    os.set_inheritable(wanted, True)
os.execv(sys.argv[3], sys.argv[3:])"""
KEYS = {"Tab": 9, "Enter": 13, "Escape": 27, " ": 32, "ArrowUp": 38, "ArrowDown": 40}
TEXT = {"Enter": "\r", " ": " "}


class Browser:
    """One page. Close it, or use it as a context manager."""

    def __init__(self, profile: Path) -> None:
        chromium = shutil.which("chromium") or shutil.which("google-chrome")
        if chromium is None:
            pytest.skip("Chromium is not installed")
        to_read, self._out = os.pipe()
        self._in, to_write = os.pipe()
        command = [
            sys.executable,
            "-c",
            WIRED,
            str(to_read),
            str(to_write),
            chromium,
            *FLAGS,
            f"--user-data-dir={profile}",
        ]
        self._process = subprocess.Popen(
            command, pass_fds=(to_read, to_write), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        os.close(to_read)
        os.close(to_write)
        self._count, self._buffer, self._session = 0, b"", ""
        self.requested: list[str] = []
        target = self._ask("Target.createTarget", url="about:blank")["targetId"]
        self._session = self._ask("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        self._ask("Network.enable")

    def __enter__(self) -> Browser:
        return self

    def __exit__(self, *_: object) -> None:
        os.close(self._out)
        self._process.terminate()
        self._process.wait()
        os.close(self._in)

    def open(self, file: Path) -> None:
        """Show the file, and return once its scripts have run."""
        self._ask("Page.enable")
        self._ask("Page.navigate", url=file.as_uri())
        while self._message().get("method") != "Page.loadEventFired":
            pass

    def run(self, script: str) -> Any:
        """The value of an expression, or of the promise that it is."""
        answer = self._ask("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
        assert "exceptionDetails" not in answer, answer
        return answer["result"].get("value")

    def press(self, key: str, times: int = 1, shift: bool = False) -> None:
        """Press a key of the keyboard, as a person does."""
        for _ in range(times):
            given = {"key": key, "code": "Space" if key == " " else key, "windowsVirtualKeyCode": KEYS[key]}
            given |= {"modifiers": 8 if shift else 0}
            text = TEXT.get(key, "")
            self._ask("Input.dispatchKeyEvent", type="keyDown" if text else "rawKeyDown", text=text, **given)
            self._ask("Input.dispatchKeyEvent", type="keyUp", **given)

    def type(self, text: str) -> None:
        for letter in text:
            self._ask("Input.dispatchKeyEvent", type="keyDown", text=letter, key=letter)
            self._ask("Input.dispatchKeyEvent", type="keyUp", key=letter)

    def width(self, columns: int) -> None:
        """Make the window as wide as a phone's, in CSS pixels."""
        self._ask("Emulation.setDeviceMetricsOverride", width=columns, height=844, deviceScaleFactor=1, mobile=True)

    def dark(self) -> None:
        self._ask("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "dark"}])

    def _ask(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        asked: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            asked["sessionId"] = self._session
        os.write(self._out, json.dumps(asked).encode() + b"\0")
        while True:
            message = self._message()
            if message.get("id") == self._count:
                assert "error" not in message, message
                result: dict[str, Any] = message["result"]
                return result

    def _message(self) -> dict[str, Any]:
        while b"\0" not in self._buffer:
            data = os.read(self._in, 65_536)
            assert data, "the browser is gone"
            self._buffer += data
        first, _, self._buffer = self._buffer.partition(b"\0")
        message: dict[str, Any] = json.loads(first)
        if message.get("method") == "Network.requestWillBeSent":
            self.requested.append(message["params"]["request"]["url"])
        return message
