"""What is wrong in an expression, by its place in the expression's own text."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Flaw:
    """Something wrong in an expression, by character offsets in its own text."""

    code: str
    message: str
    cure: str
    start: int
    end: int


class Unreadable(Exception):
    """The expression cannot be read because of a flaw."""

    def __init__(self, code: str, message: str, *, cure: str, span: tuple[int, int]) -> None:
        self.flaw = Flaw(code=code, message=message, cure=cure, start=span[0], end=span[1])
        super().__init__(message)
