"""All rules of the house, and the faults that they find in one file."""

from collections.abc import Iterator

from tools.lints.chance import CHANCE_IN_CORE
from tools.lints.excuses import BARE_EXCUSES, is_excused
from tools.lints.imports import BUSY_PACKAGES, HIDDEN_IMPORTS
from tools.lints.names import EMPTY_NAMES, INSTANTS
from tools.lints.parameters import BOOLEAN_POSITIONAL, MANY_POSITIONAL
from tools.lints.rule import Fault, Rule, Source
from tools.lints.sizes import DEEP_NESTINGS, LONG_FILES, LONG_FUNCTIONS

RULES = (
    EMPTY_NAMES,
    INSTANTS,
    LONG_FILES,
    LONG_FUNCTIONS,
    DEEP_NESTINGS,
    MANY_POSITIONAL,
    BOOLEAN_POSITIONAL,
    HIDDEN_IMPORTS,
    BUSY_PACKAGES,
    BARE_EXCUSES,
    CHANCE_IN_CORE,
)


def faults_in(source: Source) -> Iterator[tuple[Rule, Fault]]:
    """Every fault in the file that is not excused, with the rule that it breaks."""
    for rule in RULES:
        for fault in rule.find(source):
            if not is_excused(source, fault, rule=rule):
                yield rule, fault
