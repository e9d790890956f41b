"""The rows of one catalogue as a page shows them: narrowed, a page at a time.

The rows are in memory already (`catalogue.rows`): what is said of all of them needs them all.
"""

from django import forms
from django.urls import reverse

from registry.paging.keyset import PAGE, list_page
from registry.papers.register import Change

from .checklist import name_key
from .models import PowerVersion
from .served import SERVED_ASKED, codes_served

NO_SECTION = "0"


class RowFilter(forms.Form):
    """Which rows of the catalogue; a value that is not offered narrows nothing."""

    words = forms.CharField(label="职权名称", required=False, max_length=100)
    side = forms.ChoiceField(
        label="内外部", choices=[("", "全部"), *PowerVersion.Side.choices], required=False
    )
    kind = forms.ChoiceField(label="职权类型", required=False)
    served = forms.ChoiceField(
        label="服务对象", choices=[("", "全部"), *SERVED_ASKED], required=False
    )
    section = forms.ChoiceField(label="承办科室", required=False)
    change = forms.ChoiceField(
        label="变动", choices=[("", "全部"), *Change.choices], required=False
    )

    def __init__(self, data, *, rows):
        super().__init__(data)
        self.rows = rows
        kinds = {row.version.kind_id: row.version.kind for row in rows}
        self.fields["kind"].choices = [
            ("", "全部"),
            *sorted((code, kind.name) for code, kind in kinds.items()),
        ]
        sections = {
            str(undertaking.section_id): undertaking.section
            for row in rows
            for undertaking in row.version.undertakings.all()
        }
        offered = sorted(sections.items(), key=lambda item: (item[1].order, item[1].pk))
        self.fields["section"].choices = [
            ("", "全部科室"),
            (NO_SECTION, "还没有填"),
            *((pk, section.name) for pk, section in offered),
        ]

    def narrowed(self):
        """The rows that were asked for, in order."""
        self.is_valid()
        return [row for row in self.rows if self._is_asked(row)]

    def _is_asked(self, row):
        asked, version = self.cleaned_data, row.version
        return (
            name_key(asked.get("words") or "") in name_key(version.name)
            and asked.get("side") in ("", None, version.side)
            and asked.get("kind") in ("", None, version.kind_id)
            and asked.get("change") in ("", None, str(row.change))
            and self._serves(version, asked.get("served"))
            and self._undertakes(row, asked.get("section"))
        )

    def _serves(self, version, asked):
        external = version.side == PowerVersion.Side.EXTERNAL
        return not asked or (external and version.served in codes_served(asked))

    def _undertakes(self, row, section):
        if not section:
            return True
        undertaking = {str(one.section_id) for one in row.version.undertakings.all()}
        return section in undertaking if section != NO_SECTION else not undertaking


def page_of_rows(rows, asked):
    """(filter or None, page): a catalogue that fits on one page is not narrowed."""
    if len(rows) <= PAGE:
        return None, list_page(rows, serial_of, asked)
    form = RowFilter(asked, rows=rows)
    return form, list_page(form.narrowed(), serial_of, asked)


def serial_of(row):
    return row.line.serial


def place_of(line):
    """The address at which the row is seen in its draft."""
    address = reverse("paper-edit", args=[line.revision.paper_id])
    place = f"?from={line.serial}" if line.serial > PAGE else ""
    return f"{address}{place}#row-{line.pk}"
