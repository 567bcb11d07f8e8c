"""Imports a grading worksheet and a feedback zip as Moodle does.

moodle.py BEFORE.csv AFTER.csv FEEDBACK.zip EXPECTED.json
moodle.py --self-test

Written from Moodle's documented rules, not from hvlab: labels are exact and of
one language, the number stands behind the localised word, cells are read with
PHP's fgetcsv() in which a backslash escapes, rows are passed over silently.
"""
import datetime
import html.parser
import json
import re
import sys
import zipfile

BOM = b"\xef\xbb\xbf"

WORDS = {
    "en": {"id": "Identifier", "grade": "Grade",
           "graded": "Last modified (grade)", "feedback": "Feedback comments",
           "user": "Participant ", "locked": ("Grade can be changed", "No"),
           "decimal": "."},
    "fr": {"id": "Identifiant", "grade": "Note",
           "graded": "Dernière modification (note)",
           "feedback": "Feedback par commentaires", "user": "Participant",
           "locked": ("La note peut être modifiée", "Non"), "decimal": ","},
}
MONTHS = ("January February March April May June July August September "
          "October November December").split()


def fgetcsv(text, delimiter=",", quote='"', escape="\\"):
    """Rows as PHP's fgetcsv() with its default escape character cuts them."""
    rows, row, at = [], [], 0
    while at < len(text):
        cell, quoted = "", text[at] == quote
        if quoted:
            at += 1
            while at < len(text):
                if text[at] == escape and text[at + 1:at + 2] == quote:
                    cell += text[at:at + 2]     # kept, and closes nothing
                    at += 2
                elif text[at:at + 2] == quote * 2:
                    cell += quote
                    at += 2
                elif text[at] == quote:
                    at += 1
                    break
                else:
                    cell += text[at]
                    at += 1
        while at < len(text) and text[at] not in (delimiter, "\n"):
            cell += text[at]
            at += 1
        row.append(cell)
        if at >= len(text) or text[at] == "\n":
            rows.append(row)
            row = []
        at += 1
        if at == len(text) and text[at - 1] == delimiter:
            rows.append(row + [""])
    return rows


def strtotime(text):
    """Of the dates that a worksheet holds PHP reads the English ones."""
    match = re.search(r"(\d+) (\w+) (\d{4}), (\d+):(\d\d) (AM|PM)", text)
    if not match or match[2] not in MONTHS:
        return 0
    hour = int(match[4]) % 12 + 12 * (match[6] == "PM")
    moment = datetime.datetime(int(match[3]), MONTHS.index(match[2]) + 1,
                               int(match[1]), hour, int(match[5]))
    return moment.replace(tzinfo=datetime.timezone.utc).timestamp()


def unformat_float(text, decimal):
    """Moodle's: the decimal sign becomes a point, then PHP casts."""
    text = text.strip().replace(" ", "").replace(decimal, ".")
    if text == "":
        return None
    match = re.match(r"[+-]?\d*\.?\d*", text)
    return float(match[0]) if match[0] not in ("", ".", "+", "-") else 0.0


class Import:
    def __init__(self, data, language, database, maximum, box):
        words = WORDS[language]
        if data.startswith(BOM):
            data = data[3:]
        text = re.sub("\r\n?", "\n", data.decode("utf-8"))
        rows = fgetcsv(text)
        head = rows[0]
        if any(len(row) != len(head) for row in rows):
            raise ValueError("a row has another number of cells")
        try:
            where = {k: head.index(words[k]) for k in ("id", "grade", "graded")}
        except ValueError as missing:
            raise ValueError(f"invalid grade import: {missing}") from None
        feedback = head.index(words["feedback"])
        self.updated, self.comments, self.passed = {}, {}, []
        for row in rows[1:]:
            user = row[where["id"]][len(words["user"]):]
            if user not in database:
                continue
            known = database[user]
            grade = unformat_float(row[where["grade"]], words["decimal"])
            stale = (known["modified"] or 0) > strtotime(
                row[where["graded"]]) + 60
            skip = (grade is None or grade < 0 or grade == known["grade"] or
                    (stale and not box) or known["locked"] or grade > maximum)
            if skip:
                self.passed.append(user)
            else:
                self.updated[user] = grade
            if (box or not stale) and row[feedback] != known["feedback"]:
                self.comments[user] = row[feedback]


