"""Every fragment of the changelog will be found by the release that gathers them."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent

FRAGMENT = re.compile(r"\+[a-z0-9]+(-[a-z0-9]+)*\.(added|changed|fixed|removed)\.md")


def test_every_fragment_is_named_so_that_it_is_gathered() -> None:
    names = [path.name for path in (ROOT / "changelog.d").iterdir() if path.name != "README.md"]

    assert [name for name in names if FRAGMENT.fullmatch(name) is None] == []


def test_a_release_gathers_the_fragments_above_the_last_one(tmp_path: Path) -> None:
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    shutil.copy(ROOT / "CHANGELOG.md", tmp_path)
    (tmp_path / "changelog.d").mkdir()
    for name in ("README.md", "+why.added.md", "+late.fixed.md"):
        (tmp_path / "changelog.d" / name).write_text(f"What {name} says.\n")

    words = ("build", "--yes", "--version", "9.9", "--date", "2026-11-23")
    subprocess.run([sys.executable, "-m", "towncrier", *words], cwd=tmp_path, check=True)

    _, _, gathered = (tmp_path / "CHANGELOG.md").read_text().partition("newest first -->\n")
    assert gathered.split("\n") == [
        "",
        "## 9.9 (2026-11-23)",
        "",
        "### Added",
        "",
        "- What +why.added.md says.",
        "",
        "### Fixed",
        "",
        "- What +late.fixed.md says.",
        "",
    ]
