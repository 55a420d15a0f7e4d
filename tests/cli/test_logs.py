import logging

from streammon.cli import logs


def tell(calm: logs.Calm, message: str, *arguments: object, name: str = "client") -> str | None:
    record = logging.LogRecord(name, logging.WARNING, "", 0, message, arguments, None)
    return record.getMessage() if calm.filter(record) else None


def test_the_same_message_is_told_once_in_a_while_and_counted(monkeypatch):
    now = [100.0]
    monkeypatch.setattr(logs.time, "monotonic", lambda: now[0])
    calm = logs.Calm()
    assert tell(calm, "broker %s is away", 1) == "broker 1 is away"
    assert [tell(calm, "broker %s is away", n) for n in range(500)] == [None] * 500
    assert tell(calm, "broker %s is back", 1) == "broker 1 is back"
    assert tell(calm, "broker %s is away", 1, name="another") == "broker 1 is away"
    now[0] += logs.CALM_SECONDS
    assert tell(calm, "broker %s is away", 2) == "broker 2 is away (and 500 more of the kind)"
    now[0] += logs.CALM_SECONDS
    assert tell(calm, "broker %s is away", 3) == "broker 3 is away"
