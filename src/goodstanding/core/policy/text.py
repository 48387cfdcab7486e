"""A policy's YAML text becomes a policy, or findings: what is wrong, where, and the cure."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, cast

import yaml

from goodstanding.core.policy.build import build
from goodstanding.core.policy.check import check
from goodstanding.core.policy.finding import (
    BYTE_ORDER_MARK,
    LINE_BREAK,
    Finding,
    Place,
    PolicyRefused,
    Severity,
)
from goodstanding.core.policy.keys import POLICY
from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.reading import Reading, Wrong
from goodstanding.core.policy.record import digest_of
from goodstanding.core.policy.remark import Path, Remark, key_path
from goodstanding.core.policy.shown import shown
from goodstanding.core.policy.slips import slip_of
from goodstanding.core.policy.tree import Leaf, Node, Pairs, Row, is_null

DEEPEST = 12
LONGEST = 400_000
YAML_TAGS = "tag:yaml.org,2002:"
REMOVE_IT = "remove it; a policy is printable text in UTF-8"
START = Place(line=1, column=1)
BEYOND_UNICODE = re.compile(r"\\U(?!000.|0010)[0-9A-Fa-f]{8}")
WORD_OR_SIGN = re.compile(r"\w+|.|\Z", re.DOTALL)
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff]")


def read(text: str, *, source: str) -> Policy:
    """The policy that the text says; `source` names the text in what is refused.

    Raises:
        PolicyRefused: with every error that was found, each with its line and cure.
    """
    policy, _ = read_all(text, source=source)
    return policy


def read_all(text: str, *, source: str) -> tuple[Policy, tuple[Finding, ...]]:
    """The policy, and the warnings that do not keep it out of force.

    Raises:
        PolicyRefused: with every error and warning that was found.
    """
    policy, findings = examine(text)
    if policy is None:
        raise PolicyRefused(findings, source=source)
    return policy, findings


def examine(text: str) -> tuple[Policy | None, tuple[Finding, ...]]:
    """The policy (None when there are errors) and all findings, in no order."""
    try:
        tree = grow(text)
    except _NotYaml as broken:
        return None, (broken.finding,)
    reading = Reading()
    try:
        values = reading.read(tree, POLICY, ())
    except Wrong:
        return None, _placed(reading.remarks, reading)
    if reading.remarks:
        return None, _placed(reading.remarks, reading)
    policy, remarks = build(values)
    if policy is None:
        return None, _placed(remarks, reading)
    remarks = (*remarks, *check(policy))
    findings = _placed(remarks, reading)
    refused = any(finding.severity is Severity.ERROR for finding in findings)
    if refused:
        return None, findings
    return replace(policy, digest=digest_of(policy)), findings


def _placed(remarks: tuple[Remark, ...] | list[Remark], reading: Reading) -> tuple[Finding, ...]:
    placed = {
        Finding(
            code=remark.code,
            message=remark.message,
            cure=remark.cure,
            severity=remark.severity,
            place=_place(remark, reading.nodes),
        )
        for remark in remarks
    }
    return tuple(placed)


def _place(remark: Remark, nodes: dict[Path, Node]) -> Place:
    path = remark.path
    while path not in nodes:
        path = path[:-1] or remark.instead
    node = nodes[path]
    if isinstance(node, Leaf) and not is_null(node):
        return node.within(*remark.span) if remark.span is not None else node.place
    return nodes.get(key_path(path[:-1], str(path[-1])), node).place if path else node.place


class _NotYaml(Exception):
    def __init__(self, code: str, message: str, *, cure: str, place: Place) -> None:
        self.finding = Finding(code=code, message=message, cure=cure, place=place)
        super().__init__(message)


def grow(text: str) -> Node:
    """The text as a tree of places.

    Raises:
        _NotYaml: the text is not YAML, is too long or too deep, or uses what policies leave out
            (anchors, tags, several documents).
    """
    if len(text) > LONGEST:
        raise _NotYaml(
            "policy-too-long",
            f"the text has `{len(text)}` characters",
            cure=f"a policy has at most {LONGEST}",
            place=START,
        )
    try:
        return _Grower(text, yaml.parse(text, Loader=yaml.SafeLoader)).document()
    except yaml.MarkedYAMLError as broken:
        raise _broken(broken, text) from None
    except (ValueError, OverflowError):
        raise _too_great(text) from None
    except yaml.reader.ReaderError as broken:
        raise _NotYaml(
            "unprintable-character",
            f"`U+{broken.character:04X}` is a character that cannot be seen",
            cure=REMOVE_IT,
            place=_place_of(text, broken.position),
        ) from None


def _too_great(text: str) -> _NotYaml:
    """The number that nothing can have: that of a character, or of a version of YAML."""
    escape = BEYOND_UNICODE.search(text)
    if escape is None:
        return _NotYaml(
            "not-yaml",
            "`%YAML` names a version that there is not",
            cure="leave the line out",
            place=_place_of(text, text.index("%YAML")),
        )
    return _NotYaml(
        "not-yaml",
        f"`{escape.group()}` is no character",
        cure="write the character itself",
        place=_place_of(text, escape.start()),
    )


def _place_of(text: str, position: int) -> Place:
    before = LINE_BREAK.split(text[:position].replace(BYTE_ORDER_MARK, ""))
    return Place(line=len(before), column=len(before[-1]) + 1)


def _broken(broken: yaml.MarkedYAMLError, text: str) -> _NotYaml:
    mark = _mark(broken.problem_mark)
    place = Place(line=mark.line + 1, column=mark.column + 1)
    line = LINE_BREAK.split(text)[mark.line]
    slip = slip_of(str(broken.problem), line[: mark.column])
    if slip.early:
        mark = _mark(broken.context_mark)
        place = Place(line=mark.line + 1, column=mark.column + 1)
    sign = shown(WORD_OR_SIGN.findall(text, mark.index, mark.index + 60)[0])
    return _NotYaml(
        "not-yaml", slip.message.format(sign=sign), cure=slip.cure.format(sign=sign), place=place
    )


class _Grower:
    """Builds the tree from YAML's own events, which carry the places."""

    def __init__(self, text: str, events: Iterator[yaml.Event]) -> None:
        self.text = text
        self.events = events

    def document(self) -> Node:
        next(self.events)
        start = next(self.events)
        if isinstance(start, yaml.StreamEndEvent):
            raise _NotYaml(
                "empty-policy", "the text is empty", cure="begin with `policy: NAME`", place=START
            )
        node = self.node(next(self.events), 0)
        next(self.events)
        after = next(self.events)
        if not isinstance(after, yaml.StreamEndEvent):
            raise _NotYaml(
                "several-documents",
                "a second document begins here",
                cure="keep one policy in one file",
                place=_start(after),
            )
        return node

    def node(self, event: yaml.Event, depth: int) -> Node:
        self._forbid(event, depth)
        if isinstance(event, yaml.ScalarEvent):
            return self._leaf(event)
        if isinstance(event, yaml.SequenceStartEvent):
            nodes = []
            while not isinstance(each := next(self.events), yaml.SequenceEndEvent):
                nodes.append(self.node(each, depth + 1))
            return Row(nodes=tuple(nodes), place=_start(event))
        return self._pairs(event, depth)

    def _forbid(self, event: yaml.Event, depth: int) -> None:
        place = _start(event)
        anchor, tag = getattr(event, "anchor", None), getattr(event, "tag", None)
        if anchor is not None:
            raise _NotYaml(
                "anchors-not-allowed",
                f"`{'*' if isinstance(event, yaml.AliasEvent) else '&'}{shown(anchor)}` is an "
                "anchor or an alias",
                cure="write it out, or give a window a name under `windows:`",
                place=place,
            )
        if tag is not None:
            raise _NotYaml(
                "tags-not-allowed",
                f"`{shown(tag.replace(YAML_TAGS, '!!'))}` is a tag",
                cure="leave the tag out; kinds follow from the key",
                place=place,
            )
        if depth > DEEPEST:
            raise _NotYaml(
                "too-deep",
                f"the text is nested more than `{DEEPEST}` deep",
                cure="a policy never needs that; check the indentation",
                place=place,
            )

    def _pairs(self, event: yaml.Event, depth: int) -> Pairs:
        pairs: dict[str, tuple[Leaf, Node]] = {}
        while not isinstance(each := next(self.events), yaml.MappingEndEvent):
            key = self.node(each, depth + 1)
            if not isinstance(key, Leaf):
                raise _NotYaml(
                    "key-not-a-word",
                    "a list or section stands where a key belongs",
                    cure="put text that begins with a bracket in quotes",
                    place=key.place,
                )
            if key.text in pairs:
                first = pairs[key.text][0].place.line
                raise _NotYaml(
                    "key-twice",
                    f"`{shown(key.text)}` stands twice, first on line {first}",
                    cure="keep one of them",
                    place=key.place,
                )
            pairs[key.text] = (key, self.node(next(self.events), depth + 1))
        return Pairs(pairs=tuple(pairs.values()), place=_start(event))

    def _leaf(self, event: yaml.ScalarEvent) -> Leaf:
        raw = self.text[_mark(event.start_mark).index : _mark(event.end_mark).index]
        quoted = event.style is not None
        length = 1 if LINE_BREAK.search(raw) else max(1, len(raw))
        start = _start(event)
        unseen = UNSEEN.search(event.value)
        if unseen:
            raise _NotYaml(
                "unprintable-character",
                f"`U+{ord(unseen.group()):04X}` is a character that cannot be seen",
                cure=REMOVE_IT,
                place=start,
            )
        return Leaf(
            text=event.value,
            quoted=quoted,
            place=Place(line=start.line, column=start.column, length=length),
            raw=raw,
        )


def _start(event: yaml.Event) -> Place:
    mark = _mark(event.start_mark)
    return Place(line=mark.line + 1, column=mark.column + 1)


def _mark(mark: Any) -> yaml.Mark:
    """The mark, which events of a text always carry; the stubs allow for streams without."""
    return cast(yaml.Mark, mark)
