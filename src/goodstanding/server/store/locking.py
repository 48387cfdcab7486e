"""Rows that a step is about to change, held until its transaction ends."""

from goodstanding.core.words import Refusal
from goodstanding.server.store.models import CaseRow, DecisionRow


def locked_case(name: str) -> CaseRow:
    """The case of that name.

    Raises:
        Refusal: there is none.
    """
    row = CaseRow.objects.select_for_update(of=("self",)).filter(name=name).first()
    if row is None:
        raise Refusal("no-such-case", f"there is no case `{name}`", cure="check its name")
    return row


def locked_decision(name: str) -> DecisionRow:
    """The decision of that name.

    Raises:
        Refusal: there is none, or it was lifted already.
    """
    row = DecisionRow.objects.select_for_update(of=("self",)).filter(name=name).first()
    if row is None:
        raise Refusal("no-such-decision", f"there is no decision `{name}`", cure="check its name")
    if DecisionRow.objects.filter(lifts=row).exists():
        raise Refusal(
            "lifted-already", f"decision `{name}` was lifted already", cure="nothing is left to do"
        )
    return row
