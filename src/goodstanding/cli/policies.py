"""A path becomes a policy, with its `negative` replaced where the user asks for it."""

from pathlib import Path

import goodstanding
from goodstanding.core.policy.expression import parse
from goodstanding.core.policy.finding import Finding
from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.language import DeclaredItem, ItemKind, Policy
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Either,
    Expression,
    Extreme,
    Membership,
    Name,
    Not,
    Number,
    Text,
    Unknown,
)
from goodstanding.core.policy.revise import with_negative
from goodstanding.core.policy.text import read_all
from goodstanding.core.policy.vocabulary import vocabulary_of
from goodstanding.core.words import Refusal

# In an installed package the policies lie inside it; in a checkout, at its root.
SHIPPED = (
    Path(goodstanding.__file__).parent / "policies",
    Path(goodstanding.__file__).parents[2] / "policies",
)


def text_of(path: Path) -> str:
    """The policy's text.

    Raises:
        Refusal: there is no such file, or it is no text in UTF-8.
    """
    try:
        return path.read_text(encoding="utf-8-sig")
    except OSError as wrong:
        raise Refusal(
            "no-such-policy",
            f"policy `{path}` cannot be read: {wrong.strerror}",
            cure="give the path of a YAML file, or the name of a policy that we ship, "
            "for example poor-contract-outcomes",
        ) from None
    except UnicodeDecodeError:
        raise Refusal(
            "policy-not-utf-8", f"policy `{path}` is no text in UTF-8", cure="save it as UTF-8"
        ) from None


def load_policy(path: Path) -> tuple[Policy, tuple[Finding, ...]]:
    """The policy and its warnings; a bare name is that of a policy we ship.

    Raises:
        Refusal: it cannot be read or used.
    """
    path = shipped_or(path)
    return read_all(text_of(path), source=str(path))


def shipped_or(path: Path) -> Path:
    """The path itself, or where the policy of that name stands among those that we ship."""
    if path.exists() or path.parent != Path() or path.suffix:
        return path
    for folder in SHIPPED:
        for found in sorted(folder.rglob(f"{path.name}.yaml")):
            return found
    return path


def with_own_negative(policy: Policy, expression: str) -> tuple[Policy, tuple[str, ...]]:
    """The policy by which an outcome is negative when the expression is true.

    Also the names of columns that the expression reads and the policy did not know; what kind of
    value each has follows from what it is compared with.

    Raises:
        PolicyRefused: the expression cannot be read, or does not go with the policy.
    """
    known = vocabulary_of(policy.items, about=policy.about)
    try:
        kinds = _kinds(parse(expression).root)
    except Unreadable:
        kinds = {}
    own = tuple(
        DeclaredItem(name=name, kind=kind, says=f"column `{name}`")
        for name, kind in kinds.items()
        if name not in known
    )
    return with_negative(policy, expression, items=own), tuple(item.name for item in own)


def _kinds(part: Expression) -> dict[str, ItemKind]:
    """The kind of each name in the expression, by how it is used."""
    match part:
        case Comparison():
            return _compared(part.left, part.right)
        case Membership():
            return _compared(part.operand, part.choices[0])
        case Both() | Either():
            return {k: v for each in part.parts for k, v in _kinds(each).items()}
        case Extreme():
            return {each.name: ItemKind.NUMBER for each in part.parts if isinstance(each, Name)}
        case Not() | Unknown():
            return _kinds(part.operand)
        case Name():
            return {part.name: ItemKind.YES_NO}
        case _:
            return {}


def _compared(left: Expression, right: Expression) -> dict[str, ItemKind]:
    kinds: dict[str, ItemKind] = {}
    for one, other in ((left, right), (right, left)):
        kind = ItemKind.WORD if isinstance(other, Text) else ItemKind.NUMBER
        if isinstance(one, Name):
            kinds[one.name] = kind
        elif not isinstance(one, Number | Text):
            kinds |= _kinds(one)
    return kinds
