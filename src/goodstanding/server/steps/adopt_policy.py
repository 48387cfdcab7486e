"""A policy's text becomes a version in force, and ends the version before it."""

from datetime import datetime

from django.db import transaction

from goodstanding.core.policy.language import Policy
from goodstanding.core.policy.text import read
from goodstanding.core.words import Refusal
from goodstanding.server.steps.entering import enter
from goodstanding.server.store.models import PolicyVersion


def adopt_policy(text: str, *, source: str, by: str, at: datetime) -> Policy:
    """The policy, in force from the instant; of its name one version is in force at a time.

    Raises:
        Refusal: the text is no sound policy, or that version was adopted before with another text.
    """
    policy = read(text, source=source)
    with transaction.atomic():
        row, is_first = PolicyVersion.objects.get_or_create(
            name=policy.name,
            version=policy.version,
            defaults={"digest": policy.digest, "text": text},
        )
        if row.digest != policy.digest:
            raise Refusal(
                "version-of-another-text",
                f"version {policy.version} of `{policy.name}` was adopted with another text",
                cure="give the changed policy a version of its own",
            )
        if not is_first and row.in_force_from_at is not None:
            return policy
        others = PolicyVersion.objects.filter(name=policy.name, in_force_until_at=None)
        others.exclude(pk=row.pk).exclude(in_force_from_at=None).update(in_force_until_at=at)
        PolicyVersion.objects.filter(pk=row.pk).update(in_force_from_at=at)
        said = {"policy": policy.name, "version": policy.version, "digest": policy.digest}
        enter("policy.adopted", {**said, "by": by, "in_force_from_at": at}, at=at)
    return policy
