"""Do the pages of a report end where they may? breaks.py FILE.pdf

No page is empty; none ends with a heading, a caption, the head of a table or
the heading of a group, nor with a heading and the paragraph that leads to the
heading below it or to the table on the next page; no paragraph leaves one line on a
page; where a group goes on over a page, its heading is there once more.
"""
import sys

from tagged import Tagged, span

pdf = Tagged(sys.argv[1])
elements = dict(pdf.elements)
HEADINGS = {"H1", "H2"}
breaks = 0


def fault(number, *words):
    pdf.fault("page", number, *words)


def row_of(name):
    """Name of the row that a cell is in; None: it is no cell."""
    parent = elements[name]["/P"]
    return parent if elements[parent]["/S"] == "/TR" else None


def is_group(row):
    cells = [elements[cell] for cell in pdf.kids(elements[row])]
    return len(cells) == 1 and span(cells[0]) > 1


def text_of(row):
    """What the cells of a row say, on whichever page."""
    cells = set(pdf.kids(elements[row]))
    return "".join(mark.text for page, marks, _ in pdf.pages
                   for i, mark in enumerate(marks)
                   if pdf.owner(page, i) in cells)


def group_over(row):
    """The heading of the group that a row is in; None: it is in none."""
    rows = [kid for kid in pdf.kids(elements[elements[row]["/P"]])
            if elements[kid]["/S"] == "/TR"]
    for before in reversed(rows[:rows.index(row)]):
        if is_group(before):
            return before
    return None


def pages():
    """Names of the elements of the marks, and the marks, of every page."""
    for page, marks, artifacts in pdf.pages:
        yield ([pdf.owner(page, i) for i in range(len(marks))], marks,
               artifacts)


def check_end(number, names, marks, following):
    last = elements[names[-1]]["/S"][1:]
    if last in HEADINGS or last == "Caption":
        fault(number, "ends with", last, marks[-1].text)
    row = row_of(names[-1])
    if row and (last == "TH" or is_group(row)):
        fault(number, "ends with the head", marks[-1].text)
    tail = [mark.role for mark in marks[-2:]]
    below = {"Caption", "TH"} | ({"H2"} if tail[0] == "H1" else set())
    if (tail[0] in HEADINGS and tail[1:] == ["P"] and
            names[-1] != following[0] and
            elements[following[0]]["/S"][1:] in below):
        fault(number, "ends with a heading and", marks[-1].text)


def check_paragraph(number, name, before, after):
    """A paragraph that goes on, with its marks on both pages."""
    rows = [len(set().union(*(mark.rows for mark in marks)))
            for marks in (before, after)]
    if elements[name]["/S"] in ("/P", "/LBody") and 1 in rows:
        fault(number, "parts a line from", before[0].text)


def check_group(number, name, artifacts):
    row = row_of(name)
    if not row or is_group(row):
        return
    group = group_over(row)
    if group and text_of(group).split()[:4] and (
            " ".join(text_of(group).split()[:4]) not in
            " ".join(artifacts.split())):
        fault(number, "goes on without", text_of(group))


held = list(pages())
for number, (names, marks, _) in enumerate(held, 1):
    if not names:
        fault(number, "is empty")
for number, (here, there) in enumerate(zip(held, held[1:]), 1):
    if not here[0] or not there[0]:
        continue
    breaks += 1
    check_end(number, here[0], here[1], there[0])
    both = set(here[0]) & set(there[0])
    for name in both:
        check_paragraph(number, name, *(
            [mark for mark, owner in zip(marks, names) if owner == name]
            for names, marks, _ in (here, there)))
    if not both:
        check_group(number + 1, there[0][0], there[2])
print(breaks, "breaks,", len(pdf.faults), "faults")
sys.exit(bool(pdf.faults) or breaks == 0)
