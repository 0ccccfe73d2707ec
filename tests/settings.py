"""The real settings, with the environment of a test: no `.env`, own folders, cheap passwords.

A test run never sees the data of `make run`: every path below is a fresh temporary folder.
"""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

if "TEST_FOLDER" not in os.environ:
    os.environ["TEST_FOLDER"] = tempfile.mkdtemp(prefix="okigaru-test-")
    atexit.register(shutil.rmtree, os.environ["TEST_FOLDER"], ignore_errors=True)
FOLDER = Path(os.environ["TEST_FOLDER"])

os.environ.update(ENV_FILE=os.devnull, DATA_DIR=str(FOLDER), DEMO="0", CLOCK_MAY_MOVE="0")
os.environ.setdefault("SECRET_KEY", "only-for-tests-" + "0123456789" * 5)
os.environ.setdefault("LINK_KEYS", "test=" + "0123456789abcdef" * 4)
os.environ["REDIS_URL"] = os.environ.get("TEST_REDIS_URL", "")
os.environ["DATABASE_URL"] = os.environ.get("TEST_DATABASE_URL", f"sqlite:///{FOLDER}/main.sqlite3")

from config.settings import *  # noqa: E402, F403
from config.settings import CACHES, DATABASES, STORAGES  # noqa: E402

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
if "STATIC_ROOT" not in os.environ:  # a test client needs no collected files; a real server does
    STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    STATIC_ROOT = FOLDER / "static"
    STATIC_ROOT.mkdir(exist_ok=True)
WHITENOISE_AUTOREFRESH = True
MEDIA_ROOT = FOLDER / "media"
CACHES["default"]["KEY_PREFIX"] = FOLDER.name + os.environ.get("PYTEST_XDIST_WORKER", "")
ALLOWED_HOSTS = ["testserver", "127.0.0.1", "localhost", ".test"]
CELERY_BROKER_URL = "memory://"  # what a test queues must not reach another test's worker

if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file, as in production, so that a second process can open it; safe enough without fsync.
    DATABASES["default"]["TEST"] = {"NAME": str(FOLDER / "test.sqlite3")}
    DATABASES["default"]["OPTIONS"]["init_command"] = (
        "PRAGMA journal_mode=WAL; PRAGMA synchronous=OFF"
    )
else:
    DATABASES["default"]["CONN_MAX_AGE"] = 0
