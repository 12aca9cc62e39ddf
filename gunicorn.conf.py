"""What gunicorn reads by itself when it is started from this folder; see docs/deploy.md."""

# 0: as long as the web server before it lets through (up to 1 MB). Ten thousand Japanese characters in an address are
# 90,000 bytes, and a search answers them in words; gunicorn's own limit would answer with a bare error.
limit_request_line = 0
# Nobody says by a header below which address the site stands, nor which page is meant (gunicorn would believe a proxy
# on this machine, and answer 500 where the two do not fit).
forwarder_headers = ""
