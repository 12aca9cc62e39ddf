"""What gunicorn reads by itself when it is started from this folder; see docs/deploy.md."""

# 0: as long as the web server before it lets through (up to 1 MB). Ten thousand Japanese characters in an address are
# 90,000 bytes, and a search answers them in words; gunicorn's own limit would answer with a bare error.
limit_request_line = 0


def post_worker_init(worker: object) -> None:
    """Have a new worker look whether enquiries wait that another process could not mail."""
    from contact.postman import call_postman

    call_postman()
