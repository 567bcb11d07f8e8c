"""What students hand in, sound and otherwise, into a folder.

python3 tests/submissions.py FOLDER: one file per case of test_grade_input.c.
"""
import gzip
import io
import os
import sys
import tarfile
import warnings
import zipfile

from packs import (Number, O, bad_checksum, broken, docx, encrypted, lying, ods,
                   odt_cell, overlapping, rar4, rar5, seven, tarred, word_cell, xlsx,
                   zipped)

warnings.filterwarnings("ignore", "Duplicate name")  # one of the cases
LOG = open("fixtures/lab/qemu/run1/sysbench-cpu-20000.txt", "rb").read()
SHEET = """# TP6

### 2.2 – Test CPU

**Noter les résultats :**

| Métrique | Proxmox | XCP-ng |
|----------|---------|--------|
| **Events per second** | 1\u202f802,35 | 1750.10 |
| **Latency (avg)** | 1,11 | \\| |

- [x] Vous avez exécuté tous les tests
- [ ] Vous avez choisi
""".encode()
FILES = {"logs/cpu.txt": LOG, "feuille.md": SHEET}
out = sys.argv[1]
os.makedirs(out, exist_ok=True)


def special():
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode="w") as archive:
        for name, kind in (("link", tarfile.SYMTYPE), ("hard", tarfile.LNKTYPE),
                           ("pipe", tarfile.FIFOTYPE), ("disk", tarfile.BLKTYPE)):
            info = tarfile.TarInfo(name)
            info.type = kind
            info.linkname = "/etc/passwd"
            archive.addfile(info)
        info = tarfile.TarInfo("cpu.txt")
        info.size = len(LOG)
        archive.addfile(info, io.BytesIO(LOG))
    return data.getvalue()


DOCX = docx(
    '<w:p><w:pPr><w:pStyle w:val="Titre2"/></w:pPr><w:r><w:t>2.2 – Test </w:t></w:r>'
    "<w:r><w:t>CPU</w:t></w:r></w:p>"
    "<w:p><w:r><w:t>Noter les </w:t><w:tab/><w:t>résultats :</w:t></w:r></w:p>"
    "<w:tbl><w:tr><w:trPr><w:tblHeader/></w:trPr>" +
    word_cell("Métrique") + word_cell("Prox", "mox") + word_cell("XCP-", "ng") +
    "</w:tr><w:tr>" + word_cell("Events per", " second") +
    word_cell("1\u202f8", "02,35") + word_cell("17", "50.10") + "</w:tr><w:tr>" +
    word_cell("Latency (avg)") + word_cell("1,", "11") + word_cell("|") +
    "</w:tr></w:tbl>"
    "<w:p><w:r><w:t>☒</w:t></w:r><w:r><w:t xml:space=\"preserve\"> Vous avez exécuté tous "
    "les tests</w:t></w:r></w:p>"
    "<w:p><w:r><w:fldChar><w:ffData><w:checkBox><w:default w:val=\"0\"/></w:checkBox>"
    "</w:ffData></w:fldChar><w:t xml:space=\"preserve\"> Vous avez choisi</w:t></w:r></w:p>")
BOMB = "".join(f'<!ENTITY e{i} "{("&e%d;" % (i - 1)) * 10 if i else "ha"}">'
               for i in range(12))
DOCTYPE = docx("<w:p><w:r><w:t>&e11;</w:t></w:r></w:p>", f"<!DOCTYPE x [{BOMB}]>")

ODT = zipped([
    ("mimetype", b"application/vnd.oasis.opendocument.text"),
    ("content.xml", (
        f"<office:document-content {O}><office:body><office:text>"
        "<text:h>2.2 – Test<text:s text:c=\"3\"/>CPU</text:h>"
        "<text:p>Noter les <text:span>résul</text:span>tats :</text:p>"
        "<table:table><table:table-header-rows><table:table-row>" +
        odt_cell("Métrique") + odt_cell("Proxmox") + odt_cell("XCP-ng") +
        "</table:table-row></table:table-header-rows><table:table-row>" +
        odt_cell("Events <text:span>per</text:span> second") +
        odt_cell("1\u202f802,<text:span>35</text:span>") + odt_cell("1750.10") +
        "</table:table-row><table:table-row>" + odt_cell("Latency (avg)") +
        odt_cell("1,11") + odt_cell("|") +
        '<table:table-cell table:number-columns-repeated="1000000"/>'
        "</table:table-row></table:table>"
        "<text:p>☑ Vous avez exécuté tous les tests</text:p>"
        "<text:p>☐ Vous avez choisi</text:p>"
        "</office:text></office:body></office:document-content>").encode())])


