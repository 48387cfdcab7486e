"""What the marketplace tells us of two parties and their contract, as one frozen record."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from goodstanding.core.words import Money, Refusal, require_id, require_instant, told_instant


class Side(StrEnum):
    """The two parties of a contract."""

    FREELANCER = "freelancer"
    CLIENT = "client"

    @property
    def other(self) -> "Side":
        """The side across the table."""
        return Side.CLIENT if self is Side.FREELANCER else Side.FREELANCER


class Dispute(StrEnum):
    """How a dispute about the contract stands. Lost means: the finding went against that side."""

    OPEN = "open"
    LOST_BY_CLIENT = "lost_by_client"
    LOST_BY_FREELANCER = "lost_by_freelancer"
    SETTLED = "settled"


@dataclass(frozen=True, slots=True, kw_only=True)
class Contract:
    """One contract between a freelancer and a client, as known at one instant.

    `client_group` joins client accounts that belong together (it is the client's own id when
    nothing links it to another). `net_paid` is what was paid less what was refunded.
    """

    id: str
    freelancer: str
    client: str
    client_group: str
    net_paid: Money
    started_at: datetime
    ended_at: datetime | None = None
    ended_by: Side | None = None
    end_reason: str | None = None
    agency: str | None = None
    kind: str | None = None
    refunded_in_full: bool = False
    dispute: Dispute | None = None
    last_paid_at: datetime | None = None

    def __post_init__(self) -> None:
        for name in ("id", "freelancer", "client", "client_group"):
            require_id(name, getattr(self, name))
        if self.agency is not None:
            require_id("agency", self.agency)
        require_instant("started_at", self.started_at)
        if self.freelancer == self.client:
            raise Refusal(
                "contract-with-oneself",
                f"contract `{self.id}` has `{self.client}` on both sides",
                cure="a contract needs two parties",
            )
        if self.last_paid_at is not None:
            require_instant("last_paid_at", self.last_paid_at)
        if self.ended_at is not None and require_instant("ended_at", self.ended_at) < (
            self.started_at
        ):
            raise Refusal(
                "contract-ends-before-start",
                f"contract `{self.id}` ends at `{told_instant(self.ended_at)}`, before it starts "
                f"at `{told_instant(self.started_at)}`",
                cure="check `started_at` and `ended_at`",
            )

    def side_of(self, account: str) -> Side:
        """The side that the account is on.

        Raises:
            Refusal: the account is not a party to the contract.
        """
        for side in Side:
            if self.party(side) == account:
                return side
        raise Refusal(
            "not-a-party",
            f"`{account}` is not a party to contract `{self.id}`",
            cure="only its freelancer and its client may do this",
        )

    def group_of(self, side: Side) -> str:
        """What that side counts as when each group has one vote.

        A client counts as its client group, a freelancer as the agency, or else as themselves.
        """
        if side is Side.CLIENT:
            return self.client_group
        return self.agency or self.freelancer

    def party(self, side: Side) -> str:
        """The account on that side."""
        return self.freelancer if side is Side.FREELANCER else self.client


def end_of(contract: Contract) -> datetime:
    """The instant at which the contract ended.

    Raises:
        Refusal: the contract still runs.
    """
    if contract.ended_at is None:
        raise Refusal(
            "contract-still-running",
            f"contract `{contract.id}` has not ended",
            cure="wait for its end; mid-contract feedback may be possible before",
        )
    return contract.ended_at
