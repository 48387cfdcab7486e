"""Letters become deliveries, one for each endpoint that wants their topic."""

from datetime import datetime

from django.db import connection, transaction

# A topic is wanted by its name, by `*`, or by all that begins like `case.*`.
SPREAD = """
WITH batch AS (
  SELECT id, topic FROM letter WHERE spread_at IS NULL
  ORDER BY id LIMIT %(limit)s FOR UPDATE SKIP LOCKED
), told AS (
  INSERT INTO letter_delivery (letter_id, endpoint, try_at, tries, told)
  SELECT batch.id, endpoint.name, %(at)s, 0, ''
  FROM batch JOIN webhook_endpoint endpoint ON endpoint.disabled_at IS NULL AND EXISTS (
    SELECT FROM unnest(endpoint.topics) AS wanted
    WHERE wanted IN ('*', batch.topic)
       OR right(wanted, 2) = '.*' AND starts_with(batch.topic, left(wanted, -1)))
  ON CONFLICT (letter_id, endpoint) DO NOTHING
)
UPDATE letter SET spread_at = %(at)s FROM batch WHERE letter.id = batch.id
"""


def spread(*, at: datetime, limit: int = 5000) -> int:
    """How many letters were spread, whether anybody wants them or not; 0 once none is left."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(SPREAD, {"limit": limit, "at": at})
        return cursor.rowcount
