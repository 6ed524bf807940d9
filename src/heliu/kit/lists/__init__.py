"""Lists of any area: paging, filters with an order, tables that become cards on a phone."""
