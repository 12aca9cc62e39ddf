"""The pages of the guides, a module each: home and lists, steps, what is missing, and files for robots."""
