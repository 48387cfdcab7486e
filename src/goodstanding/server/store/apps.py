"""The one app that owns every table."""

from django.apps import AppConfig


class StoreConfig(AppConfig):
    """All tables and one migration history."""

    name = "goodstanding.server.store"
    label = "store"
    default_auto_field = "django.db.models.BigAutoField"
