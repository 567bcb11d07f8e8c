"""The structure of a tagged PDF, read with qpdf: elements, marks, pages."""
import base64
import json
import re
import subprocess

TOKEN = re.compile(rb"<<.*?>>|<[^>]*>|\((?:\\.|[^\\)])*\)|\[|\]|[^\s<>()\[\]]+",
                   re.S)
DRAWS = {b"Tj", b"TJ", b"'", b'"', b"S", b"s", b"f", b"F", b"f*", b"B", b"B*",
         b"b", b"b*", b"sh", b"Do"}
PARENTS = {"H1": "Document", "H2": "Document", "L": "Document", "LI": "L",
           "Lbl": "LI", "LBody": "LI", "Table": "Document", "TR": "Table",
           "TH": "TR", "TD": "TR", "Figure": "Document", "P": "Document",
           "TOC": "Document", "TOCI": "TOC"}


class Mark:
    """A piece of a page; `rows` are the heights of its texts."""

    def __init__(self, role):
        self.role, self.text, self.rows = role, "", set()


class Tagged:
    """`elements` is names with elements in order, `owned` is page, number and
    element of every mark, `pages` is (page, marks, artifacts) in order, where
    artifacts is the text of all of them."""

    def __init__(self, path):
        run = subprocess.run(["qpdf", "--json", "--json-stream-data=inline",
                              "--decode-level=generalized", path],
                             check=True, capture_output=True)
        whole = json.loads(run.stdout)
        self.objects = whole["qpdf"][1]
        self.outlines = whole["outlines"]
        self.faults, self.owned, self.pages = [], [], []
        trailer = self.objects["trailer"]["value"]
        self.catalog = self.get(trailer["/Root"])
        self.root_name = self.catalog["/StructTreeRoot"]
        self.root = self.get(self.root_name)
        self.elements = list(self.walk(self.root["/K"], (self.root_name, "")))
        for number, page in enumerate(self.leaves(self.catalog["/Pages"]), 1):
            stream = self.objects["obj:" + page["/Contents"]]["stream"]
            marks, artifacts = self.read(number,
                                         base64.b64decode(stream["data"]))
            self.pages.append((page, marks, artifacts))
        self.names = {id(held["value"]): name[4:]
                      for name, held in self.objects.items()
                      if "value" in held}
        self.owners = {(page, mcid): name for page, mcid, name in self.owned}

    def fault(self, *words):
        self.faults.append(words)
        print(*words)

    def get(self, value):
        """The value itself, of an object."""
        if isinstance(value, str) and re.fullmatch(r"\d+ \d+ R", value):
            return self.objects["obj:" + value]["value"]
        return value

    def leaves(self, node):
        node = self.get(node)
        if node["/Type"] == "/Page":
            yield node
        for kid in node.get("/Kids", []):
            yield from self.leaves(kid)

    def parts(self, element):
        held = element.get("/K", [])
        return held if isinstance(held, list) else [held]

    def kids(self, element):
        return [kid for kid in self.parts(element) if isinstance(kid, str)]

    def walk(self, name, parent):
        """Elements below `name`, in order; notes whose every mark is."""
        element = self.get(name)
        role = element["/S"][1:]
        if element["/P"] != parent[0]:
            self.fault(name, "has another parent than", parent)
        if PARENTS.get(role, parent[1]) != parent[1]:
            self.fault(name, role, "in", parent[1])
        yield name, element
        for kid in self.parts(element):
            if isinstance(kid, int):
                self.owned.append((element["/Pg"], kid, name))
            elif isinstance(kid, dict):
                self.owned.append((kid["/Pg"], kid["/MCID"], name))
            else:
                yield from self.walk(kid, (name, role))

    def owner(self, page, index):
        """Name of the element of a mark; None: of none."""
        return self.owners.get((self.names[id(page)], index))

    def read(self, number, content):
        """The marks of a page by their number, and what artifacts say."""
        found, inside, text, states = [], None, False, []
        before, artifacts, height = [b"", b""], "", b""
        for match in TOKEN.finditer(content):
            token = match.group()
            if token in (b"BDC", b"BMC"):
                if inside or text:
                    self.fault("page", number, "a mark inside another")
                inside = role
                if token == b"BDC":
                    mcid = int(re.search(rb"/MCID (\d+)", before[1])[1])
                    if mcid != len(found):
                        self.fault("page", number, "mark", mcid, "in disorder")
                    found.append(Mark(role.decode()[1:]))
            elif token == b"EMC":
                if not inside or text:
                    self.fault("page", number, "an end without a mark")
                inside = None
            elif token in (b"BT", b"ET"):
                text = token == b"BT"
            elif token == b"q":
                states.append(inside)
            elif token == b"Q" and states.pop() != inside:
                self.fault("page", number, "a mark over the end of a state")
            elif token in DRAWS and not inside:
                self.fault("page", number, "drawn outside of any mark:", before)
            elif token == b"Td":
                height = before[1]
            elif token == b"Tj":  # UTF-16
                said = bytes.fromhex(before[1][1:-1].decode()).decode(
                    "utf-16-be")
                if inside == b"/Artifact":
                    artifacts += said + " "
                else:
                    found[-1].text += said
                    found[-1].rows.add(height)
            if token.startswith(b"/"):
                role = token
            before = [before[1], token]
        if inside or states:
            self.fault("page", number, "a mark or a state left open")
        return found, artifacts


def span(cell):
    return cell.get("/A", {}).get("/ColSpan", 1)
