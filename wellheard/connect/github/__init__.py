"""GitHub, both ways: issues that ideas and conversations wait for."""
