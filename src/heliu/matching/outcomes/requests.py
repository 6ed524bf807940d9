"""Whether a request is somebody who looks at a page."""

from __future__ import annotations

import re

from django.http import HttpRequest

MARK = "from_match"
"""Parameter behind the address of a result: which shown result led there."""
_ROBOT = re.compile(r"bot\b|bots\b|crawl|spider|slurp|preview|monitor|curl|wget|python", re.IGNORECASE)


def is_looked_at(request: HttpRequest) -> bool:
    """False for robots that say so, pages fetched in advance, and questions for the head alone."""
    purpose = request.headers.get("Sec-Purpose", "") + request.headers.get("Purpose", "")
    robot = _ROBOT.search(request.headers.get("User-Agent", ""))
    return request.method != "HEAD" and "prefetch" not in purpose and not robot
