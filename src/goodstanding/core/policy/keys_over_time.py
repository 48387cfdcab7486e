"""The keys of what a ladder says over time: the part of the table that looks back and ahead."""

from goodstanding.core.policy.over_time import Deed, Weekday
from goodstanding.core.policy.shape import (
    Identifier,
    InstantOrDay,
    Key,
    Many,
    OneOf,
    Section,
    TimeOfDay,
    Whole,
    Words,
    Written,
)
from goodstanding.core.policy.signal_keys import DAYS, MONTHS

LOOKS = Whole(1, 1000)
HELD = Section(
    "held",
    "True often enough, and not only now.",
    (
        Key("times", LOOKS, "at how many of them it was true, or at more", required=True),
        Key("of", LOOKS, "how many evaluations are looked at, the last included", required=True),
    ),
)
STOOD = Section(
    "stood",
    "How long somebody has stood on a milder rung.",
    (
        Key("on", Identifier(), "the milder rung; a graver one counts as well", required=True),
        Key("days", DAYS, "so many times 24 hours without a break"),
        Key("months", MONTHS, "so many calendar months without a break"),
    ),
    one_of=("days", "months"),
)
PROBATION = Section(
    "probation",
    "The next votes, looked at alone.",
    (
        Key("votes", Whole(1, 1000), "how many, of each signal's own voters", required=True),
        Key("passes", Written(), "who passes is free, over signals", required=True),
        Key("fails", Identifier(), "the graver rung of who does not pass", required=True),
    ),
)
RUNG_KEYS = (
    Key("held", HELD, "the condition must hold at so many evaluations"),
    Key("stood", STOOD, "who has stood long enough on a milder rung"),
    Key("leave", Written(), "who stands here stays until this is true, over signals"),
    Key("probation", PROBATION, "the next votes decide what follows"),
)
MORE_DAYS = Section(
    "more_days",
    "Further outcomes put off the end.",
    (
        Key("each", Written(), "true of an outcome that adds days", required=True),
        Key("days", Whole(1, 3660), "how many days each adds", required=True),
    ),
)
RELEASED = Section(
    "released",
    "The weekly instant at which people are free again, UTC.",
    (
        Key("weekday", OneOf(Weekday), "the day of the week", required=True),
        Key("at", TimeOfDay(), "the time of day, UTC", required=True),
    ),
)
UNTIL_KEYS = (
    Key("more_days", MORE_DAYS, "what puts off the end", beside=("days", "months")),
    Key(
        "released",
        RELEASED,
        "free at the next such instant, never before",
        beside=("days", "months", "course"),
    ),
)
PROTECTION = Section(
    "protection",
    "How long a worse state stays unseen; a better one shows at once.",
    (Key("days", Whole(1, 365), "so many times 24 hours", required=True),),
)
ACT = Section(
    "act",
    "A dated fact that can end a rung.",
    (
        Key("at", InstantOrDay(), "when it was done or granted", required=True),
        Key("done", OneOf(Deed), "what it was", required=True),
    ),
)
WANTED = Section(
    "wanted",
    "Where somebody must stand at an instant.",
    (
        Key("at", InstantOrDay(), "the instant", required=True),
        Key("rung", Identifier(), "the rung; leave out for none"),
        Key("shown", Identifier(), "what shows, under `protection`; leave out for none"),
    ),
)


def timelines_key(outcome: Section) -> Key:
    """The key of golden timelines, over outcomes as examples have them."""
    section = Section(
        "timeline",
        "Outcomes and acts, and where they must lead.",
        (
            Key("timeline", Words(), "what it shows", required=True),
            Key("from", InstantOrDay(), "when it begins, with nobody on a rung", required=True),
            Key("until", InstantOrDay(), "when it ends", required=True),
            Key("outcomes", Many(outcome, least=0), "what comes to be known", required=True),
            Key("acts", Many(ACT, least=0), "what is done and granted"),
            Key("wants", Many(WANTED), "what must come out", required=True),
        ),
    )
    return Key("timelines", Many(section), "outcomes, acts and states that must hold")
