"""The keys of a policy's text, what each may hold and what it says: one table for all readers.

The reader, the JSON Schema that editors complete from, and the reference page are made from it.
"""

from fractions import Fraction

from goodstanding.core.contract import Side
from goodstanding.core.policy.language import Anchor, Cadence, ItemKind
from goodstanding.core.policy.shape import (
    Identifier,
    InstantOrDay,
    Key,
    Many,
    Named,
    NameOr,
    Numeral,
    OneOf,
    Exactly,
    Section,
    Whole,
    Words,
    Written,
    YesNo,
)
from goodstanding.core.policy.signal import Better, Keep, Rounding, Voter
from goodstanding.core.words import Capability, Dimension, Outcome

DAYS = Whole(1, 36_600)
MONTHS = Whole(1, 1200)
LAG = Key("lag_days", Whole(1, 3660), "ends so many days before the instant of judging")
SPAN_KEYS = (
    Key("days", DAYS, "so many times 24 hours"),
    Key("months", MONTHS, "so many calendar months"),
    LAG,
)
SPAN = Section("span", "A rolling window.", SPAN_KEYS, one_of=("days", "months"))
SIMPLE_KEYS = (
    *SPAN_KEYS,
    Key("last", Whole(1, 1_000_000), "the latest so many votes"),
    Key("all_time", YesNo(), "everything known"),
)
SIMPLE = Section(
    "simple_window", "One window.", SIMPLE_KEYS, one_of=("days", "months", "last", "all_time")
)
BY_VOLUME = Section(
    "by_volume",
    "One window for busy people, another for the rest.",
    (
        Key("at_least", Whole(1, 100_000_000), "outcomes that make somebody busy", required=True),
        Key("within", SPAN, "where those outcomes are counted", required=True),
        Key("then", SIMPLE, "the window of busy people", required=True),
        Key("otherwise", SIMPLE, "the window of all others", required=True),
    ),
)
WINDOW = Section(
    "window",
    "Over which time: open at its start, closed at the instant of judging.",
    (
        *SIMPLE_KEYS,
        Key("best_of", Many(SIMPLE, least=2), "the best of several, for the person judged"),
        Key("by_volume", BY_VOLUME, "chosen by how busy somebody is"),
    ),
    one_of=("days", "months", "last", "all_time", "best_of", "by_volume"),
)
VOTES = Section(
    "votes",
    "One vote for each voter.",
    (
        Key("per", OneOf(Voter), "who has one vote", required=True),
        Key("keep", OneOf(Keep), "which outcome is the vote (default: worst)"),
    ),
)
STEP = Section(
    "step",
    "From a value on, what an outcome weighs.",
    (
        Key("from", Numeral(), "the value from which on", required=True),
        Key("weighs", Whole(0, 1_000_000), "a whole number", required=True),
    ),
)
SIGNAL = Section(
    "signal",
    "A named figure about one person at one instant.",
    (
        Key("count", Written(), "how many votes this is true of"),
        Key("distinct", OneOf(Voter), "how many different voters `of` is true of"),
        Key("share", Written(), "votes this is true of, divided by votes of `per`"),
        Key("net_share", Written(), "votes this is true of less `minus`, divided by `per`"),
        Key("mean", Identifier(), "the mean of an item over the votes of `per`"),
        Key("of", Written(), "what `distinct` asks of an outcome"),
        Key("minus", Written(), "what `net_share` takes away"),
        Key("per", Written(), "what is divided by: `all`, `rated` or an expression"),
        Key("window", NameOr(WINDOW), "over which time", required=True),
        Key("votes", VOTES, "whose votes, if other than the policy's"),
        Key(
            "sample",
            Section(
                "sample",
                "The least there must be for the figure to exist.",
                (
                    Key("votes", Whole(1, 1_000_000), "votes divided by"),
                    Key("client_groups", Whole(1, 1_000_000), "different client groups"),
                ),
            ),
            "the least there must be, else the figure is unknown",
        ),
        Key("better", OneOf(Better), "which way is good for the person judged"),
        Key(
            "weight",
            Section(
                "weight",
                "Whole-number weights by an item.",
                (
                    Key("by", Identifier(), "the item", required=True),
                    Key("steps", Many(STEP), "rising steps", required=True),
                ),
            ),
            "what an outcome weighs (default: 1)",
        ),
        Key(
            "round",
            Section(
                "round",
                "Rounds before anything is compared.",
                (
                    Key("places", Whole(0, 9), "decimal places", required=True),
                    Key("how", OneOf(Rounding), "what becomes of a half", required=True),
                ),
            ),
            "rounds the figure before it is compared (default: never)",
        ),
        Key("says", Words(), "what the figure is, for a reader"),
    ),
    one_of=("count", "distinct", "share", "net_share", "mean"),
)
UNTIL = Section(
    "until",
    "When the restriction ends.",
    (
        Key("days", DAYS, "after so many days"),
        Key("months", MONTHS, "after so many calendar months"),
        Key("appeal", YesNo(), "only when an appeal is granted"),
        Key("course", Words(), "when this course is completed"),
        Key("restored_by", Words(), "when access is back after the course, in words"),
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
    ),
)
