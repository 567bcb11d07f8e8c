"""Archives and office documents, sound and otherwise, put together in memory.

Archives that Python cannot write (rar, 7z) are put together byte by byte,
without compression.
"""
import io
import struct
import tarfile
import zipfile
import zlib


class RawName(zipfile.ZipInfo):
    """A name of bytes, without the flag that says UTF-8."""

    raw = b""

    def _encodeFilenameFlags(self):
        return self.raw, self.flag_bits


def zipped(entries):
    """entries: (name, bytes); a name of bytes is stored as it is."""
    data = io.BytesIO()
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries:
            if isinstance(name, bytes):
                info = RawName(repr(name), (2026, 1, 1, 0, 0, 0))
                info.raw = name
            else:
                info = zipfile.ZipInfo("x", (2026, 1, 1, 0, 0, 0))
                info.filename = name  # "\" stays
            info.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(info, content)
    return data.getvalue()


def tarred(entries, mode="w"):
    data = io.BytesIO()
    with tarfile.open(fileobj=data, mode=mode) as archive:
        for name, content in entries:
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    return data.getvalue()


def rar4(entries):
    def block(kind, flags, rest, data=b""):
        body = struct.pack("<BHH", kind, flags, len(rest) + 7) + rest
        return struct.pack("<H", zlib.crc32(body) & 0xffff) + body + data

    parts = [b"Rar!\x1a\7\0", block(0x73, 0, bytes(6))]
    for name, content in entries:
        name = name.encode()
        parts.append(block(0x74, 0x8000, struct.pack(
            "<IIBIIBBHI", len(content), len(content), 3, zlib.crc32(content),
            0x5a210000, 20, 0x30, len(name), 0o100644) + name, content))
    return b"".join(parts) + block(0x7b, 0x4000, b"")


def vint(number):
    parts = bytearray()
    while number > 127:
        parts.append(number & 127 | 128)
        number >>= 7
    return bytes(parts) + bytes([number])


def rar5(entries):
    def block(rest, data=b""):
        body = vint(len(rest)) + rest
        return struct.pack("<I", zlib.crc32(body)) + body + data

    parts = [b"Rar!\x1a\7\1\0", block(vint(1) + vint(0) + vint(0))]
    for name, content in entries:
        name = name.encode()
        parts.append(block(
            vint(2) + vint(2) + vint(len(content)) + vint(4) +
            vint(len(content)) + vint(0o100644) +
            struct.pack("<I", zlib.crc32(content)) + vint(0) + vint(1) +
            vint(len(name)) + name, content))
    return b"".join(parts) + block(vint(5) + vint(0) + vint(0))


def seven(entries):
    def number(value):
        return bytes([value]) if value < 128 else b"\xff" + struct.pack("<Q", value)

    contents = [content for _, content in entries]
    packed = b"".join(contents)
    names = b"\0" + b"".join(
        name.encode("utf-16le") + b"\0\0" for name, _ in entries)
    header = (
        b"\x01\x04" +
        b"\x06" + number(0) + number(1) + b"\x09" + number(len(packed)) + b"\0" +
        b"\x07\x0b" + number(1) + b"\0" + b"\x01\x01\x00" +
        b"\x0c" + number(len(packed)) + b"\0" +
        b"\x08\x0d" + number(len(entries)) + b"\x09" +
        b"".join(number(len(c)) for c in contents[:-1]) + b"\x0a\x01" +
        b"".join(struct.pack("<I", zlib.crc32(c)) for c in contents) + b"\0\0" +
        b"\x05" + number(len(entries)) + b"\x11" + number(len(names)) + names +
        b"\0\0")
    start = struct.pack("<QQI", len(packed), len(header), zlib.crc32(header))
    return (b"7z\xbc\xaf\x27\x1c\0\4" + struct.pack("<I", zlib.crc32(start)) +
            start + packed + header)


def encrypted(data):
    data = bytearray(data)
    for mark, at in ((b"PK\3\4", 6), (b"PK\1\2", 8)):
        place = data.find(mark)
        while place >= 0:
            data[place + at] |= 1
            place = data.find(mark, place + 4)
    return bytes(data)


def lying(data, size):
    """Both headers state another size of the only entry."""
    data = bytearray(data)
    for mark, at in ((b"PK\3\4", 22), (b"PK\1\2", 24)):
        struct.pack_into("<I", data, data.find(mark) + at, size)
    return bytes(data)


def bad_checksum(data):
    data = bytearray(data)
    for mark, at in ((b"PK\3\4", 14), (b"PK\1\2", 16)):
        data[data.find(mark) + at] ^= 0x55
    return bytes(data)


def broken(data, word):
    """The packed bytes behind the first header that holds the word."""
    at = data.index(word) + len(word) + 40
    return data[:at] + b"\xff" * 40 + data[at + 40:]


def overlapping(content, copies):
    """Many entries of the directory, one place in the file."""
    one = zipped([("a", content)])
    directory = one.index(b"PK\1\2")
    end = one.index(b"PK\5\6")
    entries = b"".join(
        one[directory:directory + 46] + bytes([97 + i % 26])
        for i in range(copies))
    return one[:directory] + entries + struct.pack(
        "<IHHHHIIH", 0x06054b50, 0, 0, copies, copies, len(entries),
        directory, 0)


W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def docx(body, doctype=""):
    return zipped([
        ("[Content_Types].xml", b"<Types/>"),
        ("word/document.xml", ('<?xml version="1.0" encoding="UTF-8"?>' + doctype +
         f"<w:document {W}><w:body>{body}</w:body></w:document>").encode())])


def word_cell(*runs, properties=""):
    return (f"<w:tc><w:tcPr>{properties}</w:tcPr><w:p>" +
            "".join(f"<w:r><w:t>{run}</w:t></w:r>" for run in runs) + "</w:p></w:tc>")


