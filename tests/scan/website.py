"""A small web server on loopback, for a test or for a command of its own process."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@contextmanager
def website(pages: Mapping[str, tuple[str, bytes]]) -> Iterator[str]:
    """Serve `pages`: path to media type and body; a body without a media type is where a redirect leads.

    Yields the address; any other path is not there.
    """

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            media_type, body = pages.get(self.path, ("", b""))
            self.send_response(200 if media_type else 302 if body else 404)
            if body and not media_type:
                self.send_header("Location", body.decode())
            self.send_header("Content-Type", media_type or "text/html")
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}"
        finally:
            server.shutdown()
            thread.join()
