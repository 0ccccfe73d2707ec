from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("bookings", "0011_what_groups_change_themselves"),
    ]

    operations = [
        migrations.AddField(
            model_name="waitingreply",
            name="sentence",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AlterField(
            model_name="waitingreply",
            name="decision",
            field=models.CharField(
                blank=True,
                choices=[
                    ("applied", "返事として記録した"),
                    ("set_aside", "返事ではないとした"),
                    ("dealt_with", "対応がすんだとした"),
                    ("question", "質問として記録した"),
                    ("handed_over", "ほかの課に依頼した"),
                    ("settled", "自動で片づいた"),
                ],
                max_length=15,
            ),
        ),
    ]