O = ('xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
     'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" '
     'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"')


def odt_cell(text, attributes=""):
    return f"<table:table-cell{attributes}><text:p>{text}</text:p></table:table-cell>"


# -- spreadsheets --

def column(index):
    letters = ""
    while index >= 0:
        letters = chr(65 + index % 26) + letters
        index = index // 26 - 1
    return letters


class Number(float):
    """With a style of xlsx(): 0 as it is, 1 "0.0%", 2 "0.00", 3 a date, 4
    "0.0 ms"; `formula`: computed, None: without a stored result."""

    style, formula = 0, False

    def __new__(cls, value, style=0, formula=False):
        self = float.__new__(cls, 0 if value is None else value)
        self.style, self.formula, self.value = style, formula, value
        return self


STYLES = ('<styleSheet><numFmts><numFmt numFmtId="164" formatCode="0.0%"/>'
          '<numFmt numFmtId="165" formatCode="0.0&quot; ms&quot;"/></numFmts>'
          '<cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs>'
          '<xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="2"/>'
          '<xf numFmtId="14"/><xf numFmtId="165"/></cellXfs></styleSheet>')


def xml(text):
    return text.replace("&", "&amp;").replace("<", "&lt;").replace('"', "&quot;")


def element(name, inside):
    return f"<{name}>{inside}</{name}>"


def xlsx(sheets, more=()):
    """sheets: (name, rows); rows: lists of None, text, bool or Number. Words
    are shared, every third one is in its cell; empty rows are left out."""
    words, parts = [], []

    def cell(place, value):
        if value is None or value == "":
            return ""
        if isinstance(value, bool):
            return f'<c r="{place}" t="b"><v>{int(value)}</v></c>'
        if isinstance(value, Number):
            formula = "<f>1+1</f>" if value.formula else ""
            stored = "" if value.value is None else f"<v>{float(value)!r}</v>"
            return f'<c r="{place}" s="{value.style}">{formula}{stored}</c>'
        if len(words) % 3 == 2:
            words.append("")
            return (f'<c r="{place}" t="inlineStr"><is><r><t>{xml(value[:3])}</t>'
                    f"</r><r><t>{xml(value[3:])}</t></r></is></c>")
        words.append(value)
        return f'<c r="{place}" t="s"><v>{len(words) - 1}</v></c>'
    for number, (_, rows) in enumerate(sheets, 1):
        lines = "".join(
            f'<row r="{y}">' + "".join(cell(f"{column(x)}{y}", value)
                                       for x, value in enumerate(row)) + "</row>"
            for y, row in enumerate(rows, 1) if row)
        parts.append((f"xl/worksheets/sheet{number}.xml", element(
            "worksheet", '<dimension ref="A1:XFD1048576"/>' +
            element("sheetData", lines)).encode()))
    book = "".join(f'<sheet name="{xml(name)}" sheetId="{i}" r:id="rId{i}"/>'
                   for i, (name, _) in enumerate(sheets, 1))
    links = "".join(f'<Relationship Id="rId{i}" Target="worksheets/sheet{i}.xml"/>'
                    for i in range(1, len(sheets) + 1))
    shared = "".join(f"<si><t>{xml(word[:2])}</t><rPh><t>zz</t></rPh></si>"
                     if len(word) < 3 else
                     f"<si><r><t>{xml(word[:2])}</t></r><r><t>{xml(word[2:])}</t></r></si>"
                     for word in words)
    return zipped([
        ("[Content_Types].xml", b"<Types/>"), *parts,
        ("xl/workbook.xml", element("workbook", element("sheets", book)).encode()),
        ("xl/_rels/workbook.xml.rels", f"<Relationships>{links}</Relationships>".encode()),
        ("xl/styles.xml", STYLES.encode()),
        ("xl/sharedStrings.xml", f"<sst>{shared}</sst>".encode()), *more])


def ods(sheets):
    """The same; a million empty rows and columns fill every sheet up."""
    def cell(value):
        if value is None or value == "":
            return "<table:table-cell/>"
        if isinstance(value, bool):
            return ('<table:table-cell office:value-type="boolean" office:boolean-value='
                    f'"{str(value).lower()}"><text:p>VRAI</text:p></table:table-cell>')
        if isinstance(value, Number):
            formula = ' table:formula="of:=1+1"' if value.formula else ""
            if value.value is None:
                return f"<table:table-cell{formula}/>"
            number, kind = float(value), "date" if value.style == 3 else "float"
            text = (f"{number * 100:.1f} %", f"{number:.2f}", "10/05/25",
                    f"{number:.1f} ms")[value.style - 1] if value.style else (
                        f"{number:.15g}")
            return (f'<table:table-cell{formula} office:value-type="{kind}" office:value='
                    f'"{number!r}"><text:p>{text.replace(".", ",")}</text:p>'
                    "</table:table-cell>")
        return "<table:table-cell>" + "".join(
            f"<text:p>{xml(line)}</text:p>" for line in value.split("\n")
        ) + "</table:table-cell>"
    tables = "".join(
        f'<table:table table:name="{xml(name)}">' + "".join(
            "<table:table-row>" + "".join(map(cell, row)) +
            '<table:table-cell table:number-columns-repeated="16000"/></table:table-row>'
            for row in rows) +
        '<table:table-row table:number-rows-repeated="1048000"><table:table-cell '
        'table:number-columns-repeated="16384"/></table:table-row></table:table>'
        for name, rows in sheets)
    return zipped([
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", (f"<office:document-content {O}><office:body><office:spreadsheet>"
                         f"{tables}</office:spreadsheet></office:body>"
                         "</office:document-content>").encode())])
