"""Signed lines are only added to: the database itself refuses to change or remove one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION hazard_steps_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a signed line is never changed';
END $$;
CREATE TRIGGER hazard_steps_append_only BEFORE UPDATE OR DELETE ON hazards_step
  FOR EACH ROW EXECUTE FUNCTION hazard_steps_append_only();
CREATE FUNCTION hazard_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a hazard is never deleted, it is marked';
END $$;
CREATE TRIGGER hazard_never_deleted BEFORE DELETE ON hazards_hazard
  FOR EACH ROW EXECUTE FUNCTION hazard_never_deleted();
"""
BACKWARD = """
DROP TRIGGER hazard_steps_append_only ON hazards_step;
DROP FUNCTION hazard_steps_append_only();
DROP TRIGGER hazard_never_deleted ON hazards_hazard;
DROP FUNCTION hazard_never_deleted();
"""


class Migration(migrations.Migration):
    dependencies = [("hazards", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
