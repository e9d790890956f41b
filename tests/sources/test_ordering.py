"""可能漏查: it looks exactly like a suggestion that has no source."""

import re

import pytest
import time_machine
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from reviews import notices
from reviews.refusals import Refused
from reviews.sources import ordering
from reviews.sources.models import SourceOrder
from risks import suggesting
from risks.models import Suggestion
from tests.reviews.test_opinions import rows_of_all_tables
from tests.sources.factory import entered

pytestmark = pytest.mark.django_db
WORDS = {
    "found_by": "masses",
    "presence": "latent",
    "source": "零星采购由一人经办",
    "risk": "化整为零，绕开比价",
    "harm": "多花钱",
    "measure": "",
    "reason": "换届以后还没有查过这一步",
}


def test_only_the_circle_keeps_where_it_came_from(cast):
    entry, by, post = entered(cast), cast.people.discipline, cast.posts.other_staff
    made = ordering.order(entry=entry, post=post, by=by, **WORDS)
    assert SourceOrder.objects.get().suggestion == made
    fields = {field.name for field in Suggestion._meta.get_fields(include_hidden=False)}
    assert not any("order" in name or "source_" in name for name in fields)


def other_rows(make):
    """The rows of every table outside the circle after it was made, but for the sealed chain."""
    make()
    rows = rows_of_all_tables()
    inside = re.compile(r"^sources_|^trail_|^sqlite_sequence")
    return {table: found for table, found in rows.items() if not inside.match(table)}


def without_numbers(tables):
    """PostgreSQL gives a number away once, rolled back or not."""
    return {
        table: [re.sub(r"^\(\d+, ", "(", row) for row in rows] for table, rows in tables.items()
    }


def test_it_differs_in_nothing_from_a_suggestion_without_a_source(cast):
    post, by = cast.posts.other_staff, cast.people.discipline
    source = entered(cast)

    def with_source():
        ordering.order(entry=source, post=post, by=by, **WORDS)

    def without():
        notices.suggested(suggesting.suggest(post=post, by=by, **WORDS))

    found, now = [], timezone.now()
    for make in (with_source, without):
        with time_machine.travel(now, tick=False), transaction.atomic():
            found.append(without_numbers(other_rows(make)))
            transaction.set_rollback(True)
    assert found[0]["risks_suggestion"]
    assert found[0] == found[1]


@pytest.mark.parametrize("field", ["source", "risk", "harm", "measure", "reason"])
def test_the_words_of_the_entry_do_not_go_along(cast, field):
    source = entered(cast)
    copied = {**WORDS, field: "听说三个月里多次拆成几单"}
    with pytest.raises(Refused, match="照抄"):
        ordering.order(
            entry=source, post=cast.posts.other_staff, by=cast.people.discipline, **copied
        )
    assert not Suggestion.objects.exists()


def test_the_page_says_so_at_the_field_and_keeps_what_was_typed(client, cast):
    source = entered(cast)
    client.force_login(cast.accounts.discipline)
    copied = {**WORDS, "post": cast.posts.other_staff.pk, "reason": "三个月里多次拆成几单，请看"}
    page = client.post(reverse("source-order", args=[source.pk]), copied)
    assert page.status_code == 422
    assert "照抄了风险信息里的" in page.text
    assert "三个月里多次拆成几单，请看" in page.text
    sent = client.post(
        reverse("source-order", args=[source.pk]), {**copied, "reason": WORDS["reason"]}
    )
    assert sent.status_code == 302
    assert SourceOrder.objects.count() == 1


def test_whoever_sits_on_the_post_reads_it_as_any_other(client, cast):
    made = ordering.order(
        entry=entered(cast), post=cast.posts.other_staff, by=cast.people.discipline, **WORDS
    )
    client.force_login(cast.accounts.other_staff)
    page = client.get(reverse("suggestion-detail", args=[made.pk])).text
    assert "化整为零" in page
    assert "风险信息" not in page
