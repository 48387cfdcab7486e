"""A wish about the ledger becomes what the service's own steps and readers do."""

import json
import sys
from contextlib import nullcontext
from datetime import UTC, datetime
from importlib import import_module
from pathlib import Path
from typing import IO, Any

import click

from goodstanding.cli.service_database import service_database
from goodstanding.core.words import Refusal
from goodstanding.server.store import ledger_export
from goodstanding.server.store.ledger_check import Whole, check_ledger
from goodstanding.server.store.ledger_lines import line_of, lines_in, read_checkpoint, written
from goodstanding.server.store.signing import (
    PublicKeys,
    Signer,
    key_id_of,
    public_key_of,
    signer_in,
)


def verify_ledger(
    file: Path | None,
    *,
    public_keys: tuple[str, ...],
    published: Path | None,
    head: str | None,
    form: str,
    folder: Path | None,
) -> int:
    """Says that the ledger is whole.

    Raises:
        Refusal: it is not, and where; or what was given to check it by cannot be read.
    """
    keys = {key_id_of(key): key for key in map(public_key_of, public_keys)}
    said: dict[str, Any] = {
        "published": read_checkpoint(_read(published)) if published else None,
        "published_head": head,
    }
    if file is not None:
        with _opened(file) as lines:
            return _tell(check_ledger(lines_in(lines), keys=keys, **said), form, waiting=None)
    with service_database(folder):
        whole = ledger_export.check_tables(keys or _own_keys(), **said)
        return _tell(whole, form, waiting=ledger_export.unsealed_entries())


def export_ledger(*, output: Path | None, folder: Path | None) -> int:
    """Writes the ledger, line by line; a file is there only once it is whole.

    Raises:
        Refusal: the database or the file refuses.
    """
    with service_database(folder):
        lines = ledger_export.lines_of_ledger([_signer().public_key], strict=False)
        if output is None:
            sys.stdout.buffer.writelines(written(line) for line in lines)
            return 0
        half = output.with_name(f"{output.name}.half")
        with _opened(half, "wb") as file:
            file.writelines(written(line) for line in lines)
        half.replace(output)
    return 0


def publish_head(*, folder: Path | None) -> int:
    """Prints the signed head, and who signed it on stderr.

    Raises:
        Refusal: there is nothing to sign.
    """
    with service_database(folder):
        signer = _signer()
        seal = import_module("goodstanding.server.steps.seal_ledger").seal_ledger
        while seal(now_at=datetime.now(UTC), signer=signer, sweep=True, sign=True).sealed:
            pass
        latest = ledger_export.latest_checkpoint()
    if latest is None:
        raise Refusal("ledger-empty", "nothing is sealed yet", cure="publish once something is")
    sys.stdout.buffer.write(written(line_of(latest)))
    click.echo(f"public key `{signer.key_id}`: {signer.public_key}", err=True)
    return 0


def redact_words(
    *,
    event: str | None,
    source: str,
    entry: int | None,
    name: str,
    because: str,
    folder: Path | None,
) -> int:
    """Erases the words beside an event or an entry.

    Raises:
        Refusal: not just one of both is named, or there are no such words.
    """
    if (event is None) == (entry is None):
        raise Refusal(
            "whose-words", "neither or both of `--event` and `--entry` are given", cure="give one"
        )
    with service_database(folder):
        steps = import_module("goodstanding.server.steps.redact_words")
        how: dict[str, Any] = {"name": name, "because": because, "at": datetime.now(UTC)}
        if entry is None:
            steps.redact_event(source, event, **how)
        else:
            steps.redact_entry(entry, **how)
    click.echo(f"the words `{name}` are erased, and the ledger tells that they were")
    return 0


def _tell(whole: Whole, form: str, *, waiting: int | None) -> int:
    if form == "json":
        told = {
            "entries": whole.entries,
            "events": whole.events,
            "checkpoints": whole.checkpoints,
            "signed_until": whole.signed_until,
            "key_ids": sorted(whole.key_ids),
            "head": whole.head,
            "unsealed": waiting,
        }
        click.echo(json.dumps(told))
        return 0
    click.echo(f"{whole.entries} entries with {whole.events} events are whole; head {whole.head}")
    keys = ", ".join(f"`{each}`" for each in sorted(whole.key_ids))
    click.echo(
        f"{whole.checkpoints} checkpoints hold, the last at entry {whole.signed_until}; by {keys}"
        if whole.checkpoints
        else "no checkpoint is in it"
    )
    if waiting:
        click.echo(f"{waiting} entries wait for their seal")
    return 0


def _key_file() -> Path:
    return Path(import_module("django.conf").settings.GOODSTANDING_LEDGER_KEY_FILE)


def _signer() -> Signer:
    return signer_in(_key_file())


def _own_keys() -> PublicKeys:
    """Ours, if there is one: to verify, none is made."""
    if not _key_file().exists():
        return {}
    signer = _signer()
    return {signer.key_id: signer.key.public_key()}


def _opened(path: Path, mode: str = "rb") -> Any:
    if str(path) == "-":
        return nullcontext(sys.stdin.buffer)
    try:
        return path.open(mode)
    except OSError as wrong:
        raise Refusal(
            "file-not-opened", f"`{path}`: {wrong.strerror}", cure="name another file"
        ) from None


def _read(path: Path) -> bytes:
    with _opened(path) as file:
        told: IO[bytes] = file
        return told.read()
