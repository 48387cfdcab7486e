"""A database's address becomes Django's settings for it."""

from typing import Any

from psycopg.conninfo import conninfo_to_dict
from psycopg.errors import Error

from goodstanding.core.words import Refusal

PARTS = {"dbname": "NAME", "user": "USER", "password": "PASSWORD", "host": "HOST", "port": "PORT"}


def database_of(url: str) -> dict[str, Any]:
    """Django's settings for the address; what libpq knows beyond them is passed on.

    Without an address there is no database: whoever needs one is told so by PostgreSQL's driver.

    Raises:
        Refusal: it is no address of a PostgreSQL.
    """
    try:
        parts = conninfo_to_dict(url) if url else {}
    except Error as wrong:
        raise Refusal(
            "odd-database-url",
            f"DATABASE_URL cannot be read: {str(wrong).strip()}",
            cure="write it as postgresql://USER:PASSWORD@HOST:5432/NAME",
        ) from None
    if url and not url.startswith(("postgresql://", "postgres://")):
        raise Refusal(
            "other-database",
            f"DATABASE_URL begins `{url.split(':', 1)[0]}:`",
            cure="PostgreSQL is the one database: postgresql://USER:PASSWORD@HOST:5432/NAME",
        )
    rest = {name: value for name, value in parts.items() if name not in PARTS}
    return {
        "ENGINE": "django.db.backends.postgresql",
        **{ours: str(parts.get(theirs, "")) for theirs, ours in PARTS.items()},
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
        "OPTIONS": {**rest, "application_name": rest.get("application_name", "goodstanding")},
    }
