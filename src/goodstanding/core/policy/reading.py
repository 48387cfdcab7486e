"""A tree is held against the table of keys and becomes plain values, or remarks that say why."""

from collections.abc import Mapping
from typing import Any, assert_never

from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.leaf import NAME, Unfit, odd_name, value_of_leaf
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.shape import (
    Exactly,
    Identifier,
    LeafShape,
    Many,
    Named,
    NameOr,
    Scalar,
    Section,
    Shape,
)
from goodstanding.core.policy.shown import shown
from goodstanding.core.policy.tree import Leaf, Node, Pairs, Row, is_null
from goodstanding.core.words import did_you_mean


class Wrong(Exception):
    """One part of the tree does not fit its shape; its remark has been noted."""


class Reading:
    """What the tree says, by the table; `remarks` collect all that does not fit.

    `nodes` remember which node stands at which path, and its key one step beside it, so that later
    remarks find their place.
    """

    def __init__(self) -> None:
        self.remarks: list[Remark] = []
        self.nodes: dict[Path, Node] = {}

    def refuse(self, path: Path, code: str, message: str, *, cure: str) -> Wrong:
        """Notes a remark; to be raised where nothing can stand in for the part."""
        self.remarks.append(Remark(path=path, code=code, message=message, cure=cure))
        return Wrong()

    def read(self, node: Node, shape: Shape, path: Path) -> Any:
        """The plain value: dicts for sections, tuples for lists, enumeration members, numbers.

        Raises:
            Wrong: it does not fit at all. Parts of a section or list that do not fit are noted and
                left out, so that one reading finds all that is wrong.
        """
        self.nodes[path] = node
        match shape:
            case Section():
                return self._section(node, shape, path)
            case Many():
                return self._many(node, shape, path)
            case Named():
                return self._named(node, shape, path)
            case NameOr():
                if isinstance(node, Leaf):
                    return self._leaf(node, Identifier(), path)
                return self._section(node, shape.of, path)
            case _:
                return self._leaf(node, shape, path)

    def _try(self, node: Node, shape: Shape, path: Path) -> Any:
        try:
            return self.read(node, shape, path)
        except Wrong:
            return None

    def _section(self, node: Node, shape: Section, path: Path) -> dict[str, Any]:
        if not isinstance(node, Pairs):
            raise self.refuse(
                path,
                "wants-keys",
                f"{_told(node)} stands where `{shape.name}` and its keys belong",
                cure="give keys, for example " + ", ".join(f"`{k.name}:`" for k in shape.keys[:3]),
            )
        values: dict[str, Any] = {}
        for leaf, child in node.pairs:
            self.nodes[key_path(path, leaf.text)] = leaf
            key = shape.key(leaf.text)
            if key is None and not (shape.further and NAME.match(leaf.text)):
                self._unknown_key(leaf, shape, path)
            elif key is None or key.required or not is_null(child):
                holds = Scalar() if key is None else key.holds
                values[leaf.text] = self._try(child, holds, (*path, leaf.text))
        self._check_presence(shape, path, given=values)
        return values

    def _unknown_key(self, leaf: Leaf, shape: Section, path: Path) -> None:
        self.refuse(
            key_path(path, leaf.text),
            "unknown-key",
            f"`{shape.name}` has no key `{shown(leaf.text)}`",
            cure="put text with a comma in quotes"
            if " " in leaf.text
            else did_you_mean(leaf.text, [key.name for key in shape.keys]),
        )

    def _check_presence(self, shape: Section, path: Path, *, given: Mapping[str, Any]) -> None:
        for key in shape.keys:
            if key.required and key.name not in given:
                self.refuse(
                    path,
                    "missing-key",
                    f"`{shape.name}` lacks `{key.name}`",
                    cure=f"add `{key.name}:` ({key.says})",
                )
            if key.name in given and key.beside and not given.keys() & set(key.beside):
                self.refuse(
                    key_path(path, key.name),
                    "stands-alone",
                    f"`{key.name}` means nothing without " + _either(key.beside),
                    cure=f"add one of them, or remove `{key.name}`",
                )
        self._check_choice(shape, path, given=given)

    def _check_choice(self, shape: Section, path: Path, *, given: Mapping[str, Any]) -> None:
        chosen = [name for name in shape.one_of if name in given]
        if shape.one_of and not chosen:
            self.refuse(
                path,
                "none-of",
                f"`{shape.name}` says none of " + ", ".join(f"`{name}`" for name in shape.one_of),
                cure="give one of them",
            )
        if len(chosen) > 1:
            self.refuse(
                key_path(path, chosen[1]),
                "several-of",
                f"`{shape.name}` says both `{chosen[0]}` and `{chosen[1]}`",
                cure="keep one of them",
            )
        for name in chosen:
            if given[name] is False:
                self.refuse(
                    (*path, name),
                    "says-nothing",
                    f"`{name}: false` says nothing",
                    cure=f"say `{name}: true`, or give another of "
                    + ", ".join(f"`{other}`" for other in shape.one_of if other != name),
                )

    def _many(self, node: Node, shape: Many, path: Path) -> tuple[Any, ...]:
        if not isinstance(node, Row):
            raise self.refuse(
                path,
                "wants-list",
                f"{_told(node)} stands where a list belongs",
                cure="begin each member with `- `, or write `[a, b]`",
            )
        if len(node.nodes) < shape.least:
            raise self.refuse(
                path,
                "too-few",
                f"the list has `{len(node.nodes)}` members, and needs `{shape.least}` or more",
                cure="add to it; a key that is not needed can also be left out",
            )
        read = [self._try(child, shape.of, (*path, at)) for at, child in enumerate(node.nodes)]
        return tuple(value for value in read if value is not None)

    def _named(self, node: Node, shape: Named, path: Path) -> dict[str, Any]:
        if not isinstance(node, Pairs):
            raise self.refuse(
                path,
                "wants-names",
                f"{_told(node)} stands where names belong",
                cure="give a name and a colon, and under it what it is",
            )
        values: dict[str, Any] = {}
        for leaf, child in node.pairs:
            here = key_path(path, leaf.text)
            self.nodes[here] = leaf
            if NAME.match(leaf.text):
                value = self._try(child, shape.of, (*path, leaf.text))
                if value is not None or isinstance(shape.of, Exactly):
                    values[leaf.text] = value
            else:
                self._odd_name(leaf.text, here)
        return values

    def _odd_name(self, name: str, path: Path) -> None:
        unfit = odd_name(name, dashes=False)
        self.refuse(path, unfit.code, unfit.message, cure=unfit.cure)

    def _leaf(self, node: Node, shape: LeafShape, path: Path) -> Any:
        if not isinstance(node, Leaf):
            raise self.refuse(
                path,
                "wants-one-value",
                f"{_told(node)} stands where one value belongs",
                cure="give one value; put an expression with brackets or `:` in quotes",
            )
        try:
            return value_of_leaf(node, shape)
        except Unfit as unfit:
            raise self.refuse(path, unfit.code, unfit.message, cure=unfit.cure) from None
        except Unreadable as unreadable:
            flaw = unreadable.flaw
            remark = Remark(
                path=path,
                code=flaw.code,
                message=flaw.message,
                cure=flaw.cure,
                span=(flaw.start, flaw.end),
            )
            self.remarks.append(remark)
            raise Wrong from None


def _either(names: tuple[str, ...]) -> str:
    return " or ".join(f"`{name}`" for name in names)


def _told(node: Node) -> str:
    match node:
        case Leaf():
            if is_null(node):
                return "nothing"
            return f"`{shown(node.text)}`" if node.text.strip() else "empty text"
        case Pairs():
            return "a section with keys"
        case Row():
            return "a list"
        case _:
            assert_never(node)
