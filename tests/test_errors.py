import pytest

from streammon.errors import ConfigError, ConfigErrors, Gathering, Permanent


def wrong(what: str) -> None:
    raise ConfigError("here", what)


def test_everything_that_is_wrong_is_told_at_once():
    gathering = Gathering()
    with gathering:
        wrong("one")
    with gathering:
        good = 1
    with gathering:
        raise ConfigErrors([ConfigError("there", "two"), ConfigError("there", "three")])
    with pytest.raises(ConfigErrors) as caught:
        gathering.raise_all()
    assert str(caught.value).splitlines() == ["here: one", "there: two", "there: three"]
    assert good


def test_nothing_wrong_is_no_error():
    Gathering().raise_all()


def test_other_errors_are_not_held_back():
    with pytest.raises(Permanent), Gathering():
        raise Permanent("no")
