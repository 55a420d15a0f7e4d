"""A headless Chromium, spoken to by its DevTools protocol."""

import asyncio
import itertools
import shutil
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import aiohttp

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--remote-debugging-port=0",
)


def binary() -> str | None:
    """Return the browser that is installed here, if any."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


class Gone(Exception):
    """The page that was asked has been left."""


class Tab:
    """One open page. `errors` are the exceptions of its scripts and what its policy has blocked."""

    def __init__(self, socket: aiohttp.ClientWebSocketResponse) -> None:
        self._socket = socket
        self._numbers = itertools.count(1)
        self.errors: list[str] = []

    async def call(self, method: str, **params: Any) -> Any:
        number = next(self._numbers)
        await self._socket.send_json({"id": number, "method": method, "params": params})
        while (answer := await self._socket.receive_json()).get("id") != number:
            if answer["method"] in {"Runtime.exceptionThrown", "Log.entryAdded"}:
                self.errors.append(str(answer["params"]))
        if "error" in answer:
            raise Gone(answer["error"]["message"])
        return answer["result"]

    async def ask(self, expression: str) -> Any:
        """Return the JSON value of a JavaScript expression; a promise is awaited."""
        answer = await self.call("Runtime.evaluate", expression=expression, returnByValue=True, awaitPromise=True)
        return answer["result"].get("value")

    async def until(self, condition: str) -> None:
        """Wait inside the page, or the one that comes after it, until a JavaScript condition holds."""
        look = f"const look = () => ({condition}) ? done(true) : requestAnimationFrame(look); look();"
        while True:
            with suppress(Gone):
                if await self.ask(f"new Promise(done => {{ {look} }})"):
                    return


@asynccontextmanager
async def opened(url: str, profile: Path, size: str = "1280,900") -> AsyncIterator[Tab]:
    """Open `url` in a browser of its own."""
    command = [str(binary()), *FLAGS, f"--user-data-dir={profile}", f"--window-size={size}", "about:blank"]
    pipe = asyncio.subprocess.PIPE
    browser = await asyncio.create_subprocess_exec(*command, stderr=pipe)
    drain = None
    try:
        assert browser.stderr
        while b"DevTools listening on" not in (line := await browser.stderr.readline()):
            assert line, "Chromium has ended"
        drain = asyncio.create_task(browser.stderr.read())
        host = line.decode().split("ws://")[1].split("/")[0]
        async with aiohttp.ClientSession() as session:
            async with session.get(f"http://{host}/json/list") as answer:
                target = next(found for found in await answer.json() if found["type"] == "page")
            async with session.ws_connect(target["webSocketDebuggerUrl"], max_msg_size=0) as socket:
                tab = Tab(socket)
                for domain in ("Runtime", "Log", "Page"):
                    await tab.call(f"{domain}.enable")
                await tab.call("Page.navigate", url=url)
                await tab.until("document.readyState === 'complete' && document.querySelector('main')")
                yield tab
    finally:
        browser.terminate()
        await browser.wait()
        if drain:
            await drain
