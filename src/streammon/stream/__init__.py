"""The kernel on Faust: it loses nothing, applies nothing twice, and is the only package that knows Faust and Kafka."""

from streammon.stream.agent import Context, keyed, stateless

__all__ = ["Context", "keyed", "stateless"]
