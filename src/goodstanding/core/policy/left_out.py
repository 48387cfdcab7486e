"""What the language leaves out of Python: each kind of node with what is said of it."""

import ast

# The code, what is said after the words themselves, and the cure.
LEFT_OUT: dict[type[ast.expr], tuple[str, str, str]] = {
    ast.BinOp: (
        "arithmetic-not-allowed",
        "calculates, and an expression only compares",
        "let a signal measure it (`share`, `mean`), then compare the signal",
    ),
    ast.Attribute: (
        "dots-not-allowed",
        "has a dot, and names have none",
        "use the item's whole name, for example `stars_skills`",
    ),
    ast.Subscript: (
        "brackets-not-allowed",
        "has brackets, and names have none",
        "use the item's whole name, for example `concern_skills`",
    ),
    ast.IfExp: (
        "if-not-allowed",
        "chooses with `if`, which an expression cannot",
        "write `(a and b) or (not a and c)`",
    ),
    ast.NamedExpr: (
        "assignment-not-allowed",
        "gives a name, and an expression gives none",
        "compare with `==`",
    ),
}
NOT_IN_THE_LANGUAGE = (
    "not-in-the-language",
    "is not in the language",
    "use comparisons, `in`, `is None`, `and`, `or`, `not`, `min`, `max`",
)
