"""A duty and a point have a unit and at most one owner below it: a post or a section."""

import django.db.models.deletion
from django.db import migrations, models
from django.db.models import Q

POST_OR_SECTION = Q(post__isnull=True) | Q(section__isnull=True)


class Migration(migrations.Migration):
    dependencies = [("risks", "0003_owned_by_section_and_unit")]

    operations = [
        migrations.AlterField(
            model_name="duty",
            name="unit",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="duties",
                to="organisation.unit",
                verbose_name="单位",
            ),
        ),
        migrations.AddConstraint(
            model_name="duty",
            constraint=models.CheckConstraint(
                condition=POST_OR_SECTION, name="duty_of_post_or_section"
            ),
        ),
        migrations.AddConstraint(
            model_name="riskpoint",
            constraint=models.CheckConstraint(
                condition=POST_OR_SECTION, name="point_of_post_or_section"
            ),
        ),
    ]
