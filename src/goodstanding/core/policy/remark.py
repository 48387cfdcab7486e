"""Something to say about one part of a policy, before it is known where that part stands."""

from dataclasses import dataclass

from goodstanding.core.policy.finding import Severity

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A finding by its path in the policy (`("ladder", 0, "when")`), not by its line.

    `span` are character offsets within the text that stands there, None for the whole of it. Where
    nothing stands at the path, and nothing around it but the whole policy, `instead` has the place.
    """

    path: Path
    code: str
    message: str
    cure: str
    severity: Severity = Severity.ERROR
    span: tuple[int, int] | None = None
    instead: Path = ()


def key_path(path: Path, key: str) -> Path:
    """Where the key itself stands, and not what it holds."""
    return (*path, f"key {key}")
