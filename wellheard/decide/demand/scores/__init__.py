"""What ideas score, and how sure that is: formulas over estimates, drawn many times. Pure; docs/demand.md has the sources."""
