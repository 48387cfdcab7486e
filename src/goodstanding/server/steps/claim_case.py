"""A case becomes one reviewer's for the length of a lease, or is put back."""

from dataclasses import replace
from datetime import datetime

from django.db import transaction

from goodstanding.core.case.holding import claim, release
from goodstanding.core.case.record import Case
from goodstanding.core.docket import Step
from goodstanding.server.steps.entering import enter_record
from goodstanding.server.store.cases import case_of
from goodstanding.server.store.locking import locked_case
from goodstanding.server.store.models import CaseRow


def claim_case(name: str, *, by: str, at: datetime) -> Case:
    """The case, held by that reviewer until the lease ends; claiming again renews it.

    Raises:
        Refusal: there is no such case, another holds it, or this reviewer may not.
    """
    with transaction.atomic():
        row = locked_case(name)
        case = claim(case_of(row), by, at)
        assert case.claim is not None
        CaseRow.objects.filter(pk=row.pk).update(
            claimed_by=case.claim.by,
            claimed_at=case.claim.claimed_at,
            lease_ends_at=case.claim.lease_ends_at,
        )
        enter_record(case, step=Step.CLAIMED, at=at)
    return case


def release_case(name: str, *, by: str, at: datetime) -> Case:
    """The case, free for others again.

    Raises:
        Refusal: there is no such case, or the last claim was not theirs.
    """
    with transaction.atomic():
        row = locked_case(name)
        case = replace(release(case_of(row), by), claim=None)
        CaseRow.objects.filter(pk=row.pk).update(
            claimed_by=None, claimed_at=None, lease_ends_at=None
        )
        enter_record(case, step=Step.RELEASED, at=at)
    return case