def import_zip(path, participants):
    """Feedback files by participant, as the zip importer files them."""
    stored = {}
    with zipfile.ZipFile(path) as archive:
        bad = archive.testzip()
        assert bad is None, f"damaged: {bad}"
        for entry in archive.infolist():
            name = entry.filename.rsplit("/", 1)[-1]
            assert entry.date_time == (1980, 1, 1, 0, 0, 0), entry.filename
            assert ".." not in entry.filename and "\\" not in entry.filename
            assert entry.filename.isascii() or entry.flag_bits & 0x800
            if name[0] in ".~":
                continue
            parts = name.split("_", 4)
            assert len(parts) == 5, f"too few parts: {name}"
            _, user, subtype, plugin, rest = parts
            assert user in participants, f"no participant {user}"
            assert (subtype, plugin) == ("assignfeedback", "file"), name
            stored.setdefault(user, {})[rest] = archive.read(entry)
    return stored


class Tags(html.parser.HTMLParser):
    def __init__(self):
        super().__init__()
        self.tags = []

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)


def same_but(before, after, columns):
    """Everything but these columns is the same, byte for byte."""
    def split(data):
        return fgetcsv(re.sub("\r\n?", "\n", data[3:].decode("utf-8")))
    assert after.startswith(BOM) and before.startswith(BOM), "the BOM is gone"
    assert before.count(b"\r\n") == after.count(b"\r\n"), "line ends changed"
    old, new = split(before), split(after)
    assert len(old) == len(new), "rows came or went"
    for a, b in zip(old, new):
        for i, (x, y) in enumerate(zip(a, b)):
            assert x == y or i in columns, f"{x!r} became {y!r}"


def check(before, after, archive, expected):
    language, words = expected["language"], WORDS[expected["language"]]
    head = fgetcsv(before[3:].decode("utf-8").replace("\r\n", "\n"))[0]
    same_but(before, after, {head.index(words["grade"]),
                             head.index(words["feedback"])})
    for box in (False, True):
        result = Import(after, language, expected["database"],
                        expected["maximum"], box)
        want = expected["with_box" if box else "without_box"]
        assert result.updated == want, (box, result.updated, want)
        for user, comment in result.comments.items():
            tags = Tags()
            tags.feed(comment)
            assert set(tags.tags) <= {"br"}, (user, tags.tags)
            assert "\\" not in comment, (user, comment)
    stored = import_zip(archive, expected["database"])
    assert sorted(stored) == expected["feedback"], sorted(stored)
    print("ok: imported", len(result.updated), "grades,", len(stored), "files")


def self_test():
    """The traps that hvlab must not step into are really there."""
    rows = fgetcsv('a,"b\\",c\nd,"e",f\n')
    assert len(rows) == 1, rows      # the backslash swallowed the next row
    assert fgetcsv('a,"b""c",\n') == [["a", 'b"c', ""]]
    assert unformat_float("15,5", ".") == 15.0      # cut without a word
    assert unformat_float("15.5", ",") == 15.5
    assert strtotime("lundi 12 mai 2025, 13:14") == 0
    assert strtotime("Monday, 12 May 2025, 1:14 PM") == 1747055640
    print("ok: self-test")


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        self_test()
    else:
        with open(sys.argv[1], "rb") as f, open(sys.argv[2], "rb") as g, \
                open(sys.argv[4], encoding="utf-8") as e:
            check(f.read(), g.read(), sys.argv[3], json.load(e))
