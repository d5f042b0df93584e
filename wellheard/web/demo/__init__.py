"""The demo story: Northwind Field Service and forty of its customers, told through the same commands that people use."""
