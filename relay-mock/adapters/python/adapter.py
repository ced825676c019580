"""A sample adapter for `relay-mock certify run --drive program`: one JSON object a line in, one a line out.

    relay-mock certify run --pack v4 --drive program --out DIR -- python3 relay-mock/adapters/python/adapter.py

The table of the requests is in relay-mock/packs/README.md. Put your own product in the place of `software`: it takes
files in, takes rows as if they were typed, writes files, and says what its screen shows.
"""
import json
import sys
from pathlib import Path

sys.dont_write_bytecode = True

import software  # noqa: E402


def profile():
    """What the product is and can do: a case that needs more is not applicable."""
    verbs = [f"{verb}:{kind}" for verb in ("import", "export", "enter") for kind in software.LAYOUTS]
    return {
        "name": "sample adapter",
        "version": "1",
        "roles": ["care-manager", "provider", "support-centre"],
        "supports": [*verbs, "attach", "show"],
    }


def answer(care, ask):
    """The answer to one request. Members that are not known are not looked at."""
    match ask["do"]:
        case "hello":
            return profile()
        case "reset":
            care.reset(ask["office"], ask["service_type"], ask["monthly"])
            return {"result": "done"}
        case "import":
            reasons = care.take_in({Path(path).name: Path(path).read_bytes() for path in ask["files"]})
            return {"result": "refused", "reasons": reasons} if reasons else {"result": "imported"}
        case "enter":
            for file in ask["files"]:
                care.enter(file["kind"], file["rows"])
            care.attach({Path(path).name: Path(path).read_bytes() for path in ask["attachments"]})
            return {"result": "entered"}
        case "export":
            partner = (ask["partner"], ask["partner_type"])
            try:
                made = care.make(ask["unit"], ask["from"], ask["month"], partner, ask["changes"] or [])
            except software.Refused as why:
                return {"result": "refused", "reasons": list(why.args)}
            for name, data in made.items():
                (Path(ask["folder"]) / name).write_bytes(data)
            return {"result": "exported"}
        case "show":
            return {"result": "shown", "facts": {fact["id"]: str(care.shows(fact)) for fact in ask["facts"]}}
        case _:
            return {"result": "unsupported"}


def serve(care):
    sys.stdin.reconfigure(encoding="utf-8")
    sys.stdout.reconfigure(encoding="utf-8")
    for line in sys.stdin:
        ask = json.loads(line)
        if ask["do"] == "bye":
            break
        print(json.dumps(answer(care, ask), ensure_ascii=False), flush=True)


if __name__ == "__main__":
    serve(software.Care())
