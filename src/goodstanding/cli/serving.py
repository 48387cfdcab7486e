"""The word `serve` becomes the running service, with a demonstration in it if that is asked for."""

import json
import os
from importlib import import_module
from pathlib import Path
from typing import Any

import click

from goodstanding.cli.policies import shipped_or
from goodstanding.core.words import Refusal

POLICIES = ("poor-contract-outcomes", "evidence-points")
CREDENTIALS = "credentials.json"


def serve_all(
    *,
    folder: Path | None,
    host: str,
    port: int | None,
    gate_port: int | None,
    is_demonstration: bool,
) -> int:
    """Runs until it is stopped; 0 then.

    Raises:
        Refusal: the service is not installed, a port is taken, or the database does not start.
    """
    running = _part("running")
    port = running.free_port(host, port)
    url = f"http://{host}:{port}"
    gate_port = running.free_port(host, gate_port)
    gate_url = f"http://{host}:{gate_port}"
    cluster, place = _database(folder)
    environment = _environment(place, url)
    os.environ.update(environment)
    embedded = _part("embedded")
    try:
        if cluster is not None:
            click.echo(f"database in {cluster.folder}")
            embedded.start(cluster)
        _prepared(place, url, is_demonstration=is_demonstration)
        parts = [
            running.worker({}),
            running.gate(host, gate_port, {}),
            running.web(host, port, {}),
        ]
        with running.running(parts):
            running.wait_until_ready(url, parts)
            _tell(place, url, gate_url=gate_url, is_demonstration=is_demonstration)
            running.keep_running(parts, say=click.echo)
        click.echo("stopped; nothing is lost")
    finally:
        if cluster is not None:
            _module("django.db").connections.close_all()
            embedded.stop(cluster)
    return 0


def tell_credentials(*, folder: Path | None, form: str) -> int:
    """Prints the demonstration's key and links.

    Raises:
        Refusal: there are none in the folder.
    """
    path = (folder or _part("embedded").usual_folder(Path.cwd())) / CREDENTIALS
    if not path.exists():
        raise Refusal(
            "no-credentials",
            f"there is no `{path}`",
            cure="start a demonstration first: python3 dev.py run",
        )
    told = json.loads(path.read_text(encoding="utf-8"))
    if form == "json":
        click.echo(json.dumps(told, indent=1))
        return 0
    click.echo(f"API key: {told['api_key']}")
    for role, link in told["sign_in"].items():
        click.echo(f"{role}: {link}")
    return 0


def _database(folder: Path | None) -> tuple[Any, Path]:
    """The embedded database, None where an address is named; and where our own files lie."""
    embedded = _part("embedded")
    place = (folder or embedded.usual_folder(Path.cwd())).expanduser().resolve()
    if os.environ.get("DATABASE_URL"):
        place.mkdir(parents=True, exist_ok=True)
        return None, place
    return embedded.cluster_in(place), place


def _environment(place: Path, url: str) -> dict[str, str]:
    cluster = None if os.environ.get("DATABASE_URL") else _part("embedded").cluster_in(place)
    usual = {
        "DJANGO_SETTINGS_MODULE": "goodstanding.server.project.settings",
        "GOODSTANDING_URL": url,
        "GOODSTANDING_SECRET": _part("running").secret_in(place),
        "GOODSTANDING_LEDGER_KEY_FILE": str(place / "ledger.key"),
    }
    told = {name: os.environ.get(name, value) for name, value in usual.items()}
    return told if cluster is None else {**told, "DATABASE_URL": cluster.url}


def _prepared(place: Path, url: str, *, is_demonstration: bool) -> None:
    """Tables up to date; the demonstration loaded, once."""
    _module("django").setup()
    _module("django.core.management").call_command("migrate", verbosity=0)
    if not is_demonstration:
        return
    demonstration = _part("demonstration")
    now_at = _module("django.utils.timezone").now()
    if not demonstration.is_loaded():
        click.echo("loading a demonstration marketplace: once, 1 to 3 minutes")
        paths = [shipped_or(Path(name)) for name in POLICIES]
        demonstration.load_demonstration(paths, at=now_at, say=lambda line: click.echo(f"- {line}"))
    path = place / CREDENTIALS
    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    if known.get("url") != url:
        told = {"url": url, **demonstration.make_credentials(url, at=now_at)}
        path.write_text(json.dumps(told), encoding="utf-8")
        path.chmod(0o600)


def _tell(place: Path, url: str, *, gate_url: str, is_demonstration: bool) -> None:
    if is_demonstration:
        told = json.loads((place / CREDENTIALS).read_text(encoding="utf-8"))
        click.echo(f"API key: {told['api_key']}")
        for role, link in told["sign_in"].items():
            click.echo(f"sign in as {role}: {link}")
        bearer = f"-H 'Authorization: Bearer {told['api_key']}'"
        click.echo(
            f"an event:\n  curl -s {url}/v1/events {bearer} "
            "-H 'Content-Type: application/cloudevents+json' "
            '-d \'{"specversion":"1.0","id":"1","source":"/me",'
            '"type":"goodstanding.account.described","time":"2026-01-01T00:00:00Z",'
            '"data":{"account":"f1","roles":["freelancer"]}}\''
        )
        click.echo(f"how somebody stands:\n  curl -s {url}/v1/subjects/f0000000/standing {bearer}")
        question = (
            '{"subject":{"type":"freelancer","id":"f0000000"},'
            '"action":{"name":"proposal.submit"},"resource":{"type":"job","id":"1"}}'
        )
        click.echo(
            f"may somebody do something:\n  curl -s {gate_url}/access/v1/evaluation {bearer} "
            f"-H 'Content-Type: application/json' -d '{question}'"
        )
    click.echo(f"gate: {gate_url}")
    click.echo(f"ready: {url}")


def _part(name: str) -> Any:
    return _module(f"goodstanding.server.project.{name}")


def _module(name: str) -> Any:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise Refusal(
            "service-not-installed",
            f"`{missing.name}` is not installed",
            cure="install the service too: python3 -m pip install 'goodstanding[server,embedded]'",
        ) from None
