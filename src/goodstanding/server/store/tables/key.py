"""Who may come in: programs by key, people by link; and what was answered to them before."""

from typing import ClassVar

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now


class ApiKey(models.Model):
    """A program's key: only its digest is kept, so that nobody can read it out again."""

    name = models.TextField(unique=True)
    title = models.TextField()
    digest = models.BinaryField()
    scopes = ArrayField(models.TextField())
    made_at = models.DateTimeField(db_default=Now())
    last_used_at = models.DateTimeField(null=True)
    ends_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "api_key"


class IdempotentAnswer(models.Model):
    """What was answered to a write with that key, so that its repetition is answered alike."""

    api_key = models.TextField()
    key = models.TextField()
    request_digest = models.BinaryField()
    status = models.SmallIntegerField(null=True)
    body = models.TextField(null=True)
    begun_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "idempotent_answer"
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["api_key", "key"], name="one_answer_a_key")
        ]


class WebhookEndpoint(models.Model):
    """Where letters go: the secret signs, the one before it too until it ends."""

    name = models.TextField(unique=True)
    url = models.TextField()
    topics = ArrayField(models.TextField())
    secret = models.TextField()
    former_secret = models.TextField(null=True)
    former_ends_at = models.DateTimeField(null=True)
    made_at = models.DateTimeField(db_default=Now())
    disabled_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "webhook_endpoint"


class Member(models.Model):
    """Somebody who works here: what they may do follows from their roles."""

    name = models.TextField(unique=True)
    title = models.TextField()
    roles = ArrayField(models.TextField())
    ends_at = models.DateTimeField(null=True)

    class Meta:
        db_table = "member"


class SignInLink(models.Model):
    """A link that signs one person in, in one role, until it ends; only its digest is kept."""

    digest = models.BinaryField(unique=True)
    name = models.TextField()
    role = models.TextField()
    ends_at = models.DateTimeField()

    class Meta:
        db_table = "sign_in_link"
