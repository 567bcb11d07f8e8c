"""Is a PDF tagged throughout? tags.py FILE.pdf [REPORT.md]

Everything drawn lies in one marked piece, which is an artifact or belongs to
one element; the tree holds every mark once, in order, and leads back from
each page; tables are rows of as many columns. With the report as Markdown:
the same headings, tables and figures are in both, and the bookmarks are the
headings.
"""
import re
import sys

from tagged import Tagged, span

pdf = Tagged(sys.argv[1])
fault, get = pdf.fault, pdf.get
if not get(pdf.catalog["/MarkInfo"])["/Marked"] or "/Lang" not in pdf.catalog:
    fault("the catalogue does not say that it is marked")
if len(pdf.owners) != len(pdf.owned):
    fault("a mark belongs to two elements")
nums = get(pdf.root["/ParentTree"])["/Nums"]
parents = dict(zip(nums[::2], nums[1::2]))
roles = {name: element["/S"][1:] for name, element in pdf.elements}
texts = dict.fromkeys(roles, "")
count = 0
for number, (page, found, _) in enumerate(pdf.pages, 1):
    count += len(found)
    back = get(parents[page["/StructParents"]])
    mine = [pdf.owner(page, i) for i in range(len(found))]
    if page.get("/Tabs") != "/S":
        fault("page", number, "has no order")
    if back != mine or ([roles.get(name) for name in mine] !=
                        [mark.role for mark in found]):
        fault("page", number, "its marks are not those of the tree")
        continue
    for name, mark in zip(mine, found):
        texts[name] += mark.text
if count != len(pdf.owned):
    fault("the tree has marks that are on no page")


def kids(element):
    return [get(kid) for kid in pdf.kids(element)]


for name, table in pdf.elements:
    if table["/S"] == "/Figure" and len(table.get("/Alt", "")) < 10:
        fault(name, "a figure without a text")
    if table["/S"] != "/Table":
        continue
    rows = [kids(row) for row in kids(table) if row["/S"] == "/TR"]
    if any(cell["/S"] != "/TH" or cell["/A"]["/Scope"] != "/Column"
           for cell in rows[0]):
        fault(name, "its first row is no head")
    if {sum(map(span, row)) for row in rows} != {len(rows[0])}:
        fault(name, "rows of different widths")


def same(text):
    """Without escapes and differences of spaces."""
    return " ".join(text.replace("\\", "").split())


def bookmarks(entries, level):
    """Level and title of all of them, in order."""
    for entry in entries:
        yield level, same(entry["title"])
        yield from bookmarks(entry["kids"], level + 1)


if len(sys.argv) > 2:
    report = open(sys.argv[2], encoding="utf-8").read()
    wanted = [(len(signs) - 1, same(title)) for signs, title in
              re.findall(r"^(##+) (.*)$", report, re.M)]
    told = [(int(role[1:]), same(texts[name]))
            for name, role in roles.items() if re.match(r"H\d", role)]
    if told != wanted or not wanted:
        fault("headings", set(told) ^ set(wanted))
    marked = list(bookmarks(pdf.outlines, 1))
    if marked != wanted:
        fault("bookmarks", set(marked) ^ set(wanted))
    for role, pattern in (("Table", r"^\| :?--"), ("Figure", r"^!\[")):
        wanted = len(re.findall(pattern, report, re.M))
        if list(roles.values()).count(role) != wanted:
            fault(role, list(roles.values()).count(role), "not", wanted)

print(len(pdf.elements), "elements,", count, "marks,", len(pdf.faults),
      "faults")
sys.exit(bool(pdf.faults) or count == 0)
