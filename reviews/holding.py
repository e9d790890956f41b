"""Foreign keys that tell nobody of the row behind them."""

from django.db import models


def held(model, label, **options):
    """The database holds what it leads to; no page lists this row as what stands in the way."""
    return models.ForeignKey(
        model, verbose_name=label, on_delete=models.DO_NOTHING, related_name="+", **options
    )
