"""The keys of a policy's text, what each may hold and what it says: one table for all readers.

The reader, the JSON Schema that editors complete from, and the reference page are made from it.
"""

from fractions import Fraction

from goodstanding.core.contract import Side
from goodstanding.core.policy.keys_over_time import (
    PROTECTION,
    RUNG_KEYS,
    UNTIL_KEYS,
    timelines_key,
)
from goodstanding.core.policy.language import Anchor, Cadence, ItemKind
from goodstanding.core.policy.shape import (
    Exactly,
    Identifier,
    InstantOrDay,
    Key,
    Many,
    Named,
    Numeral,
    OneOf,
    Section,
    Whole,
    Words,
    Written,
    YesNo,
)
from goodstanding.core.policy.signal_keys import DAYS, MONTHS, SIGNAL, VOTES, WINDOW
from goodstanding.core.words import Capability, Dimension, Outcome

UNTIL = Section(
    "until",
    "When the restriction ends.",
    (
        Key("days", DAYS, "after so many days"),
        Key("months", MONTHS, "after so many calendar months"),
        Key("appeal", YesNo(), "only when an appeal is granted"),
        Key("course", Words(), "when this course is completed"),
        Key("restored_by", Words(), "when access is back after the course, in words"),
        *UNTIL_KEYS,
    ),
    one_of=("days", "months", "appeal", "course"),
)
RUNG = Section(
    "rung",
    "One step of the ladder; later ones are graver.",
    (
        Key("rung", Identifier(), "its name", required=True),
        Key("when", Written(), "the condition, over signals", required=True),
        Key("propose", OneOf(Outcome), "what is proposed to the reviewer", required=True),
        Key("deny", Many(OneOf(Capability)), "capabilities taken away"),
        Key("keep", Many(OneOf(Capability)), "capabilities that stay"),
        Key("until", UNTIL, "when it ends"),
        Key("cure", Words(), "what the person can do about it"),
        Key("says", Words(), "what the rung is, for a reader"),
        *RUNG_KEYS,
    ),
)
APPEAL = Section(
    "appeal",
    "The way back.",
    (
        Key(
            "reinstatement_after_months",
            Whole(0, 60),
            "the wait before one may ask to be reinstated; errors are heard at once",
        ),
        Key("open_for_months", Whole(1, 120), "how long an appeal may be lodged"),
        Key("answer_within_business_days", Whole(1, 60), "the target for an answer"),
        Key("cooling_off_days", Whole(0, 3660), "the pause before the next appeal"),
    ),
)
PROCESS = Section(
    "process",
    "How a verdict becomes a decision.",
    (
        Key("cadence", OneOf(Cadence), "when people are judged"),
        Key("on_day", Whole(1, 31), "the day of the month, for a monthly cadence"),
        Key("human_gate", YesNo(), "a person decides (cannot be switched off where it matters)"),
        Key("notice_days", Whole(0, 365), "days between notice and effect"),
        Key("lead_days", Whole(0, 365), "days between publication of a version and its force"),
        Key("told_over_clients", Whole(3, 1000), "private themes are told over so many clients"),
        Key("appeal", APPEAL, "the terms of appeals"),
    ),
)
ITEM = Section(
    "item",
    "An item that outcomes have beyond those of the forms.",
    (
        Key("kind", OneOf(ItemKind), "number, yes_no or word", required=True),
        Key("says", Words(), "what it is, for a reader", required=True),
        Key("from", Numeral(), "the least it can be"),
        Key("to", Numeral(), "the most it can be"),
        Key("choices", Many(Words(), least=2), "the words it can be"),
    ),
)
ORIGIN = Section(
    "modelled_on",
    "The published policy that this one is modelled on.",
    (
        Key("policy", Words(), "whose, and which", required=True),
        Key("retrieved", Words(), "when it was read", required=True),
        Key("note", Words(), "what is ours and what is theirs", required=True),
        Key("sources", Many(Words()), "where it was read"),
    ),
)
OUTCOME = Section(
    "outcome",
    "One outcome of an example (or several alike); further keys are items.",
    (
        Key("at", InstantOrDay(), "when the contract ended", required=True),
        Key("client", Words(), "the client (default: one nobody else is)"),
        Key("client_group", Words(), "the client's group (default: the client)"),
        Key("contract", Words(), "the contract (default: one of its own)"),
        Key("received_at", InstantOrDay(), "when it was known (default: at once)"),
        Key("superseded_at", InstantOrDay(), "when another version took its place"),
        Key("times", Whole(1, 100_000), "how many outcomes like this, each of its own client"),
        Key("apart_days", Whole(0, 3660), "days from each of them to the next"),
    ),
    further=True,
)
EXAMPLE = Section(
    "example",
    "Outcomes, and the verdict that is wanted.",
    (
        Key("example", Words(), "what it shows", required=True),
        Key("as_of", InstantOrDay(), "the instant of judging", required=True),
        Key("outcomes", Many(OUTCOME, least=0), "what is known", required=True),
        Key(
            "wants",
            Section(
                "wants",
                "The verdict.",
                (
                    Key("rung", Identifier(), "the rung reached; leave out for none"),
                    Key("figures", Named(Exactly()), "figures, exact; `null` for unknown"),
                    Key("left_out", Whole(0, 1_000_000), "how many outcomes do not count"),
                ),
            ),
            "what must come out",
            required=True,
        ),
    ),
)
POLICY = Section(
    "policy",
    "One version of a policy: what counts, over which time, and what follows from it.",
    (
        Key("policy", Identifier(dashes=True), "its name", required=True),
        Key("version", Whole(1, 1_000_000), "its version, counted from 1", required=True),
        Key("title", Words(), "its title, for people", required=True),
        Key("about", OneOf(Side), "who is judged", required=True),
        Key("modelled_on", ORIGIN, "the published policy it is modelled on"),
        Key("anchor", OneOf(Anchor), "the clock that windows run on (default: occurred_at)"),
        Key("items", Named(ITEM), "items beyond those of the forms"),
        Key(
            "negative",
            Many(
                Section(
                    "negative",
                    "One way in which an outcome is negative.",
                    (
                        Key("when", Written(), "true when it is", required=True),
                        Key("dimension", OneOf(Dimension), "what it is about"),
                        Key("says", Words(), "the same for a reader"),
                    ),
                )
            ),
            "an outcome is negative when any of these is true",
        ),
        Key(
            "leave_out",
            Many(
                Section(
                    "leave_out",
                    "Outcomes that do not count.",
                    (
                        Key("when", Written(), "true when it is left out", required=True),
                        Key("because", Words(), "the reason that is shown", required=True),
                    ),
                )
            ),
            "what does not count, and the reason shown",
        ),
        Key("votes", VOTES, "whose votes count (default: one a client group, the worst)"),
        Key("windows", Named(WINDOW), "windows by name"),
        Key("signals", Named(SIGNAL), "the figures", required=True),
        Key("ladder", Many(RUNG), "what follows, mildest first", required=True),
        Key("process", PROCESS, "how people decide"),
        Key(
            "impact_budget",
            Numeral(Fraction(0), Fraction(1)),
            "the share of people that may be flagged",
        ),
        Key("law", Many(Identifier(dashes=True)), "law overlays by name"),
        Key("cannot_say", Many(Words()), "what the published policy says and this cannot"),
        Key("examples", Many(EXAMPLE), "outcomes and verdicts that must hold"),
        Key("protection", PROTECTION, "how long a worse state stays unseen"),
        timelines_key(OUTCOME),
    ),
)
