"""Lists: filters, orders, pages and where their rows come from."""
