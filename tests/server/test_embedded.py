"""A folder is a database of one's own: started once, found running, stopped, and never mistaken."""

import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from goodstanding.core.words import Refusal
from goodstanding.server.project.embedded import cluster_in, is_running, start, stop

SERVE = """
import os, sys, time
from pathlib import Path
from goodstanding.server.project.embedded import cluster_in, start
start(cluster_in(Path(sys.argv[1])), careless=True)
print("started", flush=True)
time.sleep(60)
"""


@pytest.fixture
def folder() -> Iterator[Path]:
    place = Path(tempfile.mkdtemp(prefix="gs-", dir="/tmp"))
    place.chmod(0o755)
    yield place
    if (place / "postgres").exists():
        stop(cluster_in(place))
    shutil.rmtree(place, ignore_errors=True)


def answers(url: str) -> bool:
    with psycopg.connect(url) as connection:
        return connection.execute("SELECT 1").fetchone() == (1,)


def test_it_is_started_once_and_keeps_what_it_holds(folder: Path) -> None:
    cluster = cluster_in(folder)
    assert start(cluster, careless=True)
    assert not start(cluster_in(folder), careless=True)
    with psycopg.connect(cluster.url) as connection:
        connection.execute("CREATE TABLE kept (one int)")

    stop(cluster)
    assert not is_running(cluster)
    start(cluster, careless=True)

    with psycopg.connect(cluster.url) as connection:
        assert connection.execute("SELECT count(*) FROM kept").fetchone() == (0,)


def test_a_path_too_long_for_a_socket_is_served_all_the_same(folder: Path) -> None:
    cluster = cluster_in(folder / ("very-long-" * 12))

    start(cluster, careless=True)

    assert answers(cluster.url)
    assert len(os.fsencode(cluster.sockets)) < 100
    stop(cluster)


def test_only_its_owner_may_enter(folder: Path) -> None:
    cluster = cluster_in(folder)
    start(cluster, careless=True)

    assert cluster.folder.stat().st_mode & 0o077 == 0


def test_whoever_started_it_may_be_killed_and_it_answers_still(folder: Path) -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", SERVE, str(folder)], stdout=subprocess.PIPE, text=True
    )
    assert parent.stdout is not None and parent.stdout.readline() == "started\n"

    parent.send_signal(signal.SIGKILL)
    parent.wait()
    parent.stdout.close()

    cluster = cluster_in(folder)
    assert answers(cluster.url)
    assert not start(cluster, careless=True)


def test_two_folders_are_two_databases(folder: Path) -> None:
    one, other = (cluster_in(folder / name) for name in ("one", "other"))
    for cluster in (one, other):
        start(cluster, careless=True)

    with psycopg.connect(one.url) as connection:
        connection.execute("CREATE TABLE of_one (x int)")
    with psycopg.connect(other.url) as connection:
        assert connection.execute("SELECT to_regclass('of_one')").fetchone() == (None,)
    for cluster in (one, other):
        stop(cluster)


def test_a_folder_of_another_version_is_left_alone(folder: Path) -> None:
    (folder / "postgres").mkdir()
    (folder / "postgres" / "PG_VERSION").write_text("12\n")
    (folder / "postgres").chmod(0o777)

    with pytest.raises(Refusal, match="is of PostgreSQL 12"):
        cluster_in(folder)
    shutil.rmtree(folder / "postgres")


def test_a_folder_with_something_else_in_it_is_left_alone(folder: Path) -> None:
    cluster = cluster_in(folder)
    (cluster.folder / "letter.txt").write_text("do not lose me")

    with pytest.raises(Refusal, match="holds `letter"):
        start(cluster, careless=True)

    assert (cluster.folder / "letter.txt").read_text() == "do not lose me"
    shutil.rmtree(cluster.folder)
