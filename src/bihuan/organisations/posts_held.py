"""Which posts people hold on a day, for lists that name a person with a post and nothing else."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from bihuan.organisations.models import Appointment


def posts_held(people: Sequence[str], day: date) -> dict[str, tuple[str, ...]]:
    """The names of the posts that the people (by code) hold on the day, the longest held first; none, no entry.

    The caller has been told of the people by a query that knows who asks; a post says nothing that it did not.
    """
    held: dict[str, list[str]] = defaultdict(list)
    rows = Appointment.objects.filter(
        Q(until__isnull=True) | Q(until__gte=day), person__code__in=people, since__lte=day
    )
    for code, post in rows.order_by("since", "pk").values_list("person__code", "post__name"):
        if post not in held[code]:
            held[code].append(post)
    return {code: tuple(posts) for code, posts in held.items()}
