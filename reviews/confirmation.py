"""The principal's last word on a round as a row of its own; `workflow` moves the paper with it."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import IntegrityError, transaction
from django.db.models import Model
from django.utils import timezone

from powers.models import PowerLine
from risks.models import DutyLine, PointLine

from . import seats
from .kinds import kind_of
from .models import Confirmation, SentBackRow, SettledRow
from .refusals import Moved, NotReady

# What a line is a version of, as its fields are named.
SORT_OF = {DutyLine: "duty", PointLine: "point", PowerLine: "power"}
PRINCIPAL_LABEL = "单位主要负责人"


@dataclass(frozen=True)
class Answer:
    """`digest` binds it to what was read; `line_ids` are the rows sent back, none: all of them.

    `settled` are the rows that the register had overtaken: {line: id of the version that was seen
    in force}. The principal has all texts side by side and decides (`SettledRow`).
    """

    action: str
    digest: str
    opinion: str = ""
    line_ids: tuple[int, ...] = ()
    settled: dict[Model, int] = field(default_factory=dict)

    def check(self, revision):
        """Raise `Moved` for another content than was read, `NotReady` for a missing reason."""
        if self.digest != revision.digest:
            raise Moved(revision.paper)
        if self.action == Confirmation.Action.SEND_BACK and not self.opinion.strip():
            raise NotReady(["请写一句退回的理由。"])


def on_screen(by, holder):
    """The signature of whoever sits on the seat, or stands in for it."""
    return {
        "name": by.name,
        "title": str(holder.post or by.title),
        "acting_for": holder.acting_for,
        "signed_on": timezone.localdate(),
    }


def from_paper(paper, signer):
    """The signature on a sheet; `signer` is a `verdicts.PaperSignature`, never the filer."""
    seats.check_signer(paper, signer.name)
    return {
        "name": signer.name,
        "title": signer.title,
        "signed_on": signer.signed_on,
        "scan": signer.scan,
    }


def write(paper, answer, *, by, signature):
    """Keep the answer to this round, with the rows sent back."""
    try:
        with transaction.atomic():
            kept = Confirmation.objects.create(
                paper=paper,
                revision=paper.current,
                lap=paper.lap,
                action=answer.action,
                opinion=answer.opinion.strip(),
                digest=answer.digest,
                person=by,
                at=timezone.now(),
                **signature,
            )
    except IntegrityError as error:
        raise Moved(paper) from error
    field = f"{kind_of(paper).note_field}_id"
    SentBackRow.objects.bulk_create(
        SentBackRow(confirmation=kept, **{field: line_id}) for line_id in sorted(answer.line_ids)
    )
    return kept


def put_in_force(kept, answer):
    """Move the register with a confirmation that was kept; what was settled is kept beside it."""
    revision, settled, rows = kept.revision, defaultdict(dict), []
    lines = sorted(answer.settled, key=lambda line: (SORT_OF[type(line)], line.pk))
    for line in (line for line in lines if line.revision_id == revision.pk):
        sort, seen = SORT_OF[type(line)], answer.settled[line]
        rows.append(
            SettledRow(confirmation=kept, **{f"{sort}_line": line, f"{sort}_version_id": seen})
        )
        identity = line.version._meta.get_field(sort)
        settled[identity.related_model][getattr(line.version, identity.attname)] = seen
    SettledRow.objects.bulk_create(rows)
    kind_of(kept.paper).content.put_in_force(revision, settled)
