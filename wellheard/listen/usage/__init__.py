"""What contacts do in the product: events as they arrive, kept in columns, summed by day."""
