from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("reviews", "0024_what_is_public_is_counted"),
    ]

    operations = [
        migrations.AddIndex(
            model_name="publication",
            index=models.Index(fields=["-at", "-id"], name="publication_latest"),
        ),
    ]
