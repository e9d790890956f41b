"""Who a power serves (服务对象): blank for internal powers and where nobody has said it yet."""

from importlib import import_module

from django.db import migrations, models

from registry.trail.append_only import allow_adding, forbid_adding, forbid_changes

# What the triggers on ways read is rebuilt here, as in 0006.
WAYS = import_module("powers.migrations.0006_who_handles_a_step_and_its_part").WAYS


class Migration(migrations.Migration):
    dependencies = [("powers", "0006_who_handles_a_step_and_its_part")]

    operations = [
        *allow_adding("powers_flowedge", **WAYS),
        migrations.AddField(
            model_name="powerversion",
            name="served",
            field=models.CharField(
                blank=True,
                choices=[
                    ("citizen", "自然人"),
                    ("organisation", "法人和其他组织"),
                    ("both", "自然人、法人和其他组织"),
                ],
                max_length=12,
                verbose_name="服务对象",
                default="",
            ),
            preserve_default=False,
        ),
        migrations.AddConstraint(
            model_name="powerversion",
            constraint=models.CheckConstraint(
                condition=models.Q(("served", ""), ("side", "external"), _connector="OR"),
                name="power_serves_outside_only",
                violation_error_message="内部职权不面向社会，不用写服务对象。",
            ),
        ),
        *forbid_changes("powers_powerversion", when_sql="OLD.digest IS NOT NULL"),
        *forbid_adding("powers_flowedge", **WAYS),
    ]
