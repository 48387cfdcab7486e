"""Policies in force, what they said of whom, and what a person is asked to look at."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models


class PolicyVersion(models.Model):
    """One version of a policy, as text; append-only but for the end of its force."""

    name = models.TextField()
    version = models.IntegerField()
    digest = models.TextField()
    text = models.TextField()
    in_force_from_at = models.DateTimeField(null=True)
    in_force_until_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "policy_version"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "version"], name="one_text_a_version"),
        ]


class VerdictRow(models.Model):
    """What one version of a policy said of one person at one instant; append-only.

    `figures` are exact, as text (`3/10`); `because` says for who reached a rung what it rests on.
    """

    subject = models.TextField()
    policy = models.TextField()
    version = models.IntegerField()
    digest = models.TextField()
    as_of = models.DateTimeField()
    rung = models.TextField(null=True)
    figures = models.JSONField()
    because = models.JSONField(null=True)

    class Meta:
        db_table = "verdict"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "policy", "version", "as_of"], name="one_verdict_an_instant"
            ),
        ]


class CaseRow(models.Model):
    """A verdict or findings that a person must look at.

    `outcomes` are the contracts (or findings) that it rests on: what was put before a person once
    opens no second case.
    """

    name = models.TextField(unique=True)
    kind = models.TextField()
    subject = models.TextField()
    verdict = models.ForeignKey(VerdictRow, on_delete=models.PROTECT, null=True)
    opened_at = models.DateTimeField()
    due_at = models.DateTimeField()
    outcomes = ArrayField(models.TextField())
    evidence = ArrayField(models.TextField())
    claimed_by = models.TextField(null=True)
    claimed_at = models.DateTimeField(null=True)
    lease_ends_at = models.DateTimeField(null=True)
    decided_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "case_file"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["subject", "kind"],
                condition=models.Q(decided_at=None),
                name="one_open_case_a_person_and_kind",
            ),
            models.CheckConstraint(
                condition=models.Q(claimed_by=None, claimed_at=None, lease_ends_at=None)
                | models.Q(
                    claimed_by__isnull=False,
                    claimed_at__isnull=False,
                    lease_ends_at__gt=models.F("claimed_at"),
                ),
                name="claim_is_whole",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["due_at", "opened_at", "name"], name="case_queue"),
            models.Index(fields=["subject"], name="case_of_subject"),
        ]
