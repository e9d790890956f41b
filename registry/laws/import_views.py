"""Laws from a spreadsheet, at one address."""

from django.views.decorators.http import require_http_methods

from registry.access.guards import seat_required
from registry.organisation.models import Seat
from registry.standing.import_pages import ImportPages

from .sheets import LAWS
from .views import crumbs, office_units

PAGES = ImportPages(
    register=LAWS,
    place="法规库",
    list_name="law-list",
    key="law-import",
    units=office_units,
    crumbs=crumbs,
    advice="同名、同文号的按更新处理，空着的格子不改；修改和废止请在那部法规的页面登记。",
)


@require_http_methods(["GET", "HEAD", "POST"])
@seat_required(Seat.PREVENTION_OFFICE)
def law_import(request):
    return PAGES.answer(request)
