"""What is remembered of the hosts that feeds are fetched from."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _


class Host(models.Model):
    """Each Host is a server that was spoken to: what its robots.txt says, and when it may be asked again.

    It is a row and no variable, since several processes visit at the same time and have to keep one distance together.
    """

    name = models.CharField(_("host of the server"), max_length=300, unique=True)
    """Scheme, host and port, since each has a robots.txt of its own: ``https://example.org:443``."""
    next_at = models.DateTimeField(_("next request"), null=True, blank=True)
    robots = models.TextField(_("robots.txt"), blank=True)
    robots_status = models.PositiveSmallIntegerField(null=True, blank=True)
    """The HTTP status with which it was read; none where nobody answered."""
    robots_read_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        verbose_name = _("host of feeds")
        verbose_name_plural = _("hosts of feeds")

    def __str__(self) -> str:
        return self.name


@transaction.atomic
def reserve(name: str, pause: float, now: datetime, *, most: float) -> float:
    """Take the next moment at which a host may be asked, ``pause`` seconds before the one after it.

    Gives the seconds until then. Two processes never get the same moment. One that is more than ``most`` seconds away
    is not taken: whoever does not wait for it would keep the others from it.
    """
    Host.objects.get_or_create(name=name)
    host = Host.objects.select_for_update().get(name=name)
    moment = max(now, host.next_at or now)
    wait = (moment - now).total_seconds()
    if wait <= most:
        host.next_at = moment + timedelta(seconds=pause)
        host.save(update_fields=["next_at"])
    return wait


def keep_away(name: str, until: datetime) -> None:
    """Leave a host in peace for a while, as it asked for."""
    Host.objects.filter(name=name).filter(models.Q(next_at=None) | models.Q(next_at__lt=until)).update(next_at=until)
