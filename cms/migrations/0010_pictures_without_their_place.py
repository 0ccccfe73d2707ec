from django.db import migrations


def away(apps, schema_editor):
    """Sized pictures from before may say where they were taken; they are made again without."""
    for sized in apps.get_model("wagtailimages", "Rendition").objects.all():
        sized.file.delete(save=False)
        sized.delete()


class Migration(migrations.Migration):
    dependencies = [
        ("cms", "0009_search_keeps_its_texts_in_their_rows"),
        ("wagtailimages", "0027_image_description"),
    ]

    operations = [migrations.RunPython(away, migrations.RunPython.noop)]
