"""Contracts, the feedback on them, and the evidence that it became."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models

SIDES = ["freelancer", "client"]


class ContractRow(models.Model):
    """One contract as all events about it say; a projection.

    `changes_at` is the next instant at which the clock alone changes something, a release; what is
    due then stands in `due`.
    """

    name = models.TextField(unique=True)
    freelancer = models.TextField()
    client = models.TextField()
    client_group = models.TextField()
    agency = models.TextField(null=True)
    kind = models.TextField(null=True)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    ended_by = models.TextField(null=True)
    end_reason = models.TextField(null=True)
    net_paid = models.DecimalField(max_digits=20, decimal_places=6)
    currency = models.CharField(max_length=3)
    refunded_in_full = models.BooleanField()
    dispute = models.TextField(null=True)
    last_paid_at = models.DateTimeField(null=True)
    changes_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "contract"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(freelancer=models.F("client")), name="contract_has_two_parties"
            ),
            models.CheckConstraint(
                condition=models.Q(ended_at=None) | models.Q(ended_at__gte=models.F("started_at")),
                name="contract_ends_after_it_starts",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["freelancer"], name="contract_freelancer"),
            models.Index(fields=["client"], name="contract_client"),
        ]


class FeedbackRow(models.Model):
    """What one side said on one contract, sealed or not; a projection.

    Whether it is sealed is never stored: it follows from `release_at` and the instant asked about.
    """

    name = models.TextField(unique=True)
    contract = models.ForeignKey(ContractRow, on_delete=models.CASCADE, related_name="feedback")
    side = models.TextField()
    form = models.TextField()
    author = models.TextField()
    recipient = models.TextField()
    answers = models.JSONField()
    submitted_at = models.DateTimeField()
    edited_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)
    release_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "feedback"
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["contract", "side"],
                condition=models.Q(withdrawn_at=None),
                name="one_feedback_a_contract_and_side",
            ),
            models.CheckConstraint(condition=models.Q(side__in=SIDES), name="side_is_known"),
        ]


class FeedbackWords(models.Model):
    """The words in an answer, apart, so that they can be erased."""

    feedback = models.ForeignKey(FeedbackRow, on_delete=models.CASCADE, related_name="words")
    name = models.TextField()
    text = models.TextField(null=True)

    class Meta:
        db_table = "feedback_words"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["feedback", "name"], name="one_answer_in_words")
        ]


class EvidenceRow(models.Model):
    """One version of a piece of evidence; only `superseded_at` is ever written later, and once."""

    name = models.TextField()
    about = models.TextField()
    subject = models.TextField()
    client = models.TextField()
    client_group = models.TextField()
    contract = models.TextField(null=True)
    occurred_at = models.DateTimeField()
    received_at = models.DateTimeField()
    superseded_at = models.DateTimeField(null=True)
    source = models.TextField()
    items = models.JSONField()
    public_items = ArrayField(models.TextField())

    class Meta:
        db_table = "evidence"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["name", "received_at"], name="one_version_at_once"),
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(superseded_at=None),
                name="one_version_that_counts",
            ),
            models.CheckConstraint(
                condition=models.Q(about__in=SIDES), name="evidence_is_about_a_side"
            ),
            models.CheckConstraint(
                condition=models.Q(received_at__gte=models.F("occurred_at")),
                name="evidence_is_received_after_it_occurred",
            ),
            models.CheckConstraint(
                condition=models.Q(superseded_at=None)
                | models.Q(superseded_at__gte=models.F("received_at")),
                name="evidence_is_superseded_after_it_was_received",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["subject", "about"], name="evidence_of_subject"),
            models.Index(fields=["client_group"], name="evidence_of_group"),
        ]
