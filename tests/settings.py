"""The settings of the tests: those of development, on a database and files of their own.

Where DATABASE_URL is set (bin/with-postgres sets it), that server is tested; otherwise SQLite in a
file, with the same options as outside tests: processes and threads share it as they would in use.
"""

import atexit
import os
import shutil
import tempfile

# Before the settings are read: each process of pytest gets a directory of its own, and nothing of
# the developer's own environment reaches the tests.
_directory = tempfile.mkdtemp(prefix="register-tests-")
atexit.register(shutil.rmtree, _directory, ignore_errors=True)
os.environ["DATA_DIR"] = _directory
for _name in ("ENVIRONMENT", "DEBUG", "DEMO", "ALLOWED_HOSTS", "SECRET_KEY", "TRUSTED_PROXIES"):
    os.environ.pop(_name, None)
os.environ.pop("PUBLIC_ONLY", None)

from config.settings import *  # noqa: E402, F403
from config.settings import DATA_DIR, DATABASES, NAVIGATION_COUNTS  # noqa: E402

# A connection kept open would stand in the way when the test database is removed.
DATABASES["default"]["CONN_MAX_AGE"] = 0
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["TEST"] = {"NAME": str(DATA_DIR / "test.sqlite3")}

# Argon2 is slow by intention; tests/architecture holds that it is the one in use outside.
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

# Each test has a database of its own: a page kept from another's is none of its pages.
PUBLIC_PAGES_KEPT = 0

# Each test client would look through all static files once more; the live server has its own way.
WHITENOISE_USE_FINDERS = False

# Every page would count anew what waits for its reader, which is a third of its time; who asks
# about the menu's numbers, or looks at pages as they are, takes the fixture `counted_menu`.
COUNTS_OF_THE_MENU = NAVIGATION_COUNTS
NAVIGATION_COUNTS = {}
