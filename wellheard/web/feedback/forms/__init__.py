"""Forms of the pages about feedback."""
