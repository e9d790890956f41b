from django.db import migrations, models

from reviews.counted_changes import count_changes


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0023_commitments_are_published"),
    ]

    operations = [
        migrations.CreateModel(
            name="PublicState",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("changes", models.PositiveBigIntegerField(verbose_name="变更次数")),
            ],
            options={
                "verbose_name": "公开内容变更计数",
                "verbose_name_plural": "公开内容变更计数",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("id", 1)), name="public_state_is_one_row"
                    )
                ],
            },
        ),
        migrations.RemoveIndex(model_name="publication", name="publication_state"),
        count_changes("reviews_publication", on="INSERT", when_sql="NEW.edition = 'public'"),
        count_changes("reviews_publication", on="UPDATE", when_sql="NEW.edition = 'public'"),
        count_changes("reviews_correction", on="INSERT"),
    ]
