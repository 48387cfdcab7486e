"""A restricted Python expression becomes a condition; every node is allowed by name."""

import ast
from fractions import Fraction
from itertools import accumulate, pairwise

from goodstanding.core.policy.broken import not_an_expression
from goodstanding.core.policy.evaluation import names_in
from goodstanding.core.policy.flaw import Unreadable
from goodstanding.core.policy.left_out import LEFT_OUT, NOT_IN_THE_LANGUAGE
from goodstanding.core.policy.nodes import (
    Both,
    Comparison,
    Condition,
    Either,
    Expression,
    Extreme,
    Membership,
    Name,
    Not,
    Number,
    Text,
    Truth,
    Unknown,
)
from goodstanding.core.policy.quotes import in_one_line, without_quoted
from goodstanding.core.policy.shown import shown
from goodstanding.core.policy.signs import forbid_signs, odd_number

LONGEST = 2000
DEEPEST = 20
MOST_DIGITS = 40
# Each becomes one blank, so that offsets stay and no line ends within an expression.
BLANKS = dict.fromkeys(map(ord, "\t\n\v\f\r"), " ")
OPERATORS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: "<=",
    ast.Gt: ">",
    ast.GtE: ">=",
    ast.Eq: "==",
    ast.NotEq: "!=",
}


def parse(text: str) -> Condition:
    """The condition that the text says. Offsets in it are those of the text as given.

    Raises:
        Unreadable: the text is no expression, or uses something that the language leaves out.
    """
    if not text.strip():
        raise Unreadable(
            "expression-empty",
            "the expression is empty",
            cure="write a condition, for example `overall <= 2`",
            span=(0, 1),
        )
    if len(text) > LONGEST:
        raise Unreadable(
            "expression-too-long",
            f"the expression has `{len(text)}` characters",
            cure=f"split it; an expression has at most {LONGEST}",
            span=(0, 1),
        )
    line = text.translate(BLANKS)
    root = _Reader(line).read()
    return Condition(text=in_one_line(line), root=root, reads=names_in(root))


