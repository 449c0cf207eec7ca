"""Signatures are only added to: the database itself refuses to change or remove one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION permit_signatures_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('anhuan.prunes_permits', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'a signature is never changed';
END $$;
CREATE TRIGGER permit_signatures_append_only BEFORE UPDATE OR DELETE ON permits_signature
  FOR EACH ROW EXECUTE FUNCTION permit_signatures_append_only();
"""
BACKWARD = """
DROP TRIGGER permit_signatures_append_only ON permits_signature;
DROP FUNCTION permit_signatures_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("permits", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
