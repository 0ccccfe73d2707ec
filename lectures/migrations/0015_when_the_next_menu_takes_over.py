from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("lectures", "0014_search_begins")]

    operations = [
        migrations.AddField(
            model_name="fiscalyear",
            name="next_menu_from",
            field=models.DateField(
                blank=True,
                null=True,
                verbose_name="4月からの日を、次の年度のメニューだけで受け付ける日（この日から）",
            ),
        )
    ]
