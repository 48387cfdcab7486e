"""A real PostgreSQL for every test: started once, a fresh database each, copied from a template.

Tables that refuse to be emptied are why no test shares a database with another.
"""

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "goodstanding.server.project.settings")
os.environ.setdefault("GOODSTANDING_SECRET", "a secret of tests alone, of no use to anybody else")

import django
import psycopg
import pytest
from django.core.management import call_command
from django.db import connections

from goodstanding.server.project.database import database_of
from goodstanding.server.project.embedded import Cluster, cluster_in, start, stop

TEMPLATE = "template_of_tests"
NUMBERS = count()

django.setup()


def address(cluster: Cluster, name: str) -> str:
    """How to reach a database of the cluster."""
    return cluster.url.replace("/goodstanding?", f"/{name}?", 1)


def use(url: str) -> None:
    """From now on Django's connections are to that database."""
    connections.close_all()
    connections["default"].settings_dict.update(database_of(url))


@pytest.fixture(scope="session")
def cluster() -> Iterator[Cluster]:
    """A running PostgreSQL with a migrated template."""
    folder = Path(tempfile.mkdtemp(prefix="gs-", dir="/tmp"))
    folder.chmod(0o755)
    own = cluster_in(folder)
    start(own, careless=True)
    with psycopg.connect(own.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {TEMPLATE}")
    use(address(own, TEMPLATE))
    call_command("migrate", verbosity=0)
    connections.close_all()
    yield own
    connections.close_all()
    stop(own)
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def database_url(cluster: Cluster) -> Iterator[str]:
    """A fresh, migrated database, which Django's connections of this process are to."""
    name = f"test_{next(NUMBERS)}"
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name} TEMPLATE {TEMPLATE} STRATEGY file_copy")
    use(address(cluster, name))
    yield address(cluster, name)
    connections.close_all()
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture
def fresh_databases(cluster: Cluster) -> Iterator[Iterator[str]]:
    """As many fresh databases as are asked for, for tests that draw many worlds."""
    made: list[str] = []

    def more() -> Iterator[str]:
        while True:
            made.append(f"test_{next(NUMBERS)}")
            with psycopg.connect(cluster.url, autocommit=True) as connection:
                connection.execute(f"CREATE DATABASE {made[-1]} TEMPLATE {TEMPLATE}")
            yield address(cluster, made[-1])

    yield more()
    connections.close_all()
    with psycopg.connect(cluster.url, autocommit=True) as connection:
        for name in made:
            connection.execute(f"DROP DATABASE {name} WITH (FORCE)")
