from __future__ import annotations

import asyncio
import gzip
from contextlib import suppress
from datetime import timedelta
from email.utils import format_datetime

import pytest
from loopback import LENIENT, NOW, Reply, Request, Server
from msgspec.structs import replace

from streammon.errors import Permanent, Transient
from streammon.sources.client import Busy

QUICK = replace(LENIENT, timeout=0.3)
OBEDIENT = replace(LENIENT, obey_robots=True)
WARY = replace(LENIENT, allow_private=False)


async def test_an_answer_is_returned_whatever_its_status(server: Server, visitor) -> None:
    server.pages["/"] = Reply("你好".encode(), headers={"Content-Type": "Text/HTML; charset=GBK"})
    clients = visitor()
    answer = await clients.get(server.url("/"))
    assert (answer.status, answer.body, answer.media_type, answer.charset) == (200, "你好".encode(), "text/html", "gbk")
    assert (await clients.get(server.url("/none"))).status == 404
    asked = server.asked("/")[0].headers
    assert asked["host"] == f"127.0.0.1:{server.port}"
    assert asked["user-agent"].startswith("streammon/")


async def test_a_name_is_resolved_and_sent_as_host(server: Server, visitor) -> None:
    server.pages["/"] = Reply(b"x")
    assert (await visitor().get(server.url("/", "localhost"))).body == b"x"
    assert server.requests[0].headers["host"] == f"localhost:{server.port}"


async def test_redirects_are_followed_to_the_limit(server: Server, visitor) -> None:
    server.pages["/a"] = Reply(status=302, headers={"Location": "b"})
    server.pages["/b"] = Reply(status=301, headers={"Location": server.url("/c", "localhost")})
    server.pages["/c"] = Reply(b"there")
    server.pages["/loop"] = Reply(status=302, headers={"Location": "/loop"})
    clients = visitor()
    answer = await clients.get(server.url("/a"))
    assert (answer.body, answer.url) == (b"there", server.url("/c", "localhost"))
    with pytest.raises(Permanent, match="跳转超过 3 次"):
        await clients.get(server.url("/loop"))
    assert len(server.asked("/loop")) == 4


@pytest.mark.parametrize("target", ["file:///etc/passwd", "gopher://x/", "javascript:alert(1)", "http://a:99999/"])
async def test_a_redirect_that_leads_out_of_the_web_is_refused(server: Server, visitor, target: str) -> None:
    server.pages["/"] = Reply(status=302, headers={"Location": target})
    with pytest.raises(Permanent, match="不是可以访问的网页地址"):
        await visitor().get(server.url("/"))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:10.0.0.1]",
        "0.0.0.0",
        "2130706433",
    ],
)
async def test_private_addresses_are_refused(server: Server, visitor, host: str) -> None:
    with pytest.raises(Permanent, match="地址在内网"):
        await visitor(WARY).get(server.url("/", host))
    assert server.requests == []


async def test_a_redirect_to_a_private_address_is_refused(server: Server, visitor, monkeypatch) -> None:
    server.pages["/"] = Reply(status=302, headers={"Location": "http://10.0.0.1/"})
    clients = visitor(WARY)
    monkeypatch.setattr("streammon.sources.client._public", lambda address: address.startswith("127."))
    with pytest.raises(Permanent, match=r"地址在内网.*10\.0\.0\.1"):
        await clients.get(server.url("/"))
    assert len(server.requests) == 1


async def test_a_name_without_address_and_a_closed_port(server: Server, visitor) -> None:
    clients = visitor()
    with pytest.raises(Transient, match=r"域名解析不了：nowhere\.invalid"):
        await clients.get("http://nowhere.invalid/")
    with pytest.raises(Transient, match="域名解析不了"):
        await clients.get(f"http://{'x' * 70}.invalid/")
    with pytest.raises(Transient, match="连接不上"):
        await clients.get("http://127.0.0.1:1/")
    with pytest.raises(Transient, match="安全连接建立不起来"):
        await clients.get(server.url("/").replace("http:", "https:"))


