"""Words keep their digest, letters wake a worker, and a worker says that it lives."""

from typing import ClassVar

from django.db import migrations, models

# A letter is spread, and a delivery tried, by whoever listens for what is due.
LETTER_TOLD = """
CREATE TRIGGER letter_is_told AFTER INSERT ON letter
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_due();
CREATE TRIGGER letter_is_never_emptied BEFORE TRUNCATE ON letter
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


class Migration(migrations.Migration):
    """There is no way back: what was not kept cannot be sealed later."""

    dependencies: ClassVar = [("store", "0002_laws")]
    operations: ClassVar = [
        migrations.AddField(
            model_name="eventwords",
            name="digest",
            field=models.TextField(default=""),
            preserve_default=False,
        ),
        migrations.CreateModel(
            name="WorkerSign",
            fields=[
                ("name", models.TextField(primary_key=True, serialize=False)),
                ("started_at", models.DateTimeField()),
                ("seen_at", models.DateTimeField()),
                ("rounds", models.BigIntegerField(default=0)),
                ("failures", models.BigIntegerField(default=0)),
                ("last_failure", models.TextField(default="")),
            ],
            options={"db_table": "worker_sign"},
        ),
        migrations.RunSQL(LETTER_TOLD),
    ]
