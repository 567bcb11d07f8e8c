"""Is a PDF tagged throughout? tags.py FILE.pdf [REPORT.md]

Everything drawn lies in one marked piece, which is an artifact or belongs to
one element; the tree holds every mark once, in order, and leads back from
each page; tables are rows of as many columns. With the report as Markdown:
the same headings, tables and figures are in both.
"""
import base64
import json
import re
import subprocess
import sys

run = subprocess.run(["qpdf", "--json", "--json-stream-data=inline",
                      "--decode-level=generalized", sys.argv[1]],
                     check=True, capture_output=True)
objects = json.loads(run.stdout)["qpdf"][1]
faults = []
TOKEN = re.compile(rb"<<.*?>>|<[^>]*>|\((?:\\.|[^\\)])*\)|\[|\]|[^\s<>()\[\]]+",
                   re.S)
DRAWS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*",
         b"b", b"b*", b"sh", b"Do"}
PARENTS = {"H1": "Document", "H2": "Document", "L": "Document", "LI": "L",
           "Lbl": "LI", "LBody": "LI", "Table": "Document", "TR": "Table",
           "TH": "TR", "TD": "TR", "Figure": "Document", "P": "Document",
           "TOC": "Document", "TOCI": "TOC"}


def fault(*words):
    faults.append(words)
    print(*words)


def get(value):
    """The value itself, of an object."""
    if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
        return objects["obj:" + value]["value"]
    return value


def marks(number, content):
    """Role and text of the marks of a page, by their number."""
    found, inside, text, states = [], None, False, []
    before = b""
    for match in TOKEN.finditer(content):
        token = match.group()
        if token in (b"BDC", b"BMC"):
            if inside or text:
                fault("page", number, "a mark inside another or a text")
            inside = role
            if token == b"BDC":
                mcid = int(re.search(rb"/MCID (\d+)", before)[1])
                if mcid != len(found):
                    fault("page", number, "mark", mcid, "out of order")
                found.append([role.decode()[1:], ""])
        elif token == b"EMC":
            if not inside or text:
                fault("page", number, "an end without a mark")
            inside = None
        elif token in (b"BT", b"ET"):
            text = token == b"BT"
        elif token == b"q":
            states.append(inside)
        elif token == b"Q" and states.pop() != inside:
            fault("page", number, "a mark over the end of a state")
        elif token in DRAWS and not inside:
            fault("page", number, "drawn outside of any mark:", before)
        elif token == b"Tj" and inside != b"/Artifact":  # UTF-16
            found[-1][1] += bytes.fromhex(before[1:-1].decode()).decode(
                "utf-16-be")
        if token.startswith(b"/"):
            role = token
        before = token
    if inside or states:
        fault("page", number, "a mark or a state left open")
    return found


def pages(node):
    node = get(node)
    if node["/Type"] == "/Page":
        yield node
    for kid in node.get("/Kids", []):
        yield from pages(kid)


def parts(element):
    held = element.get("/K", [])
    return held if isinstance(held, list) else [held]


def walk(name, parent, seen):
    """Elements below `name`, in order; notes whose every mark is."""
    element = get(name)
    role = element["/S"][1:]
    if element["/P"] != parent[0]:
        fault(name, "has another parent than", parent)
    if PARENTS.get(role, parent[1]) != parent[1]:
        fault(name, role, "in", parent[1])
    yield name, element
    for kid in parts(element):
        if isinstance(kid, int):
            seen.append((element["/Pg"], kid, name))
        elif isinstance(kid, dict):
            seen.append((kid["/Pg"], kid["/MCID"], name))
        else:
            yield from walk(kid, (name, role), seen)


trailer = objects["trailer"]["value"]
catalog = get(trailer["/Root"])
if not get(catalog["/MarkInfo"])["/Marked"] or "/Lang" not in catalog:
    fault("the catalogue does not say that it is marked")
root_name = catalog["/StructTreeRoot"]
root = get(root_name)
owned = []
elements = list(walk(root["/K"], (root_name, ""), owned))
owners = {(page, mcid): name for page, mcid, name in owned}
if len(owners) != len(owned):
    fault("a mark belongs to two elements")
nums = get(root["/ParentTree"])["/Nums"]
parents = dict(zip(nums[::2], nums[1::2]))
names = {id(held["value"]): name[4:] for name, held in objects.items()
         if "value" in held}
roles = {name: element["/S"][1:] for name, element in elements}
texts = dict.fromkeys(roles, "")
count = 0
for number, page in enumerate(pages(catalog["/Pages"]), 1):
    stream = objects["obj:" + page["/Contents"]]["stream"]
    found = marks(number, base64.b64decode(stream["data"]))
    count += len(found)
    back = get(parents[page["/StructParents"]])
    mine = [owners.get((names[id(page)], i)) for i in range(len(found))]
    if page.get("/Tabs") != "/S":
        fault("page", number, "has no order")
    if back != mine or ([roles.get(name) for name in mine] !=
                        [role for role, _ in found]):
        fault("page", number, "its marks are not those of the tree")
        continue
    for name, (_, text) in zip(mine, found):
        texts[name] += text
if count != len(owned):
    fault("the tree has marks that are on no page")


def span(cell):
    return cell.get("/A", {}).get("/ColSpan", 1)


def kids(element):
    return [get(kid) for kid in parts(element) if isinstance(kid, str)]


for name, table in elements:
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

if len(sys.argv) > 2:
    report = open(sys.argv[2], encoding="utf-8").read()
    for level in 1, 2:
        told = [" ".join(texts[name].split()) for name, element in elements
                if element["/S"] == f"/H{level}"]
        wanted = re.findall(rf"^##{'#' * (level - 1)} (.*)$", report, re.M)
        wanted = [" ".join(title.replace("\\", "").split())
                  for title in wanted]
        if told != wanted or not wanted:
            fault("headings", level, set(told) ^ set(wanted))
    for role, pattern in (("Table", r"^\| :?--"), ("Figure", r"^!\[")):
        wanted = len(re.findall(pattern, report, re.M))
        if list(roles.values()).count(role) != wanted:
            fault(role, list(roles.values()).count(role), "not", wanted)

print(len(elements), "elements,", count, "marks,", len(faults), "faults")
sys.exit(bool(faults) or count == 0)
