"""Text becomes markup: everything is escaped, once, where it enters an element."""

from html import escape
from unicodedata import category

# They reorder or hide what stands around them, so that a page can be made to say another thing.
REORDERING = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
VOID = frozenset({"meta", "br"})


class Markup(str):
    """Text that is markup already, and safe."""

    __slots__ = ()


def tag(name: str, /, *inside: str | None, **attributes: str | float | None) -> Markup:
    """The element; what is inside is escaped unless it is markup, None is left out.

    Attributes are written with `-` for `_` and without a `_` at their end (`class_`); one that is
    None is left out.
    """
    written = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_escaped(str(value))}"'
        for key, value in attributes.items()
        if value is not None
    )
    if name in VOID:
        return Markup(f"<{name}{written}>")
    return Markup(f"<{name}{written}>{joined(*inside)}</{name}>")


def joined(*inside: str | None) -> Markup:
    """The pieces one after the other, each escaped unless it is markup."""
    return Markup(
        "".join(
            each if isinstance(each, Markup) else _escaped(each)
            for each in inside
            if each is not None
        )
    )


def visible(text: str) -> str:
    """The text with every character that hides or reorders others, or is none, shown by its code.

    >>> visible("abc\\u202edef")
    'abc[U+202E]def'
    """
    return "".join(f"[U+{ord(each):04X}]" if _is_hidden(each) else each for each in text)


def _is_hidden(character: str) -> bool:
    if character in REORDERING:
        return True
    return category(character) in ("Cc", "Cs") and character not in "\n\t"


def _escaped(text: str) -> str:
    return escape(visible(text), quote=True)
