"""Assessments and records of duties are only added to: the database refuses anything else."""

from django.db import migrations

TABLES = ("risk_assessment", "risk_dutyrecord")
FORWARD = """
CREATE FUNCTION risk_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'an assessment or a record of a duty is never changed';
END $$;
""" + "".join(
    f"CREATE TRIGGER {table}_append_only BEFORE UPDATE OR DELETE ON {table}"
    " FOR EACH ROW EXECUTE FUNCTION risk_append_only();\n"
    for table in TABLES
)
BACKWARD = "".join(f"DROP TRIGGER {table}_append_only ON {table};\n" for table in TABLES) + (
    "DROP FUNCTION risk_append_only();"
)


class Migration(migrations.Migration):
    dependencies = [("risk", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
