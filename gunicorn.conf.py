"""What gunicorn reads by itself when it is started from this folder; see docs/deploy.md."""

# 0: as long as the web server before it lets through (up to 1 MB). Ten thousand Japanese characters in an address are
# 90,000 bytes, and a search answers them in words; gunicorn's own limit would answer with a bare error.
limit_request_line = 0

# In each worker. A page that waits for the database must not hold the static files and pages behind it; each thread that
# serves pages keeps a connection of its own.
threads = 4
