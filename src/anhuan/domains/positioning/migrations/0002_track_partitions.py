"""The trajectory table, partitioned by month so that pruning drops whole partitions."""

from django.db import migrations

FORWARD = """
CREATE TABLE positioning_trackchunk (
  company_id uuid NOT NULL,
  tag_id uuid NOT NULL,
  bucket timestamptz NOT NULL,
  count integer NOT NULL,
  min_x_cm integer NOT NULL, min_y_cm integer NOT NULL,
  max_x_cm integer NOT NULL, max_y_cm integer NOT NULL,
  payload bytea NOT NULL,
  PRIMARY KEY (company_id, tag_id, bucket)
) PARTITION BY RANGE (bucket);
ALTER TABLE positioning_trackchunk ALTER COLUMN payload SET STORAGE EXTERNAL;
CREATE INDEX trackchunk_bucket ON positioning_trackchunk (company_id, bucket);

CREATE FUNCTION ensure_track_partition(moment timestamptz) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
  first timestamptz := date_trunc('month', moment, 'UTC');
  name text := 'positioning_trackchunk_' || to_char(first AT TIME ZONE 'UTC', 'YYYYMM');
BEGIN
  EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF positioning_trackchunk
                  FOR VALUES FROM (%L) TO (%L)', name, first, first + interval '1 month');
  RETURN name;
END $$;
"""
BACKWARD = """
DROP FUNCTION ensure_track_partition(timestamptz);
DROP TABLE positioning_trackchunk;
"""


class Migration(migrations.Migration):
    dependencies = [("positioning", "0001_initial")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
