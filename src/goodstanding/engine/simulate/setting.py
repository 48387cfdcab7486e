"""A number becomes a setting: what it says, whence it comes, and between what it may lie."""

from dataclasses import Field, dataclass, field
from enum import StrEnum

KEY = "setting"
OURS = "ours"


class Status(StrEnum):
    """How far a number can be leant on."""

    SEEN = "seen in the source"
    MEMORY = "from memory of the source"
    GUESS = "a guess"


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What a number says, its source, how sure that is, and the least and the most it may be."""

    says: str
    source: str
    status: Status
    low: float
    high: float
    whole: bool = False


def share(default: float, says: str, *, source: str = OURS, status: Status = Status.GUESS) -> float:
    """A field that holds a share, 0 to 1."""
    setting = Setting(says=says, source=source, status=status, low=0, high=1)
    made: float = field(default=default, metadata={KEY: setting})
    return made


def number(default: float, says: str, *, low: float, high: float, source: str = OURS) -> float:
    """A field that holds a guessed number between two others, both included."""
    setting = Setting(says=says, source=source, status=Status.GUESS, low=low, high=high)
    made: float = field(default=default, metadata={KEY: setting})
    return made


def count(default: int, says: str, *, low: int, high: int) -> int:
    """A field that holds a whole number between two others, both included."""
    setting = Setting(says=says, source=OURS, status=Status.GUESS, low=low, high=high, whole=True)
    made: int = field(default=default, metadata={KEY: setting})
    return made


def setting_of(one: Field[object]) -> Setting:
    """What is said of a field."""
    setting: Setting = one.metadata[KEY]
    return setting
