"""What the public site may read of the database, and an account on PostgreSQL that reads no more.

The one list of tables: `grants` makes statements of it, the deployment check asks whether they
hold, and tests serve every public page under them (ADR 0030).
"""

from django.conf import settings
from django.core import checks
from django.db import DatabaseError, connection

from powers.models import PowerVersion
from registry.organisation.models import Holiday, SchoolHoliday, Unit
from risks.models import PointVersion

from .models import Correction, Publication, PublicationRow, PublicityExtension, PublicState

# The days are those that a publicity is counted in.
MODELS = (
    *(Publication, PublicationRow, Correction, PublicityExtension, PublicState),
    *(Unit, Holiday, SchoolHoliday),
)
TABLES = tuple(model._meta.db_table for model in MODELS)
# Of these no more than which rows of two versions speak of one thing: no word of what it is.
COLUMNS = {
    PointVersion._meta.db_table: ("id", "point_id"),
    PowerVersion._meta.db_table: ("id", "power_id"),
}
FOR_SOCIETY = "edition = 'public'"
# Rows of what was withdrawn are nobody's to read; that it was there is said (number, date, ground).
SHOWN = (
    "EXISTS (SELECT 1 FROM reviews_publication AS shown WHERE shown.id = publication_id"
    " AND shown.edition = 'public' AND shown.withdrawn_at IS NULL)"
)
ROWS = {
    "reviews_publication": FOR_SOCIETY,
    "reviews_publicationrow": SHOWN,
    "reviews_correction": SHOWN,
    "reviews_publicityextension": SHOWN,
}
ALL_ROWS = "everybody_else"
ONLY_PUBLIC = "public_site_only"


def grants(role):
    """SQL statements, in order, after which the role reads what is public and nothing else.

    They may be run again. Everybody else reads and writes as before: the policy of the role
    narrows (AS RESTRICTIVE), the other one gives all rows to whoever had the table already.
    """
    name = _quoted(role)
    yield f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {name}"
    yield f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {name}"
    yield f"REVOKE CREATE ON SCHEMA public FROM {name}"
    yield f"GRANT USAGE ON SCHEMA public TO {name}"
    for table in TABLES:
        yield f"GRANT SELECT ON {_quoted(table)} TO {name}"
    for table, columns in COLUMNS.items():
        names = ", ".join(map(_quoted, columns))
        yield f"GRANT SELECT ({names}) ON {_quoted(table)} TO {name}"
    for table, condition in ROWS.items():
        on = _quoted(table)
        yield f"DROP POLICY IF EXISTS {ALL_ROWS} ON {on}"
        yield f"DROP POLICY IF EXISTS {ONLY_PUBLIC} ON {on}"
        yield f"CREATE POLICY {ALL_ROWS} ON {on} USING (true)"
        yield (
            f"CREATE POLICY {ONLY_PUBLIC} ON {on} AS RESTRICTIVE FOR SELECT TO {name} "
            f"USING ({condition})"
        )
        yield f"ALTER TABLE {on} ENABLE ROW LEVEL SECURITY"


def _quoted(name):
    return f'"{name}"'


READABLE = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public'
AND has_any_column_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename), 'SELECT')
"""
WRITABLE = """
SELECT tablename FROM pg_tables WHERE schemaname = 'public'
AND (has_any_column_privilege(quote_ident(schemaname) || '.' || quote_ident(tablename),
     'INSERT, UPDATE') OR has_table_privilege(
     quote_ident(schemaname) || '.' || quote_ident(tablename), 'DELETE, TRUNCATE'))
"""


def too_much():
    """(readable, writable): tables beyond the list that the account of this connection reaches."""
    return sorted(_found(READABLE) - set(TABLES) - set(COLUMNS)), sorted(_found(WRITABLE))


def too_little():
    """Tables of the list that it does not reach: those that came with an upgrade."""
    return sorted({*TABLES, *COLUMNS} - _found(READABLE))


def _found(sql):
    with connection.cursor() as cursor:
        cursor.execute(sql)
        return {name for (name,) in cursor.fetchall()}


@checks.register(checks.Tags.security, deploy=True)
def check_public_only(**options):
    """A site for the public alone must not be able to read or write what it never shows."""
    if not settings.PUBLIC_ONLY:
        return []
    return [*_check_cookies(), *_check_account()]


def _check_cookies():
    setting = [name for name in settings.MIDDLEWARE if "ession" in name or "Csrf" in name]
    if setting:
        names = "、".join(setting)
        yield checks.Error(
            f"PUBLIC_ONLY=1 时不应有会话和表单令牌的中间件：{names}", id="public_only.E001"
        )


def _check_account():
    if connection.vendor != "postgresql":
        yield checks.Warning(
            "PUBLIC_ONLY=1 用的是 SQLite，数据库不能只给出公开件：请改用 PostgreSQL 的只读账号，"
            "或者用 build_site 生成静态网站。",
            id="public_only.W001",
        )
        return
    try:
        (readable, writable), missing = too_much(), too_little()
    except DatabaseError:
        yield checks.Error(
            "PUBLIC_ONLY=1 时连不上数据库，没有核对账号的权限。", id="public_only.E002"
        )
        return
    hint = "请由数据库管理员执行 manage.py grant_public_role 列出的语句，并改用那个账号。"
    if readable:
        text = f"公开网站的数据库账号还读得到：{'、'.join(readable)}"
        yield checks.Error(text, hint=hint, id="public_only.E003")
    if writable:
        text = f"公开网站的数据库账号还写得了：{'、'.join(writable)}"
        yield checks.Error(text, hint=hint, id="public_only.E004")
    if missing:
        text = f"公开网站的数据库账号读不到：{'、'.join(missing)}"
        yield checks.Error(text, hint=hint, id="public_only.E005")
