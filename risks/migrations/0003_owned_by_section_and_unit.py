"""Duties belong to a post, else to a section, else to the unit; every duty so far is of a post."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import OuterRef, Subquery


def take_unit_of_post(apps, schema_editor):
    Duty, Post = apps.get_model("risks", "Duty"), apps.get_model("organisation", "Post")
    unit = Post.objects.filter(pk=OuterRef("post")).values("unit")
    Duty.objects.update(unit=Subquery(unit))


class Migration(migrations.Migration):
    dependencies = [
        ("organisation", "0002_unit_codes_differ_beyond_case"),
        ("risks", "0002_frozen_versions_stay"),
    ]

    operations = [
        migrations.AddField(
            model_name="duty",
            name="section",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="organisation.section",
                verbose_name="科室（年级组）",
            ),
        ),
        migrations.AddField(
            model_name="duty",
            name="unit",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="organisation.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AlterField(
            model_name="duty",
            name="post",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="organisation.post",
                verbose_name="岗位",
            ),
        ),
        migrations.RunPython(take_unit_of_post, migrations.RunPython.noop),
    ]
