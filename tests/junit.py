"""Will a server of continuous integration read it? junit.py FILE...

The structure of the JUnit schema that Jenkins publishes (junit-10.xsd), which
GitLab and others read as well: which elements stand in which, in which order,
with which attributes; and that the counts are those of the test cases.
"""
import sys
import xml.etree.ElementTree as ET

# element: (attributes it must have, attributes it may have, children in order)
SCHEMA = {
    "testsuites": ((), ("name", "time", "tests", "failures", "disabled",
                        "errors"), ("testsuite",)),
    "testsuite": (("name", "tests"),
                  ("failures", "errors", "time", "disabled", "skipped",
                   "timestamp", "hostname", "id", "package"),
                  ("properties", "testcase", "system-out", "system-err")),
    "testcase": (("name",), ("assertions", "time", "classname", "status"),
                 ("skipped", "error", "failure", "system-out",
                  "system-err")),
    "failure": ((), ("type", "message"), ()),
    "error": ((), ("type", "message"), ()),
    "skipped": ((), ("message",), ()),
    "system-out": ((), (), ()),
}


def problems(element, path):
    if element.tag not in SCHEMA:
        yield f"{path}: no {element.tag} in JUnit"
        return
    must, may, children = SCHEMA[element.tag]
    for key in must:
        if key not in element.attrib:
            yield f"{path}: no {key}"
    for key in element.attrib:
        if key not in must + may:
            yield f"{path}: {key} should not be there"
    last = 0
    for i, child in enumerate(element):
        place = f"{path}/{child.tag}[{i}]"
        if child.tag not in children:
            yield f"{place}: not in {element.tag}"
            continue
        if children.index(child.tag) < last:
            yield f"{place}: out of order"
        last = children.index(child.tag)
        yield from problems(child, place)


def count(element, tag):
    return len(element.findall(f".//{tag}"))


def miscounted(element, path):
    for key, tag in (("tests", "testcase"), ("failures", "failure"),
                     ("errors", "error"), ("skipped", "skipped")):
        stated = element.get(key)
        if stated is not None and int(stated) != count(element, tag):
            yield f"{path}: {key} is {stated}, not {count(element, tag)}"


def check(path):
    root = ET.parse(path).getroot()
    yield from problems(root, root.tag)
    if root.tag != "testsuites":
        yield f"{root.tag} is no testsuites"
    for element in [root, *root]:
        yield from miscounted(element, element.get("name", element.tag))
    names = [(c.get("classname"), c.get("name"))
             for c in root.iter("testcase")]
    if len(set(names)) < len(names):
        yield "a test case stands twice"


if __name__ == "__main__":
    failed = False
    for name in sys.argv[1:]:
        for text in check(name):
            print(f"{name}: {text}")
            failed = True
    sys.exit(failed)
