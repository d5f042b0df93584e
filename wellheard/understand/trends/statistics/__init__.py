"""What counts say: what is usual of a series, what is unusual, what grows steadily. Plain Python, knows no customers."""
