"""What came from a phone, and what was answered, is only added to."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION field_operations_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'operations from the field are never changed';
END $$;
CREATE TRIGGER field_operations_append_only BEFORE UPDATE OR DELETE ON field_operation
  FOR EACH ROW EXECUTE FUNCTION field_operations_append_only();
"""
BACKWARD = """
DROP TRIGGER field_operations_append_only ON field_operation;
DROP FUNCTION field_operations_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [("field", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
