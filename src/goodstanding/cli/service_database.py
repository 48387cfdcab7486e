"""The database of the service becomes one that this command may use, and is left as it was."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from importlib import import_module
from pathlib import Path
from types import ModuleType

from goodstanding.core.words import Refusal


@contextmanager
def service_database(folder: Path | None) -> Iterator[None]:
    """Django, ready, with the database of `DATABASE_URL`; else the one in the folder, started.

    One that had to be started is stopped again.

    Raises:
        Refusal: the service is not installed, both are named, or there is no such database.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.server.project.settings")
    if os.environ.get("DATABASE_URL") and folder is not None:
        raise Refusal(
            "two-databases",
            "there are `DATABASE_URL` and `--folder`",
            cure="name the database once",
        )
    if os.environ.get("DATABASE_URL"):
        with _set_up():
            yield
        return
    embedded = _module("goodstanding.server.project.embedded")
    place = folder or embedded.usual_folder(Path.cwd())
    if not (place / "postgres" / "PG_VERSION").exists():
        raise Refusal(
            "no-database-there",
            f"there is no database in `{place}`",
            cure="name its folder with `--folder`, or its address in DATABASE_URL",
        )
    cluster = embedded.cluster_in(place)
    was_stopped = embedded.start(cluster)
    os.environ["DATABASE_URL"] = cluster.url
    os.environ.setdefault("GOODSTANDING_LEDGER_KEY_FILE", str(place.resolve() / "ledger.key"))
    try:
        with _set_up():
            yield
    finally:
        _module("django.db").connections.close_all()
        del os.environ["DATABASE_URL"]
        if was_stopped:
            embedded.stop(cluster)


@contextmanager
def _set_up() -> Iterator[None]:
    _module("django").setup()
    try:
        yield
    except _module("django.db").DatabaseError as wrong:
        said = str(wrong).strip().partition("\n")[0]
        raise Refusal(
            "database-refuses",
            f"the database says: {said}",
            cure="start it, and bring it up to date: DJANGO_SETTINGS_MODULE="
            "goodstanding.server.project.settings python3 -m django migrate",
        ) from None


def _module(name: str) -> ModuleType:
    try:
        return import_module(name)
    except ModuleNotFoundError as missing:
        raise Refusal(
            "service-not-installed",
            f"`{missing.name}` is not installed",
            cure="install the service too: python3 -m pip install 'goodstanding[server]'",
        ) from None
