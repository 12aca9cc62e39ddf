"""What a page costs: `make bench`. Never part of the test run."""

FLOOR = "/ja/floor/"
FLOW = "synthetic"
MEASURED = "measured"
SMALLEST = 10  # steps; less has no room for the way that is measured
TRAIL = "start=way-1&second=way-1"
ANSWER = "end-4"
ANSWER_TRAIL = f"{TRAIL}&{MEASURED}=way-1"


def place(step: str) -> str:
    """The path of a step of the synthetic guide."""
    return f"/ja/guides/{FLOW}/{step}/"


def rest(number: int) -> str:
    """The slug of a step beside the way that is measured."""
    return f"rest-{number}"
