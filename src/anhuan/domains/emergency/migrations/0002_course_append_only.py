"""The course of an evacuation is only added to; pruning after the kept time says so itself."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION evacuation_steps_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('anhuan.prunes_evacuations', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'the course of an evacuation is never changed';
END $$;
CREATE TRIGGER evacuation_steps_append_only BEFORE UPDATE OR DELETE ON emergency_evacuationstep
  FOR EACH ROW EXECUTE FUNCTION evacuation_steps_append_only();
"""
BACKWARD = """
DROP TRIGGER evacuation_steps_append_only ON emergency_evacuationstep;
DROP FUNCTION evacuation_steps_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("emergency", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
