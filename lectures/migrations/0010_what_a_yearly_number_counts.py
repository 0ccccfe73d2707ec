from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("lectures", "0009_office_hours_in_english"),
    ]

    operations = [
        migrations.AddField(
            model_name="lecturetally",
            name="counted",
            field=models.JSONField(blank=True, default=dict),
        ),
    ]
