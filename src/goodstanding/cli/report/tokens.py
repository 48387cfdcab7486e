"""A name becomes a colour, by day and by night; every page takes its colours from here.

Text and lines that are read have a contrast of 4.5:1 and more against every ground they stand on
(tests/cli/report/ computes it). The series are told apart by people who cannot tell red from
green: their order goes from blue to orange, and each has a dash and a mark of its own besides.
"""

from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "ground": "#ffffff",
    "raised": "#f4f5f7",
    "ink": "#1b1f24",
    "quiet": "#555d66",
    "hair": "#d3d8de",
    "accent": "#0a5fa8",
    "limit": "#a3210f",
    "s1": "#0a5fa8",
    "s2": "#a34a00",
    "s3": "#00695a",
    "s4": "#8b3380",
    "s5": "#4d545c",
}
DARK: Mapping[str, str] = {
    "ground": "#14171a",
    "raised": "#1e2327",
    "ink": "#e8eaed",
    "quiet": "#a8b0b8",
    "hair": "#3a4148",
    "accent": "#7cbcf5",
    "limit": "#ff9a85",
    "s1": "#7cbcf5",
    "s2": "#f0a557",
    "s3": "#55cdb4",
    "s4": "#e3a1d8",
    "s5": "#c3c9cf",
}
GROUNDS = ("ground", "raised")
READ = ("ink", "quiet", "accent", "limit", "s1", "s2", "s3", "s4", "s5")


def declared(tokens: Mapping[str, str]) -> str:
    """The tokens as declarations of a stylesheet."""
    return "".join(f"--{name}:{colour};" for name, colour in tokens.items())
