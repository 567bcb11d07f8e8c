"""Is the Markdown what it looks like? Read by a real parser, cmark-gfm.

check FOLDER   every table of report.md is one to the parser, with the cells
               and texts that stand in the file; pictures are there; nothing
               is HTML, a link or struck out
same A B       the same structure, whatever the names in it
pandoc FOLDER  pandoc finds the same tables, cells and texts
"""
import json
import os
import re
import subprocess
import sys
import urllib.parse
import xml.etree.ElementTree as tree

NAMESPACE = "{http://commonmark.org/xml/1.0}"
NEVER = {"html_block", "html_inline", "link", "strikethrough", "custom_block",
         "custom_inline", "thematic_break", "code_block", "softbreak",
         "linebreak"}
wrong = []


def text_of(folder):
    with open(os.path.join(folder, "report.md"), encoding="utf-8") as stream:
        return stream.read()


def parse(text):
    xml = subprocess.run(
        ["cmark-gfm", "-e", "table", "-e", "strikethrough", "-e", "tasklist",
         "-t", "xml"], input=text.encode("utf-8"), check=True,
        capture_output=True).stdout
    return tree.fromstring(xml)


def tag(node):
    return node.tag.removeprefix(NAMESPACE)


def words(node):
    return "".join(t for n in node.iter() for t in [n.text or ""]
                   if tag(n) in ("text", "code", "html_inline"))


def tables_of(document):
    """Each as rows of the texts of its cells."""
    return [[[words(cell).strip() for cell in row] for row in table]
            for table in document.iter(NAMESPACE + "table")]


def split(line):
    """The cells of a line: a bar ends one unless a backslash is before it."""
    parts, here = [], ""
    for char in line:
        slashes = len(here) - len(here.rstrip("\\"))
        if char == "|" and slashes % 2 == 0:
            parts.append(here.strip())
            here = ""
        else:
            here += char
    return parts[1:]


def plain(cell):
    """What a cell says, without its markup."""
    code = re.fullmatch(r"(`+)(.*)\1", cell)
    if code:  # bars alone are escaped in it
        inner = code[2].replace("\\|", "|")
        return inner[1:-1] if len(code[1]) > 1 else inner
    cell = re.sub(r"^\*\*(.*)\*\*$", r"\1", cell)
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", cell)


def in_file(text):
    tables, here = [], []
    for line in text.split("\n") + [""]:
        if line.startswith("|"):
            here.append(split(line))
        elif here:
            tables.append([row for i, row in enumerate(here) if i != 1])
            here = []
    return [[[plain(cell).strip() for cell in row] for row in table]
            for table in tables]


def compare(what, found, wanted):
    if len(found) != len(wanted):
        wrong.append((what, "tables", len(found), len(wanted)))
    for i, (a, b) in enumerate(zip(found, wanted), 1):
        if len(a) != len(b):
            wrong.append((what, f"table {i}", "rows", len(a), len(b)))
        for row, other in zip(a, b):
            if len(row) != len(a[0]):
                wrong.append((what, f"table {i}", "cells", row))
            if row != other:
                wrong.append((what, f"table {i}", row, other))
    print(sum(len(t) for t in wanted), "rows of", len(wanted), "tables")
    if not wanted:
        wrong.append((what, "no table at all"))


def check(folder):
    text = text_of(folder)
    document = parse(text)
    compare("cmark-gfm", tables_of(document), in_file(text))
    for node in document.iter():
        if tag(node) in NEVER:
            wrong.append((tag(node), words(node)[:60], node.attrib))
        if tag(node) == "image":
            name = urllib.parse.unquote(node.get("destination"))
            if not os.path.isfile(os.path.join(folder, name)):
                wrong.append(("no picture", name))
            if not re.fullmatch(r"figures/[a-z0-9-]+\.(svg|png|jpg)", name):
                wrong.append(("a name that links may break on", name))
            if not words(node):
                wrong.append(("no alternative text", name))
    heads = [n for n in document if tag(n) == "heading"]
    if [h.get("level") for h in heads].count("1") != 1:
        wrong.append(("titles", [words(h) for h in heads]))
    if text.startswith("\ufeff") or "\r" in text or not text.endswith("\n") \
            or text.endswith("\n\n"):
        wrong.append(("mark, line ends or end of the file",))


def outline(node, depth=0):
    """Blocks and spans without their texts; how a cell spells a file name is
    no matter."""
    lines = []
    for child in node:
        if tag(child) != "text" and (tag(child), tag(node)) != (
                "code", "table_cell"):
            lines.append(f"{depth} {tag(child)} {child.get('level')}")
        lines += outline(child, depth + 1)
    return lines


def same(a, b):
    first, second = (outline(parse(text_of(f))) for f in (a, b))
    print(len(first), "nodes")
    if first != second:
        at = next((i for i, (x, y) in enumerate(zip(first, second))
                   if x != y), min(len(first), len(second)))
        wrong.append((a, b, first[at - 2:at + 3], second[at - 2:at + 3]))


def said(inline):
    """The text of a piece of pandoc's tree."""
    if isinstance(inline, list):
        return "".join(said(i) for i in inline)
    if not isinstance(inline, dict):
        return ""
    kind, content = inline.get("t"), inline.get("c")
    if kind == "Str":
        return content
    if kind in ("Space", "SoftBreak"):
        return " "
    if kind == "Code":
        return content[1]
    if kind in ("Plain", "Para", "Strong", "Emph"):
        return said(content)
    wrong.append(("pandoc", kind, str(content)[:80]))
    return ""


def pandoc(folder):
    text = text_of(folder)
    found = json.loads(subprocess.run(
        ["pandoc", "-f", "gfm", "-t", "json"], input=text.encode("utf-8"),
        check=True, capture_output=True).stdout)
    tables = []
    for block in found["blocks"]:
        if block["t"] != "Table":
            continue
        _, _, _, head, bodies, _ = block["c"]
        rows = head[1] + [r for body in bodies for r in body[3]]
        tables.append([[said(cell[4]).strip() for cell in row[1]]
                       for row in rows])
    compare("pandoc", tables, tables_of(parse(text)))


{"check": check, "same": same, "pandoc": pandoc}[sys.argv[1]](*sys.argv[2:])
for item in wrong[:10]:
    print("wrong:", *item)
sys.exit(bool(wrong))
