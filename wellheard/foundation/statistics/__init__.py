"""What few answers can tell of many people, and how surely: intervals, weights, comparisons. Pure functions; knows no customers.

Each formula names its source; docs/survey-statistics.md says in plain words what the numbers mean and where they end.
"""
