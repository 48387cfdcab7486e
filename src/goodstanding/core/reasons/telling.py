"""A statement of reasons becomes plain text, in the order in which its reader needs it."""

from collections.abc import Iterable, Iterator

from goodstanding.core.reasons.disclosure import Facts
from goodstanding.core.reasons.redress import told_route
from goodstanding.core.reasons.restriction import told_end
from goodstanding.core.reasons.statement import StatementOfReasons
from goodstanding.core.words import Outcome, told_instant

OUTCOMES = {
    Outcome.NO_ACTION: "Nothing follows from it.",
    Outcome.ADVISE: "You are given advice. Nothing is restricted.",
    Outcome.WARN: "You are warned. Nothing is restricted.",
    Outcome.PAUSE: "New work is paused.",
    Outcome.BLOCK: "New work is blocked.",
    Outcome.PERMANENT_BLOCK: "New work is blocked permanently.",
}


def told(statement: StatementOfReasons) -> str:
    """The whole statement in plain words, one fact a line."""
    parts = (
        ("What was decided", _decided(statement)),
        ("What it rests on", _rests_on(statement)),
        ("Which rule", _rule(statement)),
        ("Why", (statement.why,)),
        ("What would cure it", (statement.cure,)),
        ("Where to turn", (told_route(route) for route in statement.routes)),
    )
    return "\n\n".join(
        "\n".join((heading, *(f"- {line}" for line in lines))) for heading, lines in parts
    )


def _decided(statement: StatementOfReasons) -> Iterator[str]:
    if statement.instead_of is not None:
        yield (
            f"Decision `{statement.instead_of}` is lifted. "
            "What it took and is not named below is yours again."
        )
    if statement.instead_of is None or statement.outcome is not Outcome.NO_ACTION:
        yield OUTCOMES[statement.outcome]
    restriction = statement.restriction
    if restriction is not None:
        yield f"You may not: {_list(restriction.denied)}, {statement.territory}."
        yield f"It holds from {told_instant(restriction.from_at)}, {told_end(restriction)}."
        yield f"You still may: {_list(restriction.kept)}. Running contracts go on as they are."
    yield f"Case `{statement.case}`, decided at {told_instant(statement.stated_at)}."


def _rests_on(statement: StatementOfReasons) -> Iterator[str]:
    facts = statement.facts
    if facts.outcomes:
        yield _told_number(facts)
    for citation in facts.cited:
        yield f"In public: contract `{citation.contract}`, ended in {citation.month}."
    for claim in statement.claims:
        yield f"Found not to hold: {claim}."
    if facts.period is not None:
        yield f"Looked at were the quarters from {facts.period[0]} to {facts.period[1]}."
    if facts.themes:
        yield f"In private, at least {facts.told_over} clients each named: {_list(facts.themes)}."
    yield (
        f"What was said in private is told only where at least {facts.told_over} clients said it, "
        "so that nobody is exposed. There can be more than is told."
    )


def _told_number(facts: Facts) -> str:
    outcomes = "outcome" if facts.outcomes == 1 else "outcomes"
    told_of = f"At least {facts.outcomes} negative {outcomes}"
    if not facts.clients:
        return f"{told_of}."
    clients = "client" if facts.clients == 1 else "different clients"
    least = "" if facts.clients_are_exact else "at least "
    return f"{told_of}, from {least}{facts.clients} {clients}."


def _rule(statement: StatementOfReasons) -> Iterator[str]:
    yield f"Policy `{statement.policy}`, version {statement.version}."
    if statement.clause is not None:
        clause = statement.clause
        says = f" {clause.says}" if clause.says else ""
        yield f"Clause `{clause.rung}`: {clause.condition}.{says}"
    found = "A rule" if statement.found_by_rule else "A person"
    if statement.by_machine:
        yield f"{found} found this and a person decided; a policy lifted it by itself."
    else:
        yield f"{found} found this; a person looked at it and decided. No machine decided."


def _list(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in sorted(names))
