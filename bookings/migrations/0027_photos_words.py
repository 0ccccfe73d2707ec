from django.db import migrations, models


class Migration(migrations.Migration):
    """What a photo shows, in words, and how large it is; without words none is public."""

    dependencies = [("bookings", "0026_year_reports")]

    operations = [
        migrations.RemoveConstraint(
            model_name="sessionphoto", name="photo_is_published_by_consent"
        ),
        migrations.AddField(
            model_name="sessionphoto",
            name="words",
            field=models.CharField(
                blank=True, default="", max_length=80, verbose_name="何の写真か"
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sessionphoto",
            name="width",
            field=models.PositiveSmallIntegerField(default=1400),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="sessionphoto",
            name="height",
            field=models.PositiveSmallIntegerField(default=1050),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="sessionphoto",
            name="consent",
            field=models.CharField(
                choices=[
                    ("agreed", "写っている人（子どもは保護者）の了解をとりました"),
                    ("nobody", "人は写っていません（だれか分からない大きさです）"),
                ],
                max_length=6,
                verbose_name="写っている人",
            ),
        ),
        migrations.AddConstraint(
            model_name="sessionphoto",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    ("published_at__isnull", True),
                    models.Q(
                        ("consent__in", ["agreed", "nobody"]),
                        ("may_publish", True),
                        ("removal__isnull", True),
                        models.Q(("words", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="photo_is_published_by_consent",
            ),
        ),
    ]
