from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("lectures", "0017_editors_and_more_facts"),
    ]

    operations = [
        migrations.AddField(
            model_name="officesettings",
            name="fax",
            field=models.CharField(
                blank=True,
                default="",
                help_text="講座の冊子と申込書に出ます。受け付けないときは空けておきます。",
                max_length=20,
                verbose_name="ファックス",
            ),
            preserve_default=False,
        ),
    ]
