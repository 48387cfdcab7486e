"""What time brings about becomes rounds that a worker makes, each a step that does all that is due.

A round is safe to make twice, and by two workers at once: it takes what it does in its own
transaction. One that another has taken is not there for it.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings

from goodstanding.server.outbox.deliver import deliver
from goodstanding.server.outbox.spread import spread
from goodstanding.server.steps.fold_due import fold_due
from goodstanding.server.steps.judge_due import judge_due
from goodstanding.server.steps.lift_due import lift_due
from goodstanding.server.steps.seal_ledger import seal_ledger
from goodstanding.server.store.signing import Signer, signer_in

SWEEP_EVERY = timedelta(hours=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """One batch of what is due at an instant: `make` gives how much was done, 0 once nothing is."""

    name: str
    make: Callable[[datetime], int]


Lanes = Mapping[str, tuple[Round, ...]]


@dataclass(slots=True)
class Sealing:
    """Seals, and now and then looks for what committed long after its neighbours."""

    signer: Signer
    swept_at: datetime | None = field(default=None, init=False)

    def __call__(self, at: datetime) -> int:
        """How many entries were sealed."""
        sweep = self.swept_at is None or at - self.swept_at >= SWEEP_EVERY
        done = seal_ledger(now_at=at, signer=self.signer, sweep=sweep)
        if sweep and not done.is_busy and not done.sealed:
            self.swept_at = at
        return done.sealed


def usual_lanes() -> Lanes:
    """Every round there is. Lanes run beside each other, so that a slow receiver delays nobody.

    Raises:
        Refusal: the key that signs the ledger cannot be used.
    """
    signer = signer_in(Path(settings.GOODSTANDING_LEDGER_KEY_FILE))
    loopback = settings.GOODSTANDING_WEBHOOKS_LOOPBACK
    return {
        "judging": (
            Round(name="fold", make=lambda at: fold_due(at=at)),
            Round(name="judge", make=lambda at: judge_due(at=at)),
        ),
        "keeping": (
            Round(name="lift", make=lambda at: lift_due(at=at)),
            Round(name="seal", make=Sealing(signer)),
            Round(name="spread", make=lambda at: spread(at=at)),
        ),
        "post": (Round(name="deliver", make=lambda at: deliver(at=at, allow_loopback=loopback)),),
    }
