"""What is due to be folded becomes its rows, one transaction a batch."""

from datetime import datetime

from django.db import transaction

from goodstanding.server.steps.fold_accounts import fold_accounts
from goodstanding.server.steps.fold_contracts import fold_contracts
from goodstanding.server.store.due import Kind, take


def fold_due(*, at: datetime, limit: int = 500) -> int:
    """How many things were folded anew, as known at the instant; 0 once nothing is due."""
    with transaction.atomic():
        keys = take(Kind.FOLD, at=at, limit=limit)
        accounts = [key.partition(":")[2] for key in keys if key.startswith("account:")]
        contracts = [key.partition(":")[2] for key in keys if key.startswith("contract:")]
        if accounts:
            fold_accounts(accounts, at=at)
        if contracts:
            fold_contracts(contracts, at=at)
        return len(keys)
