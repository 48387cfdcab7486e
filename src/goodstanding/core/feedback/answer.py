"""The party that feedback is about answers it in public: once, finally, and in time.

The last instant is the end (UTC) of the latest of three days: day 28 after the contract's end, day
14 after the release, day 14 after the last change of the feedback.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from goodstanding.core.contract import Contract, end_of
from goodstanding.core.feedback.change import Changes, public_versions
from goodstanding.core.feedback.seal import (
    Feedback,
    Given,
    require_recipient,
    require_released,
)
from goodstanding.core.words import (
    Refusal,
    end_of_utc_day,
    require_instant,
    require_words,
    told_instant,
)

DAYS_AFTER_CONTRACT = 28
DAYS_AFTER_RELEASE = 14
DAYS_AFTER_CHANGE = 14


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicAnswer:
    """What the recipient says beside the feedback. It never changes."""

    feedback: str
    author: str
    words: str
    answered_at: datetime


def answer(
    feedback: Feedback,
    words: str,
    *,
    contract: Contract,
    by: str,
    at: datetime,
    given: Given = (),
    changes: Changes = (),
    answers: Iterable[PublicAnswer] = (),
) -> PublicAnswer:
    """The recipient's one answer to released feedback.

    Raises:
        Refusal: the feedback is sealed, somebody else than the recipient answers, there is an
            answer already, it is too late, or the words are blank or too long.
    """
    released_at = require_released(
        feedback, contract=contract, at=require_instant("at", at), given=given
    )
    require_recipient(feedback, by)
    if any(earlier.feedback == feedback.id for earlier in answers):
        raise Refusal(
            "answered-already",
            f"`{by}` has answered feedback `{feedback.id}` already",
            cure="an answer is final; report the feedback if it breaks a rule",
        )
    written_at = public_versions(feedback, as_of=at, changes=changes)[-1].revised_at
    until_at = answer_until(contract, released_at=released_at, changed_at=written_at)
    if at > until_at:
        raise Refusal(
            "answer-too-late",
            f"feedback `{feedback.id}` could be answered until `{told_instant(until_at)}`, and it "
            f"is `{told_instant(at)}`",
            cure="report the feedback if it breaks a rule",
        )
    require_words("answer", words)
    return PublicAnswer(feedback=feedback.id, author=by, words=words, answered_at=at)


def answer_until(contract: Contract, *, released_at: datetime, changed_at: datetime) -> datetime:
    """The last microsecond at which feedback may be answered.

    `changed_at` is when the public words were last written: without a change, before the release.

    Raises:
        Refusal: the contract still runs.
    """
    return max(
        end_of_utc_day(end_of(contract), days_later=DAYS_AFTER_CONTRACT),
        end_of_utc_day(released_at, days_later=DAYS_AFTER_RELEASE),
        end_of_utc_day(changed_at, days_later=DAYS_AFTER_CHANGE),
    )
