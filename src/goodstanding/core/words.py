"""The words everything else is said with: identifiers, instants, money, and the refusal."""

from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from difflib import get_close_matches
from enum import StrEnum

MICROSECOND = timedelta(microseconds=1)
LONGEST_ID = 200


class Dimension(StrEnum):
    """The four sides of a freelancer's work that a client can be unhappy about."""

    SKILLS = "skills"
    EXPERIENCE = "experience"
    AVAILABILITY = "availability"
    PERFORMANCE = "performance"


class Outcome(StrEnum):
    """What a person may resolve about somebody, from mildest to gravest."""

    NO_ACTION = "no_action"
    ADVISE = "advise"
    WARN = "warn"
    PAUSE = "pause"
    BLOCK = "block"
    PERMANENT_BLOCK = "permanent_block"


class Capability(StrEnum):
    """What somebody can do on the marketplace, as the gate is asked for it."""

    PROPOSAL_SUBMIT = "proposal.submit"
    CONTRACT_ACCEPT = "contract.accept"
    JOB_POST = "job.post"
    CONTRACT_OFFER = "contract.offer"
    SEARCH_APPEAR = "search.appear"
    CONTRACT_WORK = "contract.work"
    CONTRACT_DELIVER = "contract.deliver"
    CONTRACT_BILL = "contract.bill"
    CONTRACT_PAY = "contract.pay"
    MESSAGE_CURRENT_CLIENT = "message.current_client"
    MESSAGE_CURRENT_FREELANCER = "message.current_freelancer"
    PAYOUT_WITHDRAW = "payout.withdraw"
    APPEAL_LODGE = "appeal.lodge"
    FEEDBACK_GIVE = "feedback.give"


RUNNING_WORK = frozenset(
    {
        Capability.CONTRACT_WORK,
        Capability.CONTRACT_DELIVER,
        Capability.CONTRACT_BILL,
        Capability.CONTRACT_PAY,
        Capability.MESSAGE_CURRENT_CLIENT,
        Capability.MESSAGE_CURRENT_FREELANCER,
        Capability.PAYOUT_WITHDRAW,
        Capability.APPEAL_LODGE,
        Capability.FEEDBACK_GIVE,
    }
)
"""What no restriction may take: running contracts go on, and the way back stays open."""


class Refusal(Exception):
    """A designed "no": what is wrong, where, and what would cure it.

    `code` is stable (kebab-case) so that programs can tell refusals apart; the text is for people.
    """

    def __init__(self, code: str, message: str, *, cure: str = "", place: str = "") -> None:
        self.code = code
        self.message = message
        self.cure = cure
        self.place = place
        told = f"{place}: {message}" if place else message
        super().__init__(f"{told}; {cure}" if cure else told)


def require_id(name: str, value: str) -> str:
    """The identifier itself, once it is known to be one: 1 to 200 printable characters.

    Raises:
        Refusal: the identifier is empty, too long, or holds white space at its edges or a control
            character.
    """
    if not value or value != value.strip():
        raise Refusal(
            "blank-id",
            f"{name} is `{value}`, which is blank or has white space at its edges",
            cure="give the identifier as the marketplace writes it",
        )
    if len(value) > LONGEST_ID:
        raise Refusal(
            "long-id",
            f"{name} begins `{value[:20]}` and has {len(value)} characters",
            cure=f"an identifier has at most {LONGEST_ID}",
        )
    if not value.isprintable():
        raise Refusal(
            "unprintable-id",
            f"{name} is `{value!a}`, which holds a character that cannot be printed",
            cure="remove the control character",
        )
    return value


def require_instant(name: str, value: datetime) -> datetime:
    """The instant itself, once it is known to be aware and in UTC.

    Raises:
        Refusal: the instant has no time zone, or another one than UTC.
    """
    if value.utcoffset() is None:
        raise Refusal(
            "instant-without-zone",
            f"{name} is `{value.isoformat()}`, which has no time zone",
            cure="give the instant in UTC, for example `2026-01-31T12:00:00Z`",
        )
    if value.utcoffset() != timedelta(0):
        raise Refusal(
            "instant-not-utc",
            f"{name} is `{value.isoformat()}`, which is not in UTC",
            cure=f"say `{told_instant(value)}`",
        )
    return value


