"""The wording of messages: Jinja templates, one per form of message; a site may put its own in its folder `wording`."""

from __future__ import annotations

import logging
import re
import traceback
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

from jinja2 import StrictUndefined, Template, TemplateError, TemplateSyntaxError, UndefinedError, meta
from jinja2.sandbox import ImmutableSandboxedEnvironment

from streammon.alerting.masking import LONG_NUMBER
from streammon.errors import ConfigError, Gathering
from streammon.words import say

log = logging.getLogger(__name__)

SINGLE = ("text", "markdown", "short")
DIGEST = ("digest-text", "digest-markdown", "digest-short")

COMMON = frozenset({"unit", "problem", "deadline", "url", "link"})
"""What every template may name: `url` is the page with the problem, `link` where it is answered, or nothing."""

KNOWN = {
    **dict.fromkeys(SINGLE, COMMON | {"kind", "to_do", "source", "why", "advice", "page", "snippet"}),
    **dict.fromkeys(DIGEST, COMMON | {"count", "lines", "rest"}),
}
"""What a template may name, by its name."""

Facts = Mapping[str, object]

MISTAKES = (TemplateError, ArithmeticError, TypeError, ValueError, LookupError, AttributeError)
"""What goes wrong in a template that is wrong."""


class Templates:
    """The templates by name, each the site's own or the one that comes with streammon.

    Raises ConfigErrors that name file and line for a site's own that can't be read, that names what is not known, or
    has a long number in it, which would be hidden in every message.
    """

    def __init__(self, folder: Path | None = None) -> None:
        self._environment = ImmutableSandboxedEnvironment(
            undefined=StrictUndefined, autoescape=False, trim_blocks=True, lstrip_blocks=True
        )
        shipped = files(__package__).joinpath("templates")
        self._shipped = {
            name: self._environment.from_string(shipped.joinpath(f"{name}.j2").read_text(encoding="utf-8"))
            for name in KNOWN
        }
        self.own: dict[str, Path] = {}
        self._own: dict[str, Template] = {}
        if folder is not None and folder.is_dir():
            self._read(folder)

    def render(self, name: str, facts: Facts) -> str:
        """Return what a template says, without blank lines. A site's own that fails gives way to the shipped one.

        No alert is to be lost because a sentence has a flaw that only its words bring out.
        """
        if name in self._own:
            try:
                return _tidy(self._own[name].render(facts))
            except MISTAKES as error:
                log.warning(say("alerting.template.gave_way", file=self.own[name], reason=error))
        return _tidy(self._shipped[name].render(facts))

    def try_own(self, name: str, facts: Facts) -> str:
        """Return what the site's own template says. Raises ConfigError, naming file and line, where it fails."""
        try:
            return _tidy(self._own[name].render(facts))
        except MISTAKES as error:
            raise _explained(error, self.own[name]) from error

    def _read(self, folder: Path) -> None:
        gathering = Gathering()
        for file in sorted(folder.glob("*.j2")):
            with gathering:
                if file.stem not in KNOWN:
                    raise ConfigError(
                        str(file), say("alerting.template.unknown_file"), "、".join(f"{n}.j2" for n in KNOWN)
                    )
                self._own[file.stem] = self._compiled(file)
                self.own[file.stem] = file
        gathering.raise_all()

    def _compiled(self, file: Path) -> Template:
        try:
            source = file.read_bytes().decode("utf-8-sig")
        except UnicodeDecodeError:
            raise ConfigError(str(file), say("alerting.template.encoding")) from None
        try:
            parsed = self._environment.parse(source, filename=str(file))
            code = self._environment.compile(source, filename=str(file))
        except TemplateSyntaxError as error:
            reason = say("alerting.template.syntax", reason=error.message)
            raise ConfigError(_at(file, error.lineno), reason) from None
        known = KNOWN[file.stem]
        for unknown in sorted(meta.find_undeclared_variables(parsed) - known - set(self._environment.globals)):
            line = _line_of(source, re.compile(rf"\b{re.escape(unknown)}\b"))
            what = say("alerting.template.unknown", name=unknown)
            raise ConfigError(_at(file, line), what, "、".join(sorted(known)))
        if LONG_NUMBER.search(source):
            raise ConfigError(_at(file, _line_of(source, LONG_NUMBER)), say("alerting.template.number"))
        return self._environment.template_class.from_code(self._environment, code, self._environment.make_globals(None))


def _tidy(text: str) -> str:
    return "\n".join(line.rstrip() for line in text.splitlines() if line.strip())


def _line_of(source: str, pattern: re.Pattern[str]) -> int:
    found = pattern.search(source)
    return source.count("\n", 0, found.start()) + 1 if found else 1


def _at(file: Path, line: int) -> str:
    return say("alerting.template.line", file=file, line=line)


def _explained(error: Exception, file: Path) -> ConfigError:
    """Return the error as one that names the line of the template on which it came up."""
    lines = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == str(file)]
    key = "undefined" if isinstance(error, UndefinedError) else "failed"
    return ConfigError(_at(file, lines[-1] or 1) if lines else str(file), say(f"alerting.template.{key}", reason=error))
