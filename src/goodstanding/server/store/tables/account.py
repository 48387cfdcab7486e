"""The people and firms that the marketplace told us of."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Account(models.Model):
    """One account of the marketplace, under the marketplace's own name for it.

    A projection of events: it can be dropped and folded anew.
    """

    name = models.TextField(unique=True)
    is_freelancer = models.BooleanField(default=False)
    is_client = models.BooleanField(default=False)
    is_agency = models.BooleanField(default=False)
    country = models.TextField(null=True)
    joined_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "account"


class AccountLink(models.Model):
    """From when on an account belongs to a client group or to an agency; None: to none any more."""

    account = models.TextField()
    kind = models.TextField()
    belongs_to = models.TextField(null=True)
    from_at = models.DateTimeField()

    class Meta:
        db_table = "account_link"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["account", "kind", "from_at"], name="one_link_at_once"),
            models.CheckConstraint(
                condition=models.Q(kind__in=["client_group", "agency"]), name="link_kind_is_known"
            ),
        ]


class CourseDone(models.Model):
    """A course that somebody has completed."""

    account = models.TextField()
    course = models.TextField()
    completed_at = models.DateTimeField()
    recorded_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "course_done"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["account", "course", "completed_at"], name="one_completion_at_once"
            )
        ]
