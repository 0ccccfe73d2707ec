from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('bookings', '0008_what_the_field_asks'),
    ]

    operations = [
        migrations.AlterField(
            model_name='requestevent',
            name='actor',
            field=models.CharField(choices=[('group', '団体'), ('department', '担当課'), ('lecturer', '講師'), ('office', '事務局'), ('centre', '地域交流センター'), ('system', '自動')], max_length=10),
        ),
    ]
