"""The database refuses to change a written version; fences that exist get their present one."""

from django.db import migrations

FORWARD = """
CREATE FUNCTION fence_version_once_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'versions of fences are never changed or deleted';
END $$;
CREATE TRIGGER fence_version_once_written BEFORE UPDATE OR DELETE ON positioning_fenceversion
  FOR EACH ROW EXECUTE FUNCTION fence_version_once_written();
"""
BACKWARD = """
DROP TRIGGER fence_version_once_written ON positioning_fenceversion;
DROP FUNCTION fence_version_once_written();
"""
PLAIN = (
    "name", "purpose", "radius_m", "floors", "schedule", "max_people", "min_people", "limit_s",
    "priority", "allowed_kinds", "is_enabled", "is_retired",
)  # fmt: skip
NAMED = ("allowed_departments", "allowed_posts", "allowed_people")


def keep_present(apps, editor):
    fences, versions = (apps.get_model("positioning", n) for n in ("Fence", "FenceVersion"))
    for fence in fences.objects.select_related("area"):
        content = {name: getattr(fence, name) for name in PLAIN}
        for name in NAMED:
            content[name] = [{"id": str(r.pk), "name": r.name} for r in getattr(fence, name).all()]
        for name in ("valid_from", "valid_until"):
            at = getattr(fence, name)
            content[name] = at.isoformat() if at else None
        content["area"] = {"id": str(fence.area.pk), "name": fence.area.name} if fence.area else None
        content["outline"] = fence.area.geometry if fence.area else fence.geometry
        versions.objects.create(
            fence=fence, number=fence.version, at=fence.updated_at, by_name="系统",
            verb="update", note="升级时的状态", content=content,
        )  # fmt: skip


class Migration(migrations.Migration):
    dependencies = [("positioning", "0007_fences_whole")]
    operations = [
        migrations.RunPython(keep_present, migrations.RunPython.noop),
        migrations.RunSQL(FORWARD, BACKWARD),
    ]
