"""What must be true in the database itself, whoever writes to it."""

from typing import ClassVar

from django.db import migrations

NEVER_CHANGED = ("event", "verdict", "decision", "ledger_entry", "ledger_seal", "standing_change")

REFUSE = """
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'table % is append-only: % is refused', TG_TABLE_NAME, TG_OP
    USING ERRCODE = 'restrict_violation',
          HINT = 'write what is true now as a new row; redact words where they stand';
END $$;
"""

# Only these columns may be written later, and only in this way; anything else is refused.
EVIDENCE = """
CREATE FUNCTION refuse_change_of_evidence() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.superseded_at IS NULL AND NEW.superseded_at IS NOT NULL THEN
    NEW.id := OLD.id;
    IF to_jsonb(NEW) - 'superseded_at' = to_jsonb(OLD) - 'superseded_at' THEN
      RETURN NEW;
    END IF;
  END IF;
  RAISE EXCEPTION 'evidence is never edited: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation',
          HINT = 'supersede this version once, and add the next one';
END $$;
CREATE TRIGGER evidence_is_never_edited BEFORE UPDATE OR DELETE ON evidence
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_evidence();
CREATE TRIGGER evidence_is_never_emptied BEFORE TRUNCATE ON evidence
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""

WORDS = """
CREATE FUNCTION refuse_change_of_words() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND NEW.text IS NULL AND NEW.salt IS NULL
     AND to_jsonb(NEW) - 'text' - 'salt' = to_jsonb(OLD) - 'text' - 'salt' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'words beside a seal are redacted or kept: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'empty their text and salt together';
END $$;
"""

LETTER = """
CREATE FUNCTION refuse_change_of_letter() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.spread_at IS NULL
     AND to_jsonb(NEW) - 'spread_at' = to_jsonb(OLD) - 'spread_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a letter is never changed: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'write another letter';
END $$;
CREATE TRIGGER letter_is_never_changed BEFORE UPDATE OR DELETE ON letter
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_letter();
"""

POLICY = """
CREATE FUNCTION refuse_change_of_policy() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - 'in_force_from_at' - 'in_force_until_at'
     = to_jsonb(OLD) - 'in_force_from_at' - 'in_force_until_at' THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'a version of a policy is never changed: % is refused', TG_OP
    USING ERRCODE = 'restrict_violation', HINT = 'adopt another version';
END $$;
CREATE TRIGGER policy_version_is_never_changed BEFORE UPDATE OR DELETE ON policy_version
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_policy();
"""

# Ranges of one number each, since plain numbers need an extension there: no overlap of the three.
NO_OVERLAP = """
ALTER TABLE restriction ADD CONSTRAINT one_live_restriction_a_person_and_capability
  EXCLUDE USING gist (
    int8range(person, person, '[]') WITH &&,
    int4range(capability, capability, '[]') WITH &&,
    during WITH &&
  );
CREATE FUNCTION require_deciding_person() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE decided decision%ROWTYPE;
BEGIN
  SELECT * INTO decided FROM decision WHERE id = NEW.decision_id;
  IF NOT FOUND OR decided.outcome NOT IN ('pause', 'block', 'permanent_block')
     OR decided."by" LIKE 'policy:%' OR decided.subject <> NEW.subject THEN
    RAISE EXCEPTION 'decision % restricts nobody named %', decided.name, NEW.subject
      USING ERRCODE = 'restrict_violation',
            HINT = 'no restriction without a person, the evidence they saw, and reasons';
  END IF;
  RETURN NEW;
END $$;
CREATE TRIGGER restriction_rests_on_a_person BEFORE INSERT OR UPDATE ON restriction
  FOR EACH ROW EXECUTE FUNCTION require_deciding_person();
"""

TOLD = """
CREATE FUNCTION tell_of_standing() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  PERFORM pg_notify('standing', NEW.subject);
  RETURN NULL;
END $$;
CREATE TRIGGER standing_is_told AFTER INSERT ON standing_change
  FOR EACH ROW EXECUTE FUNCTION tell_of_standing();
CREATE FUNCTION tell_of_due() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  NOTIFY due;
  RETURN NULL;
END $$;
CREATE TRIGGER due_is_told AFTER INSERT ON due
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_due();
"""


# A letter is spread, and a delivery tried, by whoever listens for what is due.
LETTER_TOLD = """
CREATE TRIGGER letter_is_told AFTER INSERT ON letter
  FOR EACH STATEMENT EXECUTE FUNCTION tell_of_due();
CREATE TRIGGER letter_is_never_emptied BEFORE TRUNCATE ON letter
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def _append_only(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_is_never_changed BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change();
CREATE TRIGGER {table}_is_never_emptied BEFORE TRUNCATE ON {table}
  FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
"""


def _redactable(table: str) -> str:
    return f"""
CREATE TRIGGER {table}_are_redacted_or_kept BEFORE UPDATE OR DELETE ON {table}
  FOR EACH ROW EXECUTE FUNCTION refuse_change_of_words();
"""


class Migration(migrations.Migration):
    """Triggers and constraints that Django's models cannot say; there is no way back."""

    dependencies: ClassVar = [("store", "0001_tables")]
    operations: ClassVar = [
        migrations.RunSQL(sql)
        for sql in (
            REFUSE,
            *(_append_only(table) for table in (*NEVER_CHANGED, "ledger_checkpoint")),
            EVIDENCE,
            WORDS,
            *(_redactable(table) for table in ("event_words", "ledger_words", "decision_words")),
            LETTER,
            POLICY,
            NO_OVERLAP,
            TOLD,
            LETTER_TOLD,
        )
    ]
