"""Rows know whose they are; the append-only trigger guards the new column too."""

from django.db import migrations, models

FUNCTION = """
CREATE OR REPLACE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seal IS NULL AND NEW.seal IS NOT NULL AND NEW.seq IS NOT NULL
     AND ROW(OLD.id, OLD.at, OLD.company_id, OLD.actor_id, OLD.actor_name, OLD.address, OLD.verb,
             OLD.target_type, OLD.target_id, OLD.target_name, OLD.before, OLD.after, OLD.note)
         IS NOT DISTINCT FROM
         ROW(NEW.id, NEW.at, NEW.company_id, NEW.actor_id, NEW.actor_name, NEW.address, NEW.verb,
             NEW.target_type, NEW.target_id, NEW.target_name, NEW.before, NEW.after, NEW.note) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit rows are never changed or deleted';
END $$;
"""


class Migration(migrations.Migration):
    dependencies = [("audit", "0002_append_only")]
    operations = [
        migrations.AddField("auditrow", "company_id", models.UUIDField("企业", null=True)),
        migrations.AddIndex(
            "auditrow", models.Index(fields=["company_id", "-at"], name="audit_company")
        ),
        migrations.RunSQL(FUNCTION, migrations.RunSQL.noop),
    ]
