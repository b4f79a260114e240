"""Programs run by the project's own Python, by their path. They import nothing of Trébol."""
