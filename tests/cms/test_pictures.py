"""A picture that an editor uploaded is seen by everybody; its original stays in the house."""

import io

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pixels
from wagtail.images import get_image_model
from wagtail.images.models import Filter

pytestmark = pytest.mark.django_db


def jpeg(width: int, height: int) -> ContentFile:
    written = io.BytesIO()
    Pixels.new("RGB", (width, height), "green").save(written, "JPEG")
    return ContentFile(written.getvalue(), "hall.jpg")


@pytest.fixture
def image(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return get_image_model().objects.create(title="会場", file=jpeg(1200, 800))


def test_the_sized_picture_is_served(client, image):
    sized = image.renditions.create(filter_spec="width-880", file=jpeg(880, 587))

    answer = client.get(sized.url)

    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert Pixels.open(io.BytesIO(answer.getvalue())).size == (880, 587)
    assert answer["X-Content-Type-Options"] == "nosniff"


def test_a_sized_picture_does_not_say_where_it_was_taken(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    written, place = io.BytesIO(), Pixels.Exif()
    place.get_ifd(0x8825)[1] = "N"
    place[0x010F] = "Camera"
    Pixels.new("RGB", (1200, 800)).save(written, "JPEG", exif=place)
    assert dict(Pixels.open(written).getexif()) != {}
    file = ContentFile(written.getvalue(), "home.jpg")
    image = get_image_model().objects.create(title="うち", file=file)

    with image.generate_rendition_file(Filter(spec="width-880")) as sized:
        sized.seek(0)
        shown = Pixels.open(io.BytesIO(sized.read()))

    assert dict(shown.getexif()) == {}
    assert shown.size == (880, 586)


def test_the_original_which_may_say_where_it_was_taken_is_not(client, image):
    assert client.get(image.file.url).status_code == 404


@pytest.mark.parametrize(
    "name", ["no.jpg", "../original_images/hall.jpg", "..%2foriginal_images%2fhall.jpg", ""]
)
def test_what_is_no_sized_picture_is_not_found(client, image, name):
    assert client.get(f"/media/images/{name}").status_code == 404
