from __future__ import annotations

from loopback import LENIENT, Reply, Server
from msgspec.structs import replace

from streammon.sources.links import replies


async def test_every_link_is_asked_once(server: Server, visitor) -> None:
    server.pages["/a"] = Reply(b"x")
    server.pages["/moved"] = Reply(status=302, headers={"Location": "/"})
    server.pages["/"] = Reply(b"home")
    server.pages["/large"] = Reply(b"x" * 200_000)
    server.pages["/busy"] = Reply(status=429, headers={"Retry-After": "1"})
    paths = ["/a", "/moved", "/large", "/gone", "/a"]
    found = await replies(visitor(LENIENT), map(server.url, paths))
    assert {url: (reply.status, reply.url) for url, reply in found.items()} == {
        server.url("/a"): (200, server.url("/a")),
        server.url("/moved"): (200, server.url("/")),
        server.url("/large"): (200, server.url("/large")),
        server.url("/gone"): (404, server.url("/gone")),
    }
    assert len(server.asked("/a")) == 1
    busy = await replies(visitor(LENIENT), [server.url("/busy")])
    assert busy[server.url("/busy")].status == 429


async def test_no_answer_is_no_status(server: Server, visitor) -> None:
    server.pages["/"] = Reply(stuck=True)
    found = await replies(visitor(replace(LENIENT, timeout=0.2)), [server.url("/"), "http://nowhere.invalid/"])
    assert [reply.status for reply in found.values()] == [0, 0]