def word_box(text, ticked, shown):
    """A content control, whatever sign stands in it."""
    return ('<w:p><w:sdt><w:sdtPr><w14:checkbox><w14:checked w14:val="'
            f'{ticked}"/><w14:checkedState w14:val="0052" w14:font="Wingdings 2"/>'
            f"</w14:checkbox></w:sdtPr><w:sdtContent><w:r>{shown}</w:r></w:sdtContent>"
            f'</w:sdt><w:r><w:t xml:space="preserve"> {text}</w:t></w:r></w:p>')


def word_field(text, state):
    """A form field of old."""
    return ("<w:p><w:r><w:fldChar><w:ffData><w:name w:val=\"c\"/><w:checkBox>"
            f"<w:sizeAuto/>{state}</w:checkBox></w:ffData></w:fldChar>"
            f"</w:r><w:r><w:instrText> FORMCHECKBOX </w:instrText></w:r>"
            f"<w:r><w:t>{text}</w:t></w:r></w:p>")


PLACEHOLDER = ('<w:sdt><w:sdtPr><w:showingPlcHdr/><w:text/></w:sdtPr><w:sdtContent>'
               "<w:r><w:t>Cliquez ici</w:t></w:r></w:sdtContent></w:sdt>")
WORD_FORM = docx(
    word_box("a", 1, "<w:t>☒</w:t>") + word_box("b", 0, "<w:t>☐</w:t>") +
    word_box("c", 1, '<w:sym w:font="Wingdings 2" w:char="F052"/>') +
    word_box("d", 1, "<w:t></w:t>") +
    word_field("e", '<w:default w:val="0"/><w:checked/>') +
    word_field("f", '<w:default w:val="1"/><w:checked w:val="0"/>') +
    word_field("g", '<w:default w:val="1"/>') +
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>M</w:t></w:r></w:p></w:tc>"
    f"<w:tc><w:p>{PLACEHOLDER}</w:p></w:tc>"
    "<w:sdt><w:sdtPr><w:text/></w:sdtPr><w:sdtContent>" + word_cell("1,5") +
    "</w:sdtContent></w:sdt></w:tr></w:tbl>")


def open_box(name, ticked, label=""):
    return (f'<form:checkbox form:id="{name}" form:label="{label}"'
            f' form:current-state="{ticked}"/>')


def shown(name):
    return f'<draw:control draw:control="{name}"/>'


OPEN_FORM = zipped([
    ("mimetype", b"application/vnd.oasis.opendocument.text"),
    ("content.xml", (
        f"<office:document-content {O}><office:body><office:text><office:forms>"
        "<form:form>" + open_box("k1", "checked", "a") + open_box("k2", "unchecked") +
        '<form:text form:id="k3" form:current-value="1,5"/></form:form></office:forms>'
        f"<text:p>{shown('k1')}</text:p><text:p>{shown('k2')}b</text:p>"
        '<text:p><loext:content-control loext:checkbox="true" loext:checked="true">'
        "☐</loext:content-control> c</text:p>"
        '<text:p><loext:content-control loext:checkbox="true" loext:checked="true"/>'
        " d</text:p>"
        '<text:p><field:fieldmark field:type="vnd.oasis.opendocument.field.FORMCHECKBOX">'
        '<field:param field:name="Checkbox_Checked" field:value="true"/>'
        "</field:fieldmark> e</text:p><text:p>☐ f</text:p><text:p>\uf0fe g</text:p>"
        "<table:table><table:table-row>" + odt_cell("M") + odt_cell(
            '<loext:content-control loext:showing-place-holder="true">Cliquez'
            "</loext:content-control>") + odt_cell(shown("k3")) +
        "</table:table-row></table:table>"
        "</office:text></office:body></office:document-content>").encode())])


def layout(kind):
    """The same class in each of Moodle's layouts."""
    between = {"new": "/", "old": "_/", "flat": "_"}[kind]
    online = b"<p>Mon <b>analyse</b></p>"
    owners = [("Élodie O'Neil, \"x\"_101", FILES), ("Jean Martin_102", FILES),
              ("Jean Martin_103", {"cpu.txt": LOG}),
              ("Participant_104", {"vide.txt": b""}),
              ("Groupe A_7", {"cpu.txt": LOG}), ("=cmd_105", {"cpu.txt": LOG}),
              ("Default group", {"cpu.txt": LOG})]
    entries = []
    for owner, files in owners:
        for name, content in files.items():
            name = name.replace("logs/", "")
            entries.append((f"{owner}_assignsubmission_file{between}{name}", content))
        if "101" in owner:
            entries.append((f"{owner}_assignsubmission_onlinetext{between}"
                            "onlinetext.html", online))
    return entries