class _Reader:
    """Walks Python's own syntax tree and lets through only what the language has."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.indent = len(self.text) - len(self.text.lstrip())
        self.line = self.text.strip()

    def read(self) -> Expression:
        bare = without_quoted(self.text)
        forbid_signs(self.text, bare)
        self._forbid_depth(max(accumulate((each in "([{") - (each in ")]}") for each in bare)))
        try:
            tree = ast.parse(self.line, mode="eval")
        except (SyntaxError, RecursionError, MemoryError) as broken:
            offset = getattr(broken, "offset", None) or len(self.line) + 1
            raise not_an_expression(self.text, self._place(offset - 1)) from None
        self._forbid_depth(_depth_of(tree.body))
        return self._expression(tree.body)

    def _forbid_depth(self, depth: int) -> None:
        if depth > DEEPEST:
            raise Unreadable(
                "expression-too-deep",
                f"the expression is nested `{depth}` deep",
                cure=f"split it; an expression is nested at most {DEEPEST} deep",
                span=(self._place(0), self._place(len(self.line))),
            )

    def _place(self, offset: int) -> int:
        return offset + self.indent

    def _span(self, node: ast.expr) -> tuple[int, int]:
        octets = self.line.encode()
        start = len(octets[: node.col_offset].decode())
        end = len(octets[: node.end_col_offset].decode())
        return (self._place(start), self._place(end))

    def _expression(self, node: ast.expr) -> Expression:
        start, end = self._span(node)
        match node:
            case ast.BoolOp():
                parts = tuple(self._expression(value) for value in node.values)
                joined = Both if isinstance(node.op, ast.And) else Either
                return joined(parts=parts, start=start, end=end)
            case ast.UnaryOp(op=ast.Not()):
                return Not(operand=self._expression(node.operand), start=start, end=end)
            case ast.UnaryOp(op=ast.USub(), operand=ast.Constant() as constant):
                return self._negative_number(constant, span=(start, end))
            case ast.Compare():
                return self._comparison(node)
            case ast.Call():
                return self._extreme(node)
            case ast.Name():
                return Name(name=node.id, start=start, end=end)
            case ast.Constant():
                return self._constant(node)
            case _:
                raise self._left_out(node)

    def _left_out(self, node: ast.expr) -> Unreadable:
        code, message, cure = LEFT_OUT.get(type(node), NOT_IN_THE_LANGUAGE)
        written = f"`{shown(self._written(node))}`"
        return Unreadable(code, f"{written} {message}", cure=cure, span=self._span(node))

    def _written(self, node: ast.expr) -> str:
        start, end = self._span(node)
        return self.text[start:end]

    def _negative_number(self, node: ast.Constant, *, span: tuple[int, int]) -> Number:
        number = self._constant(node)
        if not isinstance(number, Number):
            raise Unreadable(
                "minus-without-number",
                "`-` stands before something that is not a number",
                cure="write a number after it",
                span=span,
            )
        return Number(value=-number.value, start=span[0], end=span[1])

    def _constant(self, node: ast.Constant) -> Number | Text | Truth:
        start, end = self._span(node)
        match node.value:
            case bool():
                return Truth(value=node.value, start=start, end=end)
            case int() | float():
                return self._number(start, end)
            case str():
                return Text(value=node.value, start=start, end=end)
            case None:
                raise Unreadable(
                    "none-stands-alone",
                    "`None` stands alone",
                    cure="ask `item is None` or `item is not None`",
                    span=(start, end),
                )
            case _:
                raise self._left_out(node)

    def _number(self, start: int, end: int) -> Number:
        written = self.text[start:end]
        plain = written.replace("_", "")
        if not plain.replace(".", "", 1).isdecimal() or len(plain) > MOST_DIGITS:
            raise odd_number(written, (start, end))
        exact = Fraction(plain)
        return Number(value=int(exact) if exact.denominator == 1 else exact, start=start, end=end)

    def _comparison(self, node: ast.Compare) -> Expression:
        start, end = self._span(node)
        operands = [node.left, *node.comparators]
        parts = [
            self._pair(pair, operator, span=(start, end))
            for pair, operator in zip(pairwise(operands), node.ops, strict=True)
        ]
        return parts[0] if len(parts) == 1 else Both(parts=tuple(parts), start=start, end=end)

    def _pair(
        self, pair: tuple[ast.expr, ast.expr], operator: ast.cmpop, *, span: tuple[int, int]
    ) -> Expression:
        left, right = pair
        start, end = span
        match operator:
            case ast.Is() | ast.IsNot():
                self._require_none(right)
                return Unknown(
                    operand=self._expression(left),
                    negated=isinstance(operator, ast.IsNot),
                    start=start,
                    end=end,
                )
            case ast.In() | ast.NotIn():
                return Membership(
                    operand=self._expression(left),
                    choices=self._choices(right),
                    negated=isinstance(operator, ast.NotIn),
                    start=start,
                    end=end,
                )
            case _:
                self._forbid_none(left, right)
                return Comparison(
                    left=self._expression(left),
                    operator=OPERATORS[type(operator)],
                    right=self._expression(right),
                    start=self._span(left)[0],
                    end=self._span(right)[1],
                )

    def _require_none(self, node: ast.expr) -> None:
        if not (isinstance(node, ast.Constant) and node.value is None):
            raise Unreadable(
                "is-without-none",
                "`is` asks only whether something is unknown",
                cure="write `is None` or `is not None`; compare values with `==`",
                span=self._span(node),
            )

    def _forbid_none(self, *nodes: ast.expr) -> None:
        for node in nodes:
            if isinstance(node, ast.Constant) and node.value is None:
                raise Unreadable(
                    "compared-with-none",
                    "nothing compares with `None`",
                    cure="write `is None` or `is not None`",
                    span=self._span(node),
                )

    def _choices(self, node: ast.expr) -> tuple[Expression, ...]:
        if not isinstance(node, ast.Tuple | ast.List | ast.Set) or not node.elts:
            raise Unreadable(
                "in-without-choices",
                "`in` needs choices in brackets",
                cure='write `in ("a", "b")`, or `in ("a",)` for one',
                span=self._span(node),
            )
        choices = tuple(self._expression(each) for each in node.elts)
        for choice in choices:
            if not isinstance(choice, Number | Text):
                raise Unreadable(
                    "choice-not-a-value",
                    "a choice after `in` is a number or a word in quotes",
                    cure='put the word in quotes, for example `"other"`',
                    span=(choice.start, choice.end),
                )
        return choices

    def _extreme(self, node: ast.Call) -> Expression:
        span = self._span(node)
        function = node.func.id if isinstance(node.func, ast.Name) else ""
        if function not in ("min", "max"):
            raise Unreadable(
                "call-not-allowed",
                f"`{shown(self._written(node.func))}` cannot be called",
                cure="only `min` and `max` can",
                span=self._span(node.func),
            )
        if node.keywords or len(node.args) < 2:
            raise Unreadable(
                "extreme-needs-two",
                f"`{function}` compares two values or more",
                cure=f"write `{function}(a, b)`",
                span=span,
            )
        parts = tuple(self._expression(argument) for argument in node.args)
        return Extreme(function=function, parts=parts, start=span[0], end=span[1])


def _depth_of(node: ast.AST) -> int:
    """How many nodes stand one in another at most; found without going that deep."""
    depth, level = 0, [node]
    while level:
        depth += 1
        level = [child for each in level for child in ast.iter_child_nodes(each)]
    return depth
