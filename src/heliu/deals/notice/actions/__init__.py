"""Writing public notices and objections. The deal's row is the lock of all of it. Refusals are in ``notice.errors``."""

from heliu.deals.notice.actions.ending import close_notices, withdraw_notice, withdraw_notices_of
from heliu.deals.notice.actions.objecting import decide_objection, object_to, take_back_objection
from heliu.deals.notice.actions.showing import begin_notice, show_notice

__all__ = [
    "begin_notice",
    "close_notices",
    "decide_objection",
    "object_to",
    "show_notice",
    "take_back_objection",
    "withdraw_notice",
    "withdraw_notices_of",
]
