"""Which tests a run asks: all of them, the first share (`make test`) or the rest (ADR 0054)."""

from itertools import chain

from django.conf import settings

BROWSER = settings.BASE_DIR / "tests" / "browser"
# Folders whose tests are about the database: marked `every_case` as a whole.
EVERY_CASE = {"browser", "jobs", "races", "search", "trail"}


def add_option(parser):
    parser.addoption(
        "--share",
        choices=sorted(SHARES),
        default="all",
        help="all; first: what answers first (make test); rest: what first left out",
    )


def choose(config, items):
    """Takes out of `items` what this run does not ask."""
    asked = items if is_sqlite() else asked_on_postgresql(items)
    kept = set(SHARES[config.getoption("share")](asked))
    config.hook.pytest_deselected(items=[item for item in items if item not in kept])
    items[:] = [item for item in items if item in kept]


def everything(asked):
    return asked


def first_share(asked):
    """A walk is left to the rest. On SQLite of a table whose cases ask the database the first is
    asked; on PostgreSQL what is about the database, and the first test of every module."""
    short = [item for item in asked if item.get_closest_marker("walk") is None]
    heads = set(first_of(short, table_of if is_sqlite() else module_of).values())
    return [
        item for item in short if item in heads or wants_every_case(item) or not asks_database(item)
    ]


def rest(asked):
    first = set(first_share(asked))
    return [item for item in asked if item not in first]


SHARES = {"all": everything, "first": first_share, "rest": rest}


def asked_on_postgresql(items):
    """What asks no database is not asked again, and of a table of cases the first and the last are:
    between them the rule differs, not the query (ADR 0046)."""
    asking = [item for item in items if asks_database(item)]
    ends = ends_of(asking, table_of)
    return [item for item in asking if item in ends or wants_every_case(item)]


def ends_of(items, key):
    return set(chain(first_of(items, key).values(), first_of(items[::-1], key).values()))


def first_of(items, key):
    return {key(item): item for item in reversed(items)}


def table_of(item):
    return item.path, item.function


def module_of(item):
    return item.path


def wants_every_case(item):
    folder = item.path.relative_to(BROWSER.parent).parts[0]
    return folder in EVERY_CASE or item.get_closest_marker("every_case") is not None


def is_sqlite():
    return settings.DATABASES["default"]["ENGINE"].endswith("sqlite3")


def asks_database(item):
    wanted = {"db", "transactional_db", "django_db_setup", "live_server"}
    return bool(wanted & set(item.fixturenames)) or item.get_closest_marker("django_db") is not None
