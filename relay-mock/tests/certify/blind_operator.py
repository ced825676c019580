"""An operator without eyes: does what request.json asks with the sample's tiny care software, and answers.

    blind_operator.py WORK HOW [LAST]

HOW: `terminal` types the answers on standard output, `text` writes answer.txt, `json` writes answer.json. Behind the
answers of the case LAST it goes home. The operator's mistakes are the environment variable OPERATOR, a Python
expression `change(ask, said)`, if there is one.
"""
import json
import os
import sys
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2] / "adapters/python"))
sys.dont_write_bytecode = True
import adapter  # noqa: E402
import software  # noqa: E402

work, how, last = Path(sys.argv[1]).absolute(), sys.argv[2], sys.argv[3]
change = eval(os.environ.get("OPERATOR", "lambda ask, said: said"))


def lines(ask, said):
    """What is typed."""
    match said["result"]:
        case "unsupported":
            return ["3"]
        case "refused":
            return ["2", " ".join(said["reasons"])]
        case "shown":
            value = {"": "-", None: ""}
            shown = [said["facts"].get(fact["id"]) for fact in ask["facts"]]
            return ["1", *(value.get(each, each) for each in shown)]
        case _:
            return ["1"]


def put(path, text):
    part = path.with_name(".part")
    part.write_text(text, encoding="utf-8")
    part.rename(path)


care, done = software.Care(), set()
while True:
    for path in sorted(work.glob("*/request.json")):
        try:
            ask = json.loads(path.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        key = (ask["case"], ask["step"])
        if key in done:
            continue
        os.chdir(path.parent)
        assert "value" not in json.dumps(ask.get("facts", [])), "the right value is shown"
        assert Path("sheet.txt").read_bytes().startswith(b"\xef\xbb\xbf")
        if ask["do"] in ("enter", "import") and ask["case"] != "D2-03":
            assert Path("form.pdf").read_bytes().startswith(b"%PDF"), ask
            assert "<html" in Path("form.html").read_text(encoding="utf-8"), ask
        if ask["step"] == 0:
            care.reset(ask["office"], ask["service_type"], ask["monthly"])
        said = change(ask, adapter.answer(care, ask))
        done.add(key)
        if how == "json":
            put(Path("answer.json"), json.dumps(said, ensure_ascii=False))
        elif how == "text" and said["result"] == "exported":
            Path("export/done").touch()
        elif how == "text":
            put(Path("answer.txt"), "\r\n".join(lines(ask, said)))
        elif said["result"] != "exported":
            print("\n".join(lines(ask, said)), flush=True)
        if key[0] == last and ask["do"] in ("export", "show"):
            sys.exit()
    time.sleep(0.05)