async def test_a_body_that_never_ends_is_cut_off(server: Server, visitor) -> None:
    server.pages["/endless"] = Reply(endless=b"x" * 10_000)
    server.pages["/bomb"] = Reply(gzip.compress(b"0" * 5_000_000), headers={"Content-Encoding": "gzip"})
    server.pages["/announced"] = Reply(b"x" * 100_001)
    server.pages["/full"] = Reply(b"x" * 100_000)
    clients = visitor()
    for path in ("/endless", "/bomb", "/announced"):
        with pytest.raises(Permanent, match="超过 100000 字节"):
            await clients.get(server.url(path))
    assert len((await clients.get(server.url("/full"))).body) == 100_000


async def test_a_host_that_does_not_finish_is_given_up(server: Server, visitor) -> None:
    async def silent(request: Request) -> Reply:
        return await asyncio.Event().wait()  # type: ignore[return-value]

    async def dripping(request: Request) -> Reply:
        return Reply(stuck=True, body=b"x")

    server.pages.update({"/silent": silent, "/stuck": dripping})
    clients = visitor(QUICK)
    for path in ("/silent", "/stuck"):
        with pytest.raises(Transient, match=r"0\.3 秒"):
            await clients.get(server.url(path))
    server.pages["/"] = Reply(b"x")
    assert (await clients.get(server.url("/"))).body == b"x"  # the slots are free again


async def test_nonsense_instead_of_http(server: Server, visitor) -> None:
    server.pages["/"] = Reply(b"no gzip", headers={"Content-Encoding": "gzip"})
    with pytest.raises(Transient, match="连接中途断开"):
        await visitor().get(server.url("/"))


async def test_no_more_requests_at_once_than_agreed(server: Server, visitor) -> None:
    inside, most, gate = 0, 0, asyncio.Event()

    async def counted(request: Request) -> Reply:
        nonlocal inside, most
        inside += 1
        most = max(most, inside)
        if inside == 4:
            gate.set()
        await gate.wait()
        await asyncio.sleep(0)
        inside -= 1
        return Reply(b"x")

    server.pages["/"] = counted
    clients = visitor()
    answers = await asyncio.gather(*(clients.get(server.url("/")) for _ in range(20)))
    assert (len(answers), most) == (20, 4)


@pytest.mark.parametrize("status", [429, 503])
async def test_a_host_that_says_wait_is_not_asked_before(server: Server, visitor, status: int) -> None:
    server.pages["/"] = Reply(status=status, headers={"Retry-After": "120"})
    clients = visitor()
    with pytest.raises(Busy) as first:
        await clients.get(server.url("/"))
    with pytest.raises(Busy) as second:
        await clients.get(server.url("/other"))
    assert (first.value.status, first.value.retry_after) == (status, 120)
    assert second.value.status == 0
    assert second.value.retry_after is not None
    assert 60 < second.value.retry_after <= 120
    assert len(server.requests) == 1


async def test_when_the_wait_is_over_the_host_is_asked_again(server: Server, visitor) -> None:
    server.pages["/"] = Reply(status=429, headers={"Retry-After": "0"})
    clients = visitor()
    for _ in range(2):
        with pytest.raises(Busy):
            await clients.get(server.url("/"))
    assert len(server.requests) == 2


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({}, 60),
        ({"Retry-After": "soon"}, 60),
        ({"Retry-After": "999999999999"}, 86_400),
        ({"Retry-After": format_datetime(NOW + timedelta(seconds=90))}, 90),
        ({"Retry-After": format_datetime(NOW - timedelta(seconds=90))}, 0),
        ({"Retry-After": "Thu, 01 Jan 1970 00:02:00 GMT", "Date": "Thu, 01 Jan 1970 00:00:00 GMT"}, 120),
    ],
)
async def test_how_long_a_429_makes_us_wait(server: Server, visitor, headers: dict[str, str], seconds: float) -> None:
    server.pages["/"] = Reply(status=429, headers=headers)
    with pytest.raises(Busy) as refused:
        await visitor().get(server.url("/"))
    assert refused.value.retry_after == seconds


