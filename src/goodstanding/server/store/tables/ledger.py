"""Everything that had effect, in order and sealed, and the letters that tell of it."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class LedgerEntry(models.Model):
    """One record that has effect, in canonical text; append-only. Its seal comes a moment later."""

    entered_at = models.DateTimeField()
    kind = models.TextField()
    body = models.TextField()

    class Meta:
        db_table = "ledger_entry"


class LedgerWords(models.Model):
    """Personal words beside an entry: redacting empties `text` and `salt`, the digest stays."""

    entry = models.ForeignKey(LedgerEntry, on_delete=models.PROTECT, related_name="words")
    name = models.TextField()
    text = models.TextField(null=True)
    salt = models.TextField(null=True)
    digest = models.TextField()

    class Meta:
        db_table = "ledger_words"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["entry", "name"], name="one_sealed_text_of_that_name")
        ]


class LedgerSeal(models.Model):
    """The place of an entry in the chain, and its seal; append-only, without gaps."""

    sequence = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(LedgerEntry, on_delete=models.PROTECT, related_name="seal")
    entered_at = models.DateTimeField()
    previous = models.TextField(unique=True)
    digest = models.TextField(unique=True)

    class Meta:
        db_table = "ledger_seal"


class LedgerCheckpoint(models.Model):
    """The head of the chain at one moment, signed, so that it can be published; append-only."""

    seal = models.OneToOneField(LedgerSeal, on_delete=models.PROTECT, primary_key=True)
    head = models.TextField()
    signed_at = models.DateTimeField()
    key_id = models.TextField()
    signature = models.BinaryField()

    class Meta:
        db_table = "ledger_checkpoint"


class Letter(models.Model):
    """What is to be told outside, written in the transaction of what it tells of; append-only."""

    topic = models.TextField()
    body = models.JSONField()
    written_at = models.DateTimeField(db_default=Now())
    spread_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "letter"
        indexes: ClassVar = [
            models.Index(
                fields=["id"], condition=models.Q(spread_at=None), name="letter_to_be_spread"
            )
        ]


class LetterDelivery(models.Model):
    """One letter on its way to one endpoint: when it is tried next, and how it went."""

    letter = models.ForeignKey(Letter, on_delete=models.PROTECT, related_name="deliveries")
    endpoint = models.TextField()
    try_at = models.DateTimeField()
    tries = models.IntegerField(default=0)
    leased_until_at = models.DateTimeField(null=True)
    delivered_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)
    told = models.TextField(default="")

    class Meta:
        db_table = "letter_delivery"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["letter", "endpoint"], name="one_delivery_an_endpoint")
        ]
        indexes: ClassVar = [
            models.Index(
                fields=["try_at"],
                condition=models.Q(delivered_at=None, given_up_at=None),
                name="delivery_next",
            )
        ]


class WorkerSign(models.Model):
    """The last sign of life of a worker, and what it did by then: its rounds, and those failed."""

    name = models.TextField(primary_key=True)
    started_at = models.DateTimeField()
    seen_at = models.DateTimeField()
    rounds = models.BigIntegerField(default=0)
    failures = models.BigIntegerField(default=0)
    last_failure = models.TextField(default="")

    class Meta:
        db_table = "worker_sign"
