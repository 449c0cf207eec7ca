"""Counting people over time reads the index alone: the tag is in it beside the bucket."""

from django.db import migrations

FORWARD = """
CREATE INDEX trackchunk_bucket_tag ON positioning_trackchunk (company_id, bucket) INCLUDE (tag_id);
DROP INDEX trackchunk_bucket;
"""
BACKWARD = """
CREATE INDEX trackchunk_bucket ON positioning_trackchunk (company_id, bucket);
DROP INDEX trackchunk_bucket_tag;
"""


class Migration(migrations.Migration):
    dependencies = [("positioning", "0003_device_state_and_settings")]
    operations = [migrations.RunSQL(FORWARD, BACKWARD)]
