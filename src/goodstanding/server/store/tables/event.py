"""What the marketplace sent, as it came, and what is to be done because of it."""

from typing import ClassVar

from django.db import models
from django.db.models.functions import Now


class Event(models.Model):
    """One event as it was taken in; append-only.

    `about` is what it is folded with: `contract:ID`, `account:ID`. `body` holds no words by people.
    `digest` is that of its canonical bytes, which the ledger's entry of the batch seals.
    """

    source = models.TextField()
    event_id = models.TextField()
    type = models.TextField()
    about = models.TextField()
    happened_at = models.DateTimeField()
    received_at = models.DateTimeField()
    body = models.JSONField()
    digest = models.BinaryField()
    entry = models.BigIntegerField()

    class Meta:
        db_table = "event"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["source", "event_id"], name="one_event_of_that_id"),
            models.CheckConstraint(
                condition=models.Q(received_at__gte=models.F("happened_at")),
                name="event_is_received_after_it_happened",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["about", "id"], name="event_about")]


class EventWords(models.Model):
    """Words that a person wrote, beside the event; they can be erased, the seal stays whole.

    The `digest` stays when they are: the tree that seals the batch is made of it.
    """

    event = models.ForeignKey(Event, on_delete=models.PROTECT, related_name="words")
    name = models.TextField()
    text = models.TextField(null=True)
    salt = models.TextField(null=True)
    digest = models.TextField()

    class Meta:
        db_table = "event_words"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["event", "name"], name="one_text_of_that_name")
        ]


class EventProblem(models.Model):
    """Why an event that was taken in has no effect yet; it goes away once the cause does."""

    event = models.OneToOneField(
        Event, on_delete=models.PROTECT, primary_key=True, related_name="problem"
    )
    code = models.TextField()
    message = models.TextField()
    cure = models.TextField()
    found_at = models.DateTimeField()

    class Meta:
        db_table = "event_problem"


class Due(models.Model):
    """Something that has to be done again: a contract folded, a person judged, at an instant.

    Whoever does it deletes the row in the same transaction, so that a killed worker loses nothing.
    """

    kind = models.TextField()
    key = models.TextField()
    due_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "due"
        indexes: ClassVar = [models.Index(fields=["kind", "due_at", "id"], name="due_next")]
