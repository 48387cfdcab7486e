"""No file of this checkout names the host of a package registry: each machine brings its own."""

from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

# Written in parts, so that this file does not name them either.
HOSTS = tuple(
    ".".join(parts).encode()
    for parts in (
        ("pypi", "org"),
        ("python" + "hosted", "org"),
        ("npm" + "js", "org"),
        ("npm" + "js", "com"),
        ("yarn" + "pkg", "com"),
        ("crates", "io"),
        ("ruby" + "gems", "org"),
        ("proxy", "golang", "org"),
        ("maven", "org"),
        ("deb", "debian", "org"),
        ("ana" + "conda", "org"),
        ("jsdelivr", "net"),
        ("un" + "pkg", "com"),
    )
)
NOT_OURS = {
    ".bench",
    ".git",
    ".hypothesis",
    ".import_linter_cache",
    ".mypy_cache",
    ".pytest_cache",
    ".ruff_cache",
    ".venv",
    ".venv-bench",
    "__pycache__",
    "dist",
}


def files_in(folder: Path) -> Iterator[Path]:
    """Every file that a person has written, and not a tool."""
    for path in sorted(folder.iterdir()):
        if path.name in NOT_OURS or path.name.startswith(".coverage"):
            continue
        if path.is_dir() and not path.is_symlink():
            yield from files_in(path)
        elif path.is_file():
            yield path


def hosts_named_in(folder: Path) -> list[tuple[str, str]]:
    """Each file that names a host, with the host."""
    return [
        (path.relative_to(folder).as_posix(), host.decode())
        for path in files_in(folder)
        for host in HOSTS
        if host in path.read_bytes().lower()
    ]


def test_no_file_names_the_host_of_a_package_registry() -> None:
    assert hosts_named_in(ROOT) == []


def test_a_host_that_somebody_names_is_found(tmp_path: Path) -> None:
    (tmp_path / "docs").mkdir()
    (tmp_path / ".venv").mkdir()
    (tmp_path / "docs" / "install.md").write_bytes(b"see https://" + HOSTS[0].upper() + b"/simple")
    (tmp_path / ".venv" / "install.md").write_bytes(HOSTS[0])

    assert hosts_named_in(tmp_path) == [("docs/install.md", HOSTS[0].decode())]