def require_words(name: str, value: str, *, longest: int = 4000) -> str:
    """The text itself, once somebody has really written something.

    Raises:
        Refusal: the text is blank, or longer than `longest` characters.
    """
    if not value.strip():
        raise Refusal("blank-words", f"{name} is blank", cure="write at least a sentence")
    if len(value) > longest:
        raise Refusal(
            "long-words",
            f"{name} has {len(value)} characters",
            cure=f"say it in at most {longest}, and attach the rest",
        )
    return value


def told_instant(value: datetime) -> str:
    """The instant as everything here writes it: ISO 8601 in UTC with a `Z`, no idle fractions."""
    return value.astimezone(UTC).isoformat().replace("+00:00", "Z")


def end_of_utc_day(of_at: datetime, *, days_later: int = 0) -> datetime:
    """The last microsecond (23:59:59.999999 UTC) of the instant's UTC day, or of a later day."""
    day = of_at.astimezone(UTC).date() + timedelta(days=days_later)
    return datetime.combine(day, time.max, tzinfo=UTC)


def add_months(from_at: datetime, months: int) -> datetime:
    """The same day and time of day `months` calendar months later (or earlier, if negative).

    A day that the month does not have becomes the month's last: 31 August less six months is
    28 (or 29) February. So the way there and back may lose days; compare instants, not spans.

    >>> add_months(datetime(2024, 8, 31, tzinfo=UTC), -6).date().isoformat()
    '2024-02-29'
    """
    years, month = divmod(from_at.year * 12 + from_at.month - 1 + months, 12)
    if not date.min.year <= years <= date.max.year:
        raise Refusal(
            "month-out-of-range",
            f"{months} months from `{told_instant(from_at)}` is outside the calendar",
            cure="use a shorter span",
        )
    day = min(from_at.day, monthrange(years, month + 1)[1])
    return from_at.replace(year=years, month=month + 1, day=day)


def add_days(from_at: datetime, days: int) -> datetime:
    """So many times 24 hours later.

    Raises:
        Refusal: that is beyond the end of the calendar.
    """
    try:
        return from_at + timedelta(days=days)
    except OverflowError:
        raise Refusal(
            "day-out-of-range",
            f"{days} days from `{told_instant(from_at)}` is outside the calendar",
            cure="use a shorter span",
        ) from None


def quarter_of(moment_at: datetime) -> str:
    """The calendar quarter that an instant lies in, UTC: `2026 Q1`."""
    moment_utc_at = moment_at.astimezone(UTC)
    return f"{moment_utc_at.year} Q{(moment_utc_at.month + 2) // 3}"


def did_you_mean(word: str, known: Iterable[str]) -> str:
    """The cure for a word that is not known: the nearest known one, those with a part that is
    nearest (`skils`: `stars_skills`), or all of them."""
    choices = sorted(known)
    near = get_close_matches(word, choices, n=1, cutoff=0.6)
    if near:
        return f"did you mean `{near[0]}`?"
    alike = [each for each in choices if get_close_matches(word, each.split("_"), cutoff=0.75)]
    if alike:
        return "did you mean " + " or ".join(f"`{each}`" for each in alike) + "?"
    return "use one of " + ", ".join(f"`{choice}`" for choice in choices)


@dataclass(frozen=True, slots=True, kw_only=True)
class Money:
    """An amount in one currency (ISO 4217, three capitals). Never a float."""

    amount: Decimal
    currency: str

    def __post_init__(self) -> None:
        if not self.amount.is_finite():
            raise Refusal("money-not-finite", f"amount is `{self.amount}`", cure="give a number")
        code = self.currency
        if not (len(code) == 3 and code.isascii() and code.isalpha() and code.isupper()):
            raise Refusal(
                "unknown-currency",
                f"currency is `{code}`",
                cure="use three capitals as in ISO 4217, for example `USD`",
            )
