"""Who decides whether an organisation's public records are given to harvesters."""

from __future__ import annotations

import rules

from heliu.accounts.permissions import is_administrator, is_owner

rules.add_perm("exchange.choose_open_data", is_owner | is_administrator)
