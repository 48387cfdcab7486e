"""One contract and all that both sides said on it become the record that pages read."""

from dataclasses import dataclass
from datetime import datetime

from goodstanding.core.contract import Contract, Side
from goodstanding.core.feedback.answer import PublicAnswer
from goodstanding.core.feedback.change import ChangeRequest
from goodstanding.core.feedback.interim import InterimFeedback
from goodstanding.core.feedback.leverage import LeverageReport
from goodstanding.core.feedback.report import Report
from goodstanding.core.feedback.seal import Feedback, is_sealed


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """What is known of the feedback on one contract, in both directions, sealed or not.

    `pattern_raters` are the sides known to rate nearly everybody low, `linked_accounts` says
    whether the two parties belong together; None where nobody has looked.
    """

    contract: Contract
    given: tuple[Feedback, ...] = ()
    changes: tuple[ChangeRequest, ...] = ()
    answers: tuple[PublicAnswer, ...] = ()
    reports: tuple[Report, ...] = ()
    leverage: tuple[LeverageReport, ...] = ()
    interims: tuple[InterimFeedback, ...] = ()
    pattern_raters: frozenset[Side] | None = None
    linked_accounts: bool | None = None

    def is_sealed(self, feedback: Feedback, as_of: datetime) -> bool:
        """Whether nobody but the author may see or guess anything of the feedback."""
        return is_sealed(feedback, contract=self.contract, as_of=as_of, given=self.given)
