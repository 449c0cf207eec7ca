"""Tracks are sealed: digests of every ten minutes, chunks that only late data may change.

The new index answers "which chunks touch this place" without reading payloads, and still counts
people by bucket off the index alone.
"""

import django.db.models.deletion
from django.db import migrations, models

INDEX = """
CREATE INDEX trackchunk_bucket_box ON positioning_trackchunk
  (company_id, bucket, min_x_cm, max_x_cm, min_y_cm, max_y_cm) INCLUDE (tag_id);
DROP INDEX trackchunk_bucket_tag;
"""
NO_INDEX = """
CREATE INDEX trackchunk_bucket_tag ON positioning_trackchunk (company_id, bucket) INCLUDE (tag_id);
DROP INDEX trackchunk_bucket_box;
"""
GUARD = """
CREATE FUNCTION tracks_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'UPDATE' AND current_setting('anhuan.late_tracks', true) = 'on' THEN
    RETURN NEW;
  END IF;
  IF TG_OP = 'DELETE' AND current_setting('anhuan.prune_tracks', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'stored tracks are never changed or deleted';
END $$;
CREATE TRIGGER tracks_append_only BEFORE UPDATE OR DELETE ON positioning_trackchunk
  FOR EACH ROW EXECUTE FUNCTION tracks_append_only();
CREATE FUNCTION seals_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  IF TG_OP = 'DELETE' AND current_setting('anhuan.prune_tracks', true) = 'on' THEN
    RETURN OLD;
  END IF;
  RAISE EXCEPTION 'seals of tracks are never changed';
END $$;
CREATE TRIGGER seals_append_only BEFORE UPDATE OR DELETE ON positioning_trackseal
  FOR EACH ROW EXECUTE FUNCTION seals_append_only();
"""
NO_GUARD = """
DROP TRIGGER tracks_append_only ON positioning_trackchunk;
DROP FUNCTION tracks_append_only();
DROP TRIGGER seals_append_only ON positioning_trackseal;
DROP FUNCTION seals_append_only();
"""


class Migration(migrations.Migration):
    dependencies = [
        ("org", "0001_initial"),
        ("positioning", "0005_track_purpose"),
    ]
    operations = [
        migrations.CreateModel(
            name="TrackSeal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("bucket", models.DateTimeField(verbose_name="时段开始")),
                ("chunks", models.IntegerField(verbose_name="轨迹段数")),
                ("points", models.IntegerField(verbose_name="点数")),
                ("leaves", models.BinaryField(verbose_name="各段摘要")),
                ("digest", models.CharField(max_length=64, verbose_name="摘要 SM3")),
                ("sealed_at", models.DateTimeField(verbose_name="封存时间")),
                ("company", models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="org.company")),
            ],
            options={
                "verbose_name": "轨迹封存",
                "indexes": [models.Index(fields=["company", "bucket"], name="seal_bucket")],
            },
        ),
        migrations.RunSQL(INDEX, NO_INDEX),
        migrations.RunSQL(GUARD, NO_GUARD),
    ]
