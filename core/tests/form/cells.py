"""What a browser would see in files of forms: python3 cells.py FILE.html ... prints a list of pages for each as JSON.

A page has `title`, `texts` outside of tables, and `tables`: `caption` and `cells`, each cell with its place (`row`,
`column`, spans worked out), `text` (line ends from <br>), `head` (a scope), `circled` texts, `struck` and `marked`; and
`pictures`: `alt`, `type` and the `sha256` of what is in the file itself. What does not belong into such a file at all ends the script: a tag or attribute that is not known, an open tag, a script.
"""

import base64
import hashlib
import json
import re
import sys
from html.parser import HTMLParser

EMPTY = {"meta", "col", "br", "hr", "path", "img"}
TAGS = EMPTY | {
    "html", "head", "title", "style", "body", "section", "h1", "p", "table", "caption", "colgroup", "tr", "th", "td",
    "em", "i", "mark", "svg",
}
ATTRIBUTES = {"lang", "charset", "http-equiv", "content", "class", "style", "aria-label", "scope", "rowspan", "colspan", "title"} | {
    "viewbox", "preserveaspectratio", "aria-hidden", "d",
}


PICTURE = re.compile(r"data:(image/(?:jpeg|png|gif));base64,([A-Za-z0-9+/]+=*)")


class Pages(HTMLParser):
    def __init__(self):
        super().__init__()
        self.pages, self.open, self.text, self.cell, self.taken = [], [], None, None, None
        self.declared = False

    def handle_decl(self, decl):
        self.declared = decl == "DOCTYPE html"

    def handle_comment(self, data):
        sys.exit("a comment")

    def unknown_decl(self, data):
        sys.exit("a declaration")

    def handle_pi(self, data):
        sys.exit("an instruction")

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "img":
            return self.picture(attributes)
        if tag not in TAGS or not attributes.keys() <= ATTRIBUTES:
            sys.exit(f"<{tag} {attributes}>")
        if "url(" in attributes.get("style", ""):
            sys.exit("something is loaded")
        if tag == "html" and attributes.get("lang") != "ja":
            sys.exit("no language")
        if tag not in EMPTY:
            self.open.append(tag)
        if tag == "section":
            self.pages.append({"title": attributes["aria-label"], "texts": [], "tables": [], "circled": [], "pictures": []})
        elif tag == "table":
            self.pages[-1]["tables"].append({"caption": "", "cells": []})
            self.row, self.taken = -1, set()
        elif tag == "tr":
            self.row, self.column = self.row + 1, 0
        elif tag in ("th", "td"):
            while (self.row, self.column) in self.taken:
                self.column += 1
            down, right = int(attributes.get("rowspan", 1)), int(attributes.get("colspan", 1))
            for row in range(self.row, self.row + down):
                for column in range(self.column, self.column + right):
                    if (row, column) in self.taken:
                        sys.exit("two cells in one place")
                    self.taken.add((row, column))
            if (tag == "th") != ("scope" in attributes):
                sys.exit("a head without a scope")
            classes = attributes["class"].split()
            self.cell = {
                "row": self.row, "column": self.column, "rows": down, "columns": right, "text": "",
                "head": attributes.get("scope"), "struck": "struck" in classes, "marked": "marked" in classes, "circled": [],
            }
            self.text = ""
        elif tag in ("caption", "h1", "p"):
            self.text = ""
        elif tag == "br":
            self.text += "\n"
        elif tag == "em":
            self.before = len(self.text)

    def picture(self, attributes):
        said = PICTURE.fullmatch(attributes.get("src", ""))
        if attributes.keys() != {"src", "alt", "style"} or not attributes["alt"] or not said:
            sys.exit(f"<img {attributes}>")
        digest = hashlib.sha256(base64.b64decode(said[2], validate=True)).hexdigest()
        self.pages[-1]["pictures"].append({"alt": attributes["alt"], "type": said[1], "sha256": digest})

    def handle_startendtag(self, tag, attributes):
        self.handle_starttag(tag, attributes)
        if tag not in EMPTY:
            sys.exit(f"<{tag}/>")

    def handle_endtag(self, tag):
        if not self.open or self.open.pop() != tag:
            sys.exit(f"</{tag}>")
        if tag in ("th", "td"):
            self.cell["text"] = self.text
            self.pages[-1]["tables"][-1]["cells"].append(self.cell)
            self.cell = self.text = None
        elif tag == "caption":
            self.pages[-1]["tables"][-1]["caption"] = self.text
            self.text = None
        elif tag in ("h1", "p"):
            self.pages[-1]["texts"].append(self.text)
            self.text = None
        elif tag == "em":
            (self.cell or self.pages[-1])["circled"].append(self.text[self.before :])

    def handle_data(self, data):
        if self.text is not None:
            self.text += data
        elif self.open and self.open[-1] not in ("style", "title") and data.strip():
            sys.exit("text outside of everything")


def pages(path):
    parser = Pages()
    with open(path, encoding="utf-8", newline="") as file:
        parser.feed(file.read())
    parser.close()
    if parser.open or not parser.declared:
        sys.exit("not a whole document")
    return parser.pages


print(json.dumps([pages(path) for path in sys.argv[1:]]))
