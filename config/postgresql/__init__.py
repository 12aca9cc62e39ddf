"""PostgreSQL for Django, with an end to waiting for a server that says nothing."""
