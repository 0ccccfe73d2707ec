from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("lectures", "0008_centres_and_pledges"),
    ]

    operations = [
        migrations.AddField(
            model_name="officesettings",
            name="phone_hours_in_english",
            field=models.CharField(
                blank=True,
                help_text="英語のページとメールに出ます。例：weekdays 8:30–17:00。空けておくと、日本語のまま出ます。",
                max_length=60,
                verbose_name="電話の時間（英語）",
            ),
        ),
    ]
