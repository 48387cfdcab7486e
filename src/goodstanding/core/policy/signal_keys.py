"""The keys of windows, votes and signals: the part of the table that measures."""

from fractions import Fraction

from goodstanding.core.policy.shape import (
    Identifier,
    Key,
    Many,
    NameOr,
    Numeral,
    OneOf,
    Section,
    Whole,
    Words,
    Written,
    YesNo,
)
from goodstanding.core.policy.signal import Better, Keep, Rounding, Voter

DAYS = Whole(1, 36_600)
MONTHS = Whole(1, 1200)
LAG = Key(
    "lag_days",
    Whole(1, 3660),
    "ends so many days before the instant of judging",
    beside=("days", "months"),
)
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
RATE = Numeral(Fraction(0), Fraction(1))
PRIOR = Section(
    "prior",
    "Votes that a share starts from before anybody has voted.",
    (
        Key("of", Whole(0, 1_000_000), "added to the votes counted", required=True),
        Key("per", Whole(1, 1_000_000), "added to the votes divided by", required=True),
    ),
)
RATES = Section(
    "rates",
    "The shares of negative votes that points are reckoned from, each between 0 and 1.",
    (
        Key("tolerated", RATE, "tolerated in anybody, however long one looks", required=True),
        Key("bad", RATE, "clearly bad", required=True),
        Key("usual", RATE, "usual in the category", required=True),
    ),
)
STRICTNESS = Section(
    "strictness",
    "Moves the rates by what the client had said of others before.",
    (
        Key("history", Whole(1, 1000), "votes that the usual rate weighs as", required=True),
        Key("from", Numeral(Fraction(-5), Fraction(0)), "at most milder, in logits", required=True),
        Key("to", Numeral(Fraction(0), Fraction(5)), "at most stricter, in logits", required=True),
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
        Key("points", Written(), "evidence points: how strongly votes this is true of speak"),
        Key("rates", RATES, "the rates that `points` are reckoned from"),
        Key("strictness", STRICTNESS, "how a client's own record counts in `points`"),
        Key("newcomers_weigh", RATE, "what a vote weighs in `points` if its client is new"),
        Key("prior", PRIOR, "votes that a `share` starts from"),
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
    one_of=("count", "distinct", "share", "net_share", "mean", "points"),
)
