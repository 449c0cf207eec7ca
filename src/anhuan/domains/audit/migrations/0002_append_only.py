"""The database itself refuses to change or delete audit rows; only sealing is let through."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION audit_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND OLD.seal IS NULL AND NEW.seal IS NOT NULL AND NEW.seq IS NOT NULL
     AND ROW(OLD.id, OLD.at, OLD.actor_id, OLD.actor_name, OLD.address, OLD.verb, OLD.target_type,
             OLD.target_id, OLD.target_name, OLD.before, OLD.after, OLD.note)
         IS NOT DISTINCT FROM
         ROW(NEW.id, NEW.at, NEW.actor_id, NEW.actor_name, NEW.address, NEW.verb, NEW.target_type,
             NEW.target_id, NEW.target_name, NEW.before, NEW.after, NEW.note) THEN
    RETURN NEW;
  END IF;
  RAISE EXCEPTION 'audit rows are never changed or deleted';
END $$;
CREATE TRIGGER audit_append_only BEFORE UPDATE OR DELETE ON audit_auditrow
  FOR EACH ROW EXECUTE FUNCTION audit_append_only();
"""
BACKWARD = "DROP TRIGGER audit_append_only ON audit_auditrow; DROP FUNCTION audit_append_only();"


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