def nested(levels):
    data = zipped([("fond.txt", LOG)])
    for level in range(levels, 0, -1):
        data = zipped([(f"n{level}.txt", b"niveau %d\n" % level),
                       (f"a{level}.zip", data)])
    return data


def save(name, data):
    path = os.path.join(out, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def tree(folder, entries):
    for name, content in entries:
        save(os.path.join(folder, name), content)


def crowd(students):
    """Ten files each."""
    return [(f"Étudiant {i:05d}_{5000 + i}_assignsubmission_file/f{j}.txt",
             b"%d %d\n" % (i, j)) for i in range(students) for j in range(10)]


items = list(FILES.items())
for kind in "new", "old", "flat":
    save(f"{kind}.zip", zipped(layout(kind)))
tree("unpacked/TP6-12", layout("new"))
tree("plain/Ana", FILES.items())
save("plain/Bob.tar.xz", tarred(items, "w:xz"))
save("plain/notes.csv", b"a,b\n")
os.makedirs(os.path.join(out, "plain/Zoe"), exist_ok=True)
os.mkfifo(os.path.join(out, "plain/Ana/tube"))
os.symlink("/etc/passwd", os.path.join(out, "plain/Ana/lien"))
save("class-bomb.zip", zipped([
    ("A_1_assignsubmission_file/b.zip", zipped([("zero.txt", bytes(64 << 20))])),
    ("A_1_assignsubmission_file/cpu.txt", LOG),
    ("B_2_assignsubmission_file/cpu.txt", LOG),
    ("C_3_assignsubmission_file/long.txt", b"a" * (20 << 20)),
    ("D_4_assignsubmission_file/cpu.txt", LOG)]))
save("class-broken.zip", broken(zipped([
    (f"{name}_{i}_assignsubmission_file/{file}.txt", LOG)
    for i, name in enumerate("ABC") for file in "xyz"]), b"A_0_assignsubmission_file/y.txt"))
save("crowd1.zip", zipped(crowd(100)))
save("crowd10.zip", zipped(crowd(1000)))
tree("crowd", crowd(1000))

save("sound.zip", zipped(items))
save("sound.tar", tarred(items))
for kind in "gz", "bz2", "xz":
    save(f"sound.tar.{kind}", tarred(items, f"w:{kind}"))
save("sound.7z", seven(items))
save("sound4.rar", rar4(items))
save("sound5.rar", rar5(items))
save("cp850.zip", zipped([("logs/Métrique É.txt".encode("cp850"), LOG),
                          ("cp1252 é.txt".encode("cp1252"), LOG),
                          ("utf8 é.txt".encode(), LOG)]))
save("nested.zip", nested(3))
save("bomb.zip", zipped([("zero.txt", bytes(64 << 20)), ("cpu.txt", LOG)]))
save("lying.zip", lying(zipped([("zero.txt", bytes(50 << 20))]), 10))
save("overlap.zip", overlapping(bytes(1 << 20), 2000))
save("traversal.zip", zipped([(name, b"x\n") for name in (
    "../../evil1.txt", "/evil2.txt", "C:\\evil3.txt", "a\\b.txt", "ok/../evil4.txt",
    "\\\\server\\share\\evil5.txt", "...", "/")]))
save("special.tar", special())
save("encrypted.zip", encrypted(zipped(items)))
save("truncated.zip", zipped(items)[:400])
save("truncated.tar.gz", tarred(items, "w:gz")[:400])
save("log.gz", gzip.compress(LOG))
save("twice.gz", gzip.compress(LOG[:300]) + gzip.compress(LOG[300:]) + b"rest")
save("cut.gz", gzip.compress(LOG)[:-200])
save("page.log", b"<!DOCTYPE html>\n<html><body>404</body></html>\n")
save("checksum.zip", bad_checksum(zipped(items)))
save("mtree.zip", b"#mtree\n./passwd type=file contents=/etc/passwd\n")
save("junk.zip", zipped([("__MACOSX/._cpu.txt", b"x"), (".DS_Store", b"x"),
                         ("a/Thumbs.db", b"x"), ("~$rapport.docx", b"x")]))
save("twice.zip", zipped([("cpu.txt", b"first\n"), ("cpu.txt", LOG)]))
save("many.zip", zipped([(f"f{i}", b"x\n") for i in range(10000)]))
save("long.zip", zipped([("n" * 2000, b"x\n"), ("cpu.txt", LOG)]))
save("sheet.docx", DOCX)
save("sheet.odt", ODT)
save("doctype.docx", DOCTYPE)
save("form.docx", WORD_FORM)
save("form.odt", OPEN_FORM)
save("damaged.docx", docx("<w:p><w:r>"))
save("sheet.md", SHEET)
text = SHEET.decode()
save("bom.md", b"\xef\xbb\xbf" + SHEET.replace(b"\n", b"\r\n"))
save("utf16.md", text.replace("\n", "\r\n").encode("utf-16"))
save("utf16le.md", text.encode("utf-16le"))
save("mojibake.md", SHEET.decode("cp1252").encode())
save("cp1252.md", text.replace("\u202f", "\u00a0").encode("cp1252"))
save("utf16.txt", LOG.decode().replace("\n", "\r\n").encode("utf-16"))
save("utf16le.txt", LOG.decode().encode("utf-16le"))
save("diapos.pptx", zipped([("[Content_Types].xml", b"<Types/>"),
                            ("ppt/presentation.xml", b"<x/>")]))
save("diapos.odp", zipped([
    ("mimetype", b"application/vnd.oasis.opendocument.presentation"),
    ("content.xml", b"<x/>")]))
SHEETS = [
    ("CPU & <co>", [
        ["2.2 – Test CPU"], ["Noter les résultats :"],
        ["Métrique", "Proxmox", "XCP-ng", "Gagnant"],
        ["Events per second", Number(1802.3499999999999), Number(0.1 + 0.2),
         Number(0.031, 1)],
        ["Total time"],
        ["Latency (avg)", Number(1.115, 2), Number(1.14, 4, True), Number(None, 0, True)],
        ["3.1 – Mémoire"], [None, "Date", Number(45787, 3)], [],
        [True, "Vous avez choisi"], ["☐ Vous avez comparé"]]),
    ("Proxmox", [[line] for line in LOG.decode().splitlines()])]
PICTURES = [("xl/media/image1.png", b"x"), ("xl/media/image2.png", b"y")]
save("cells.xlsx", xlsx(SHEETS, PICTURES))
save("cells.ods", ods(SHEETS))
BOOK = xlsx([("F", [["a", Number(1)]])])


def rebuilt(name, change):
    """The little workbook with one part changed."""
    with zipfile.ZipFile(io.BytesIO(BOOK)) as archive:
        return zipped([(part, change(archive.read(part)) if part.endswith(name)
                        else archive.read(part)) for part in archive.namelist()])


save("doctype.xlsx", rebuilt("sharedStrings.xml", lambda data: (
    f"<!DOCTYPE x [{BOMB}]>".encode() + data.replace(b"<t>a", b"<t>&e11;"))))
save("far.xlsx", rebuilt("sheet1.xml", lambda data: data.replace(
    b"</sheetData>", b'<row r="1048576"><c r="XFD1048576"><v>1</v></c>'
    b'<c r="B1048576"><v>2</v></c></row><row r="99999999999999"><c r="ZZZZZZZZ9"/>'
    b'<c r="C9" t="s"><v>77</v></c></row></sheetData>')))
save("crowded.xlsx", rebuilt("sheet1.xml", lambda data: data.replace(
    b"</sheetData>", b"".join(b"<row><c><v>%d</v></c><c><v>%d</v></c></row>" % (
        i * 7919 % 99991, i * 104729 % 99989) for i in range(60000)) +
    b"</sheetData>")))
save("lost.xlsx", rebuilt("workbook.xml.rels", lambda data: b"<Relationships/>"))
save("repeated.ods", zipped([
    ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
    ("content.xml", b'<table:table table:name="F"><table:table-row '
     b'table:number-rows-repeated="1000000"><table:table-cell '
     b'table:number-columns-repeated="1000000"><text:p>x</text:p></table:table-cell>'
     b"</table:table-row></table:table>")]))
for name, part in (("sheet.docx", "word/document.xml"), ("sheet.odt", "content.xml"),
                   ("doctype.docx", "word/document.xml"),
                   ("form.docx", "word/document.xml"), ("form.odt", "content.xml"),
                   ("cells.ods", "content.xml"), ("cells.xlsx", "xl/worksheets/sheet1.xml"),
                   ("cells.xlsx", "xl/styles.xml")):
    with zipfile.ZipFile(os.path.join(out, name)) as archive:
        save(f"{name}-{part.rpartition('/')[2]}", archive.read(part))
save("page.html", b"""<h3>2.2&nbsp;CPU</h3><p>Noter&#160;:<br>[x] fait
<table border='1'><tr><th>M&eacute;trique<th>P<tr><td colspan=2><b>x</b><td><p>1
</table><input type="checkbox" checked> tests<img src=x><script>x</script>""")
