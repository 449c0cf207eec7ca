"""A task's stops lie beside the table: boards pass over a day's 20,000 tasks without reading them."""

from typing import ClassVar

from django.db import migrations

NARROW = "ALTER TABLE inspection_task SET (toast_tuple_target = 256)"
AS_USUAL = "ALTER TABLE inspection_task RESET (toast_tuple_target)"


class Migration(migrations.Migration):
    dependencies: ClassVar = [("inspection", "0003_duty_notices")]
    operations: ClassVar = [migrations.RunSQL(NARROW, AS_USUAL)]