async def test_each_further_refusal_doubles_the_wait_until_an_answer(server: Server, visitor) -> None:
    replies = {"again": Reply(status=429, headers={"Retry-After": "0"}), "no": Reply(status=429), "yes": Reply(b"x")}

    async def waits(*course: str) -> float | None:
        clients = visitor()
        for name in course:
            server.pages["/"] = replies[name]
            with suppress(Busy):
                await clients.get(server.url("/"))
        server.pages["/"] = replies["no"]
        with pytest.raises(Busy) as refused:
            await clients.get(server.url("/"))
        return refused.value.retry_after

    assert await waits("again") == 120
    assert await waits("again", "again") == 240
    assert await waits("again", "yes") == 60


async def test_requests_are_spaced(server: Server, visitor) -> None:
    server.pages["/"] = Reply(b"x")
    clients, start = visitor(replace(LENIENT, pause=0.05)), asyncio.get_running_loop().time()
    await asyncio.gather(*(clients.get(server.url("/")) for _ in range(4)))
    assert asyncio.get_running_loop().time() - start >= 0.15  # a host may be slower, never faster


async def test_a_503_that_names_no_time_is_an_answer_like_any_other(server: Server, visitor) -> None:
    server.pages["/"] = Reply(status=503)
    clients = visitor()
    assert [(await clients.get(server.url("/"))).status for _ in range(2)] == [503, 503]


async def test_robots_are_obeyed_and_asked_once(server: Server, visitor) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: *\nDisallow: /private/\n\nUser-agent: other\nDisallow: /\n")
    server.pages["/a"] = server.pages["/private/a"] = Reply(b"x")
    clients = visitor(OBEDIENT)
    answers = await asyncio.gather(*(clients.get(server.url("/a")) for _ in range(5)))
    assert [answer.status for answer in answers] == [200] * 5
    with pytest.raises(Permanent, match=r"robots\.txt 不允许"):
        await clients.get(server.url("/private/a"))
    assert len(server.asked("/robots.txt")) == 1
    assert server.asked("/private/a") == []
    assert (await visitor(LENIENT).get(server.url("/private/a"))).status == 200


async def test_robots_count_on_the_way_too(server: Server, visitor) -> None:
    server.pages["/robots.txt"] = Reply(b"User-agent: streammon\nDisallow: /private/")
    server.pages["/"] = Reply(status=302, headers={"Location": "/private/a"})
    with pytest.raises(Permanent, match=r"robots\.txt 不允许"):
        await visitor(OBEDIENT).get(server.url("/"))
    assert server.asked("/private/a") == []


@pytest.mark.parametrize(
    "robots",
    [Reply(status=404), Reply(status=403), Reply(status=302, headers={"Location": "/robots.txt"}), Reply(b"<html>")],
)
async def test_a_host_without_robots_allows_everything(server: Server, visitor, robots: Reply) -> None:
    server.pages.update({"/robots.txt": robots, "/": Reply(b"x")})
    assert (await visitor(OBEDIENT).get(server.url("/"))).body == b"x"


async def test_robots_that_fail_for_the_moment_make_us_wait(server: Server, visitor) -> None:
    server.pages.update({"/robots.txt": Reply(status=500), "/": Reply(b"x")})
    clients = visitor(OBEDIENT)
    with pytest.raises(Transient, match="HTTP 500"):
        await clients.get(server.url("/"))
    assert server.asked("/") == []
    server.pages["/robots.txt"] = Reply(status=404)
    assert (await clients.get(server.url("/"))).body == b"x"


async def test_the_client_used_longest_ago_is_closed(server: Server, visitor) -> None:
    server.pages["/"] = Reply(b"x")
    clients = visitor(most=2)
    for host in ("127.0.0.1", "127.0.0.2"):
        await clients.get(server.url("/", host))
    assert not server.hung_up.is_set()
    await clients.get(server.url("/", "127.0.0.3"))
    await server.hung_up.wait()
    assert (await clients.get(server.url("/"))).body == b"x"


async def test_a_host_that_said_wait_is_not_forgotten(server: Server, visitor) -> None:
    server.pages["/wait"] = Reply(status=429, headers={"Retry-After": "120"})
    server.pages["/"] = Reply(b"x")
    clients = visitor(most=1)
    with pytest.raises(Busy):
        await clients.get(server.url("/wait"))
    await clients.get(server.url("/", "127.0.0.2"))
    with pytest.raises(Busy):
        await clients.get(server.url("/"))
    assert len(server.requests) == 2
