"""So many powers; part of `many_rows.Rows`."""

from powers.models import Power, PowerLine, PowerVersion
from tests.architecture.many_in_office import copied
from tests.architecture.many_self_checks import SelfCheckRows


class PowerRows(SelfCheckRows):
    """Goes with the `powers_draft` and `next` of the class it is part of."""

    def powers(self, count):
        """Copies of the first power in force, in the catalogue's draft as well."""
        line = self.powers_draft.current.power_lines.select_related("version").first()
        powers = Power.objects.bulk_create(Power(unit=self.cast.school_large) for _ in range(count))
        versions = PowerVersion.objects.bulk_create(
            copied(line.version, power=power, name=f"第{number}项职权", digest=None)
            for power, number in zip(powers, self.next(count), strict=True)
        )
        for part in ("bases", "undertakings", "nodes"):
            model = getattr(line.version, part).first()
            type(model).objects.bulk_create(copied(model, version=each) for each in versions)
        PowerVersion.objects.filter(pk__in=[v.pk for v in versions]).update(
            digest=line.version.digest
        )
        for power, version in zip(powers, versions, strict=True):
            power.in_force = version
        Power.objects.bulk_update(powers, ["in_force"])
        PowerLine.objects.bulk_create(
            copied(line, version=version, serial=1000 + number)
            for version, number in zip(versions, self.next(count), strict=True)
        )
