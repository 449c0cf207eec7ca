"""What was reported is never taken away: the database itself refuses (附件2 6.2)."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION report_row_never_deleted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'a reported row is never deleted, it is marked';
END $$;
CREATE TRIGGER report_row_never_deleted BEFORE DELETE ON reporting_reportrow
  FOR EACH ROW EXECUTE FUNCTION report_row_never_deleted();
"""
BACKWARD = """
DROP TRIGGER report_row_never_deleted ON reporting_reportrow;
DROP FUNCTION report_row_never_deleted();
"""


class Migration(migrations.Migration):
    dependencies = [("reporting", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
