"""A site's own wording: what it may say, and what is refused before anybody reads it."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_wording import IS_WORKING, LEXICON, alert

from streammon.alerting.samples import templates_of
from streammon.alerting.templating import KNOWN, Templates
from streammon.alerting.wording import compose
from streammon.errors import ConfigError, ConfigErrors

GOOD = "{{ unit }}：{{ problem }}，{{ deadline }}，{{ link or url }}"


def own(tmp_path: Path, text: str | bytes, name: str = "short.j2") -> Path:
    folder = tmp_path / "wording"
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(text.encode() if isinstance(text, str) else text)
    return folder


def test_a_site_without_a_folder_has_the_shipped_ones(tmp_path: Path) -> None:
    assert templates_of(tmp_path / "wording").own == {}


def test_the_shipped_ones_pass_the_checks_themselves(tmp_path: Path) -> None:
    shipped = Path(__file__).parents[2] / "src" / "streammon" / "alerting" / "templates"
    assert set(templates_of(shipped).own) == set(KNOWN)


def test_its_own_go_before_them(tmp_path: Path) -> None:
    templates = templates_of(own(tmp_path, "[某县]" + GOOD))
    words = compose(alert(), "应急管理局", "安全生产", IS_WORKING, templates)
    assert words.short.startswith("[某县]应急管理局：错误表述")
    assert words.title == "【整改通知】应急管理局：错误表述“劳固树立”"


@pytest.mark.parametrize(
    ("text", "where", "what"),
    [
        ("\n\n{{ unti }}" + GOOD, "第 3 行", "没有变量“unti”"),
        ("{% if kind == 'overdue' %}{{ secret }}{% endif %}" + GOOD, "第 1 行", "没有变量“secret”"),
        ("\n{% if %}" + GOOD, "第 2 行", "语法不对"),
        ("\n{{ unit.nothing }}" + GOOD, "第 2 行", "没有的值"),
        ("\n{{ 1 / 0 }}" + GOOD, "第 2 行", "不能用"),
        ("\n{{ unit | nothing }}" + GOOD, "第 2 行", "语法不对"),
        ('{% include "/etc/passwd" %}' + GOOD, "第 1 行", "不能用"),
        ("{{ ().__class__.__bases__ }}" + GOOD, "第 1 行", ""),
        ("咨询电话 13800000000" + GOOD, "第 1 行", "长号码"),
        ("{{ unit }}：{{ problem }}，{{ link or url }}", "short.j2", "没有 deadline"),
        ("{{ problem }}，{{ deadline }}，{{ link or url }}", "short.j2", "没有 unit"),
        ("{{ unit }}：{{ problem }}，{{ deadline }}，{{ url }}", "short.j2", "没有 link"),
        ("{% if kind != 'overdue' %}" + GOOD + "{% endif %}", "short.j2", "没有 unit（已逾期 时）"),
        ("长" * 200 + GOOD, "short.j2", "最多 4 条"),
        (b"\xff\xfe", "short.j2", "不是 UTF-8"),
    ],
)
def test_what_is_wrong_is_named_with_file_and_line(tmp_path: Path, text: str | bytes, where: str, what: str) -> None:
    with pytest.raises(ConfigErrors) as refused:
        templates_of(own(tmp_path, text))
    (error,) = refused.value.errors
    assert "short.j2" in error.where
    assert where in error.where
    assert what in error.what


def test_a_long_text_has_its_limit(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="最多 2048 字节"):
        templates_of(own(tmp_path, "长" * 700 + GOOD, "text.j2"))


def test_an_unknown_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match=r"sms\.j2.*short\.j2"):
        templates_of(own(tmp_path, GOOD, "sms.j2"))


def test_all_mistakes_are_told_at_once(tmp_path: Path) -> None:
    own(tmp_path, "{{ a }}" + GOOD)
    with pytest.raises(ConfigErrors) as refused:
        templates_of(own(tmp_path, "{{ b }}" + GOOD, "text.j2"))
    assert len(refused.value.errors) == 2


def test_no_alert_is_lost_for_a_flaw_that_only_its_words_bring_out(tmp_path: Path) -> None:
    templates = templates_of(own(tmp_path, GOOD + "{% if '劳固' in problem %}{{ 1 / 0 }}{% endif %}"))
    shipped = compose(alert(LEXICON), "应急管理局", "安全生产", IS_WORKING, Templates())
    assert compose(alert(LEXICON), "应急管理局", "安全生产", IS_WORKING, templates).short == shipped.short


def test_numbers_are_hidden_whatever_a_template_does(tmp_path: Path) -> None:
    templates = templates_of(own(tmp_path, GOOD + "{{ unit }}{{ page }}"))
    said = compose(alert(title="138"), "0000", "", IS_WORKING, templates)
    assert said.short
    said = compose(alert(title="00000138"), "13800000", "", IS_WORKING, templates)
    assert "1380000000000138" not in said.short
