"""Every purse: never more calls than the account may make, in whatever window, whoever calls."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from itertools import count

import pytest

from streammon.alerting.channels.pace import OwnPurse, Pace, Purse
from streammon.errors import Transient
from streammon.store.budgets import Budgets

START = datetime(2023, 10, 11, 12, 0, 0, 123456, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
SECOND = timedelta(seconds=1)
NONE = timedelta(0)

_accounts = count()


@pytest.fixture
def account() -> str:
    return f"account-{next(_accounts)}"


@pytest.fixture(params=["own", "shared"])
async def purse(request: pytest.FixtureRequest, url: str) -> AsyncIterator[Purse]:
    if request.param == "own":
        yield OwnPurse()
        return
    budgets = Budgets.connect(url)
    yield budgets
    await budgets.close()


async def test_a_token_comes_back_a_period_after_it_was_taken(purse: Purse, account: str) -> None:
    pace = Pace(2, MINUTE)
    assert await purse.take(account, pace, START) == NONE
    assert await purse.take(account, pace, START + 10 * SECOND) == NONE
    assert await purse.take(account, pace, START + 20 * SECOND) == 40 * SECOND
    assert await purse.take(account, pace, START + MINUTE) == NONE
    assert await purse.take(account, pace, START + MINUTE) == 10 * SECOND


async def test_what_was_put_back_can_be_taken(purse: Purse, account: str) -> None:
    pace = Pace(2, MINUTE)
    for at in (START, START + SECOND):
        await purse.take(account, pace, at)
    await purse.give_back(account)
    assert await purse.take(account, pace, START + 2 * SECOND) == NONE
    assert await purse.take(account, pace, START + 2 * SECOND) == MINUTE - 2 * SECOND


async def test_accounts_have_nothing_in_common(purse: Purse, account: str) -> None:
    pace = Pace(1, MINUTE)
    assert await purse.take(account, pace, START) == NONE
    assert await purse.take(f"{account}-other", pace, START) == NONE


async def test_workers_share_one_bucket(url: str, account: str) -> None:
    """Fifty calls at the same moment by five workers: twenty go through."""
    workers = [Budgets.connect(url) for _ in range(5)]
    calls = [worker.take(account, Pace(20, MINUTE), START) for worker in workers for _ in range(10)]
    waits = await asyncio.gather(*calls)
    assert waits.count(NONE) == 20
    assert set(waits) == {NONE, MINUTE}
    for worker in workers:
        await worker.close()


async def test_a_redis_out_of_reach_is_transient(account: str) -> None:
    budgets = Budgets.connect("redis://127.0.0.1:1/0")
    with pytest.raises(Transient):
        await budgets.take(account, Pace(1, MINUTE), START)
    await budgets.close()
