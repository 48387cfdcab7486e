"""What people resolved, and what it takes from whom."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField, DateTimeRangeField
from django.db import models
from django.db.models.functions import Now

from goodstanding.server.store.tables.verdict import CaseRow

RESTRICTING = ["pause", "block", "permanent_block"]


class DecisionRow(models.Model):
    """One decision, without anybody's words; append-only.

    `denied`, `kept` and `until_at` are what follows; `seen` is the evidence that whoever decided
    had before them, `hands` are all who had a part in it.
    """

    name = models.TextField(unique=True)
    case = models.ForeignKey(CaseRow, on_delete=models.PROTECT, related_name="decisions")
    subject = models.TextField()
    outcome = models.TextField()
    by = models.TextField()
    seconded_by = models.TextField(null=True)
    decided_at = models.DateTimeField()
    effective_at = models.DateTimeField()
    until_at = models.DateTimeField(null=True)
    denied = ArrayField(models.TextField())
    kept = ArrayField(models.TextField())
    course = models.TextField(null=True)
    seen = ArrayField(models.TextField())
    hands = ArrayField(models.TextField())
    lifts = models.OneToOneField("self", on_delete=models.PROTECT, null=True)
    reasons_characters = models.IntegerField()

    class Meta:
        db_table = "decision"
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~models.Q(by__startswith="policy:") | models.Q(lifts__isnull=False),
                name="a_machine_may_lift_and_never_restrict",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome__in=RESTRICTING)
                | (~models.Q(by="") & models.Q(reasons_characters__gt=0) & ~models.Q(seen=[])),
                name="no_restriction_without_person_evidence_and_reasons",
            ),
            models.CheckConstraint(
                condition=~models.Q(outcome="permanent_block")
                | (models.Q(seconded_by__isnull=False) & ~models.Q(seconded_by=models.F("by"))),
                name="a_permanent_block_needs_two_persons",
            ),
            models.CheckConstraint(
                condition=models.Q(effective_at__gte=models.F("decided_at")),
                name="no_effect_before_the_decision",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["subject"], name="decision_of_subject")]


class DecisionWords(models.Model):
    """Words of a decision: `reasons`, `note`, and the `statement` as it was told; erasable."""

    decision = models.ForeignKey(DecisionRow, on_delete=models.PROTECT, related_name="words")
    name = models.TextField()
    text = models.TextField(null=True)
    salt = models.TextField(null=True)

    class Meta:
        db_table = "decision_words"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["decision", "name"], name="one_word_of_a_decision")
        ]


class RestrictionRow(models.Model):
    """What one person may not do during a span; a projection of the decisions about them.

    Of several decisions that deny the same thing at the same time the first is named.
    """

    subject = models.TextField()
    person = models.BigIntegerField()
    capability = models.SmallIntegerField()
    during = DateTimeRangeField()
    decision = models.ForeignKey(DecisionRow, on_delete=models.PROTECT)

    class Meta:
        db_table = "restriction"
        indexes: ClassVar = [models.Index(fields=["subject"], name="restriction_of_subject")]


class StandingChange(models.Model):
    """That somebody's standing changed, for whoever keeps a copy of it; append-only."""

    subject = models.TextField()
    changed_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "standing_change"
