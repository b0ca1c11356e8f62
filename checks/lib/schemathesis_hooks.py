"""What schemathesis is told besides the specification; it runs in a process of its own."""

import schemathesis


@schemathesis.serializer("application/x-ndjson")
def lines(context, value):
    """A text, as it is."""
    return str(value).encode("utf-8", "surrogatepass")
