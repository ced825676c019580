"""The sample adapter as a server: the requests of `certify run --drive http` as POST.

    server.py [MISTAKE [PEM]]

Prints its port. With PEM (certificates and key) it speaks TLS. MISTAKE is Python, `def wrong(handler, ask)`: what is true
was answered by it.
"""
import base64
import json
import ssl
import sys
import tempfile
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "adapters/python"))
sys.dont_write_bytecode = True
import adapter  # noqa: E402
import software  # noqa: E402

names = {}
exec((sys.argv[1] if len(sys.argv) > 1 else "") or "def wrong(handler, ask): pass", names)
care = software.Care()


def answer(ask):
    with tempfile.TemporaryDirectory() as folder:
        if ask["do"] == "import":
            for file in ask["files"]:
                (Path(folder) / file["name"]).write_bytes(base64.b64decode(file["base64"]))
            ask["files"] = [str(Path(folder) / file["name"]) for file in ask["files"]]
        if ask["do"] == "enter":
            for file in ask["attachments"]:
                (Path(folder) / file["name"]).write_bytes(base64.b64decode(file["base64"]))
            ask["attachments"] = [str(Path(folder) / file["name"]) for file in ask["attachments"]]
        if ask["do"] == "export":
            ask["folder"] = folder
        said = adapter.answer(care, ask)
        if said.get("result") == "exported":
            read = {path.name: base64.b64encode(path.read_bytes()).decode() for path in Path(folder).iterdir()}
            said["files"] = [{"name": name, "base64": text} for name, text in read.items()]
        return said


class Handler(BaseHTTPRequestHandler):
    def log_message(self, *_):
        pass

    def say(self, status, body, **headers):
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def do_POST(self):
        assert self.headers["Content-Type"].startswith("application/json")
        ask = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        if not names["wrong"](self, ask):
            self.say(200, json.dumps(answer(ask), ensure_ascii=False).encode())


server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
server.daemon_threads = True
if len(sys.argv) > 2:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(sys.argv[2])
    server.socket = context.wrap_socket(server.socket, server_side=True)
print(server.server_port, flush=True)
server.serve_forever()
