"""`replay`: a printed circular played again, and compared."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec
import typer

from streammon.assembly.folders import shipped
from streammon.cli.running import run_until_stopped
from streammon.errors import ConfigError
from streammon.replay.plan import FILE
from streammon.replay.replaying import replay as play_again
from streammon.words import say


def replay(
    site: Annotated[str, typer.Argument(help=say("replay.cli.site"))],
    cases: Annotated[
        Path | None, typer.Option("--cases", exists=True, file_okay=False, help=say("replay.cli.cases"))
    ] = None,
    data: Annotated[Path | None, typer.Option("--data", file_okay=False, help=say("replay.cli.data"))] = None,
    check: Annotated[bool, typer.Option("--check", help=say("replay.cli.check"))] = False,
) -> None:
    """Play one circular again."""
    folder = _folder(site)
    raise typer.Exit(run_until_stopped(_replay(folder, cases, data, check=check)))


async def _replay(folder: Path, cases: Path | None, data: Path | None, *, check: bool) -> int:
    found = await play_again(folder, cases, data)
    print(msgspec.json.format(msgspec.json.encode(found)).decode(), flush=True)
    return 1 if check and found.different else 0


def _folder(site: str) -> Path:
    """Return the site folder of that name among those that come with streammon, or at that path."""
    known = shipped("sites")
    for folder in (known / site, Path(site)):
        if (folder / FILE).is_file():
            return folder.resolve()
    names = "、".join(sorted(file.parent.name for file in known.glob(f"*/{FILE}")))
    raise ConfigError(site, say("replay.error.site"), say("replay.error.sites", names=names))
