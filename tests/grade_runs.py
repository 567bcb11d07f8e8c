"""Small classes for what needs a run of its own, and looks at what came out.

grade_runs.py make WHAT FOLDER [ARGUMENT]
grade_runs.py look WHAT FOLDER...
grade_runs.py stop SECONDS OUT COUNT COMMAND...  kills it over COUNT results
grade_runs.py measure NAME MIB COMMAND...        CPU and memory as a comment;
                                                 fails above so much memory
"""
import csv
import filecmp
import glob
import io
import json
import os
import re
import signal
import subprocess
import sys
import time
import zipfile

import grade_class as c
from moodle import fgetcsv
from packs import zipped

LATE = "Remis pour évaluation - En retard de "
MANUAL = ["id", "criterion", "points", "comment", "by", "date", "basis"]
BY_HAND = ["e6_2", "e7", "e8_10", "e9_11"]


def save(path, data):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


def read(path):
    with open(path, "rb") as file:
        return file.read()


def rows_of(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def result_of(out, student):
    return json.loads(read(f"{out}/results/{student}.json"))


def points_of(out, student):
    return {m["criterion"]: m["points"]
            for m in result_of(out, student)["marks"]}


def honest(number, name=None):
    return c.Student(number, name or f"Étudiante {number}",
                     c.drawn_logs(f"run {number}"))


def write_manual(path, rows):
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows([MANUAL] + rows)
    save(path, text.getvalue().encode())


def marked(student, points, comment=""):
    """Rows that complete a student's manual marks."""
    return [[student, criterion, value, comment, "AB", "2025-11-20", ""]
            for criterion, value in zip(BY_HAND, points)]


# -- the classes --

def make_layouts(out, _):
    """The same three students in each of Moodle's layouts and unpacked; flat
    files, for one layout has no folders, in the order a folder gives."""
    students = [honest(i) for i in (101, 102, 103)]
    for student in students:
        student.logs = {label.replace("/", "-"): text
                        for label, text in student.logs.items()}
    for layout in c.LAYOUTS:
        save(f"{out}/{layout}.zip",
             zipped(sorted(c.moodle_entries(students, layout))))
    for student in students:
        for name, data in c.moodle_entries([student]):
            save(f"{out}/unpacked/{name}", data)


def make_anonymous(out, _):
    students = [honest(i, "Participant") for i in (201, 202)]
    save(f"{out}/class.zip", zipped(c.moodle_entries(students)))
    save(f"{out}/moodle.csv", c.worksheet(
        [{"id": s.id} for s in students], "en", anonymous=True))


def make_team(out, _):
    """Teams come under their group's number, which is no participant's."""
    teams = [honest(42, "Groupe A"), honest(43, "Groupe B"),
             honest(44, "Groupe par défaut")]
    teams[2].id = ""
    save(f"{out}/class.zip", zipped(c.moodle_entries(teams)))
    save(f"{out}/moodle.csv", c.worksheet(
        [{"id": 301, "name": "Ana Un", "group": "Groupe A"},
         {"id": 302, "name": "Bo Deux", "group": "Groupe A"},
         {"id": 303, "name": "Cy Trois", "group": "Groupe B"},
         {"id": 304, "name": "Di Quatre", "group": "Groupe par défaut"}],
        team=True))


def make_pair(out, _):
    """Two who worked together and say so, and one who did not."""
    students = [honest(i) for i in (401, 402, 403)]
    students[1].logs = students[0].logs
    students[1].sheet = c.Sheet(students[1].logs)
    save(f"{out}/class.zip", zipped(c.moodle_entries(students)))
    save(f"{out}/moodle.csv", c.worksheet(
        [{"id": 401, "name": "Ana", "group": "Binôme 1"},
         {"id": 402, "name": "Bo", "group": "Binôme 1"},
         {"id": 403, "name": "Cy", "group": "Binôme 2"}], team=True))


def make_late(out, extension):
    students = [honest(i) for i in (501, 502, 503, 504)]
    save(f"{out}/class.zip", zipped(c.moodle_entries(students)))
    save(f"{out}/moodle.csv", c.worksheet([
        {"id": 501, "status": LATE + "5 min"},
        {"id": 502, "status": LATE + "2 jours"},
        {"id": 503, "status": LATE + "2 jours"}, {"id": 504}]))
    write_manual(f"{out}/manual.csv", [
        [503, "extension", extension or 2, "", "AB", "2025-11-20", ""]])


NASTY = 'Voir C:\\temp\\\n"cité", <script>alert(1)</script> & co\\'


def make_moodle(out, _):
    """What Moodle has before, and what it must have afterwards."""
    students = [honest(i) for i in (601, 602, 603, 604)]
    dates = {"submitted": "lundi 12 mai 2025, 13:14",
             "graded": "mardi 13 mai 2025, 09:00"}
    save(f"{out}/class.zip", zipped(c.moodle_entries(students)))
    save(f"{out}/moodle.csv", c.worksheet([
        {"id": 601, "name": "Élodie d'Arc", "grade": "15,50",
         "feedback": 'ancien "avis", à revoir', **dates},
        {"id": 602, "name": 'Du "Pont", Jean',
         "submitted": dates["submitted"]},
        {"id": 603, "name": "=cmd|' /C calc'!A0"},
        {"id": 605, "name": "Absent, Toujours",
         "status": "Aucun travail remis"},
        {"id": 604, "name": "Zoé"}]))
    write_manual(f"{out}/manual.csv",
                 marked(601, (1.5, 1, 0.5, 1.5), NASTY) +
                 marked(602, ("1,5", "0,5", 0, 0.5), "Bien.\\") +
                 marked(604, (0, 0, 0, 0)) + marked(603, (1, 1)))

    def row(grade=None, modified=None, feedback=""):
        return {"grade": grade, "modified": modified, "locked": False,
                "feedback": feedback}
    save(f"{out}/expected.json", json.dumps({
        "language": "fr", "maximum": 20,
        "database": {"601": row(15.5, 1747120000, 'ancien "avis", à revoir'),
                     "602": row(), "603": row(), "604": row(), "605": row()},
        "without_box": {"602": 18.0, "604": 15.5},
        "with_box": {"601": 20.0, "602": 18.0, "604": 15.5},
        "feedback": ["601", "602", "603", "604"]}).encode())


def make_again(out, change):
    """Three students; "other": the second hands in another worksheet."""
    students = [honest(i) for i in (701, 702, 703)]
    if change == "other":
        students[1].sheet.analysis = "Tout est pareil. " * 30
        students[1].sheet.cells["network", "", "proxmox"] = "12.3"
    save(f"{out}/class.zip", zipped(c.moodle_entries(students)))
    save(f"{out}/moodle.csv", c.worksheet(
        [{"id": s.id, "name": s.name} for s in students]))


def make_marks(out, _):
    """Every manual mark of the class of `out`, all points."""
    write_manual(f"{out}/marks.csv", [
        row for student in json.loads(read(f"{out}/truth.json"))
        for row in marked(student, (1.5, 1, 0.5, 1.5))])


def make_expected(out, graded):
    """What Moodle has of the class of `out` before and afterwards: nothing of
    whom the teacher has to decide on, all points of the honest."""
    truth = json.loads(read(f"{out}/truth.json"))
    rows = {re.search(r"\d+", row[0])[0]: row for row in fgetcsv(
        read(f"{out}/moodle.csv")[3:].decode())[1:]}
    database, grades = {}, {}
    for student, row in rows.items():
        known = row[4] != ""
        database[student] = {
            "grade": float(row[4].replace(",", ".")) if known else None,
            "modified": 1747120000 if known else None, "locked": False,
            "feedback": row[-1]}
        if student not in truth:
            continue
        result = result_of(graded, student)
        if truth[student].startswith(("honest", "odd")):
            assert result["total"] == 20, (student, result["total"])
        if not result["hold"] and \
                result["total"] != database[student]["grade"]:
            grades[student] = result["total"]
    fresh = {s: g for s, g in grades.items() if not database[s]["modified"]}
    assert len(fresh) < len(grades) < len(truth) < len(rows)
    save(f"{out}/expected.json", json.dumps({
        "language": "fr", "maximum": 20, "database": database,
        "without_box": fresh, "with_box": grades,
        "feedback": sorted(truth)}).encode())


def make_hostile(out, _):
    """A folder of folders: what files systems can hold beside the rest."""
    good = honest(801)
    for label, data in good.entries():
        save(f"{out}/801 bon/{label}", data)
    save(f"{out}/802 sans fin/cpu.txt",
         b"sysbench 1.0.20 (using system LuaJIT 2.1.0-beta3)\n" +
         b"[ 1s ] thds: 2 eps: 91.04 lat (ms,95%): 5.09\n" * 600000)
    save(f"{out}/803 une ligne/fio.txt", b"fio-3.33\n" + b"a" * (30 << 20))
    for i in range(10000):
        save(f"{out}/804 foule/f{i}.txt", b"x\n")
    save(f"{out}/805 tube/cpu.txt", good.entries()[0][1])
    os.mkfifo(f"{out}/805 tube/tube.txt")
    os.symlink("/etc/passwd", f"{out}/805 tube/lien.txt")
    save(f"{out}/806 bombe/bombe.zip",
         zipped([("zero.txt", bytes(64 << 20))]))
    deep = zipped([("cpu.txt", good.entries()[0][1])])
    for _ in range(60):
        deep = zipped([("encore.zip", deep)])
    save(f"{out}/807 puits/puits.zip", deep)
    save(f"{out}/808 tableau/rapport.md",
         b"|a|b|\n|-|-|\n" + b"|1|2|\n" * 900000)
    save(f"{out}/809 cases/rapport.html", b"<table>" * 100000 + b"<td>x")
    os.makedirs(f"{out}/810 vide")


def make_pictures(out, _):
    """Screenshots of 300 students, 2 GiB of them: noise, then zeros, which
    pack well."""
    picture = b"\x89PNG\r\n\x1a\n" + os.urandom(4096) + bytes(7 << 18)
    students = [honest(i) for i in range(1001, 1301)]
    for i, student in enumerate(students):
        student.more = {f"capture{n}.png": picture + bytes([i % 256, n]) * 2000
                        for n in range(4)}
    with zipfile.ZipFile(f"{out}.zip", "w", zipfile.ZIP_DEFLATED,
                         compresslevel=1) as archive:
        for student in students:
            for name, data in c.moodle_entries([student]):
                archive.writestr(name, data)
        size = sum(info.file_size for info in archive.infolist())
    assert size > 2 << 30, size


# -- what came out --

def look_same(one, *others):
    """Two or more folders of output hold the same files, but for `-NAME`
    arguments, in which paths may differ."""
    apart = [name[1:] for name in others if name.startswith("-")]
    for other in [o for o in others if not o.startswith("-")]:
        lists = [sorted(os.path.relpath(os.path.join(base, name), root)
                        for base, _, names in os.walk(root) for name in names)
                 for root in (one, other)]
        # a kill leaves what it was writing beside the files
        lists = [[n for n in names if n not in apart and
                  not re.search(r"\.hvlab-\w{6}$", n)] for names in lists]
        assert lists[0] == lists[1], set(lists[0]) ^ set(lists[1])
        assert len(lists[0]) > 3, lists[0]
        different = [n for n in lists[0] if not filecmp.cmp(
            os.path.join(one, n), os.path.join(other, n), shallow=False)]
        assert not different, different


def look_absent(out, worksheet):
    """The enrolled student without a submission: listed, with their number,
    and nothing changes."""
    before, after = (fgetcsv(read(path)[3:].decode()) for path in (
        worksheet, f"{out}/moodle/worksheet.csv"))
    index = next(i for i, row in enumerate(before) if "1999" in row[0])
    assert before[index] == after[index], after[index]
    assert not glob.glob(f"{out}/feedback/*1999*")
    with zipfile.ZipFile(f"{out}/moodle/feedback.zip") as archive:
        names = archive.namelist()
        assert len(names) == len(before) - 2, names
        assert not [n for n in names if "1999" in n], names
    report = read(f"{out}/class.md").decode().replace("\u2019", "'")
    assert "- **Inscrits qui n'ont rien rendu** – 1\n" in report, report[:300]
    assert f"feuille de Moodle : {len(before) - 1}, dont 1" in re.sub(
        "[\u00a0\u202f]", " ", report)
    assert "| 1999 | Absent Toujours |" in report
    # the totals are those of the others
    assert f"| Rendus notés | {len(before) - 2} |" in report


def look_totals(out):
    """The totals of class.csv as a drawing, its words and a table."""
    rows = rows_of(f"{out}/class.csv")
    totals = [float(row[rows[0].index("total")]) for row in rows[1:]
              if row[2] != "not graded"]
    counts = [sum(2 * i <= t < 2 * i + 2 or (i == 9 and t >= 20)
                  for t in totals) for i in range(10)]
    report = read(f"{out}/class.md").decode()
    table = re.findall(r"(?m)^\| de (\d+) à (?:moins de )?(\d+) \| (\d+) \|",
                       report)
    assert [(int(a), int(b), int(n)) for a, b, n in table] == [
        (2 * i, 2 * i + 2, n) for i, n in enumerate(counts)], (table, counts)
    most = counts.index(max(counts))
    alt = re.search(r"!\[([^]]*)\]\(figures/1-histogram\.svg\)", report)[1]
    assert f"de {2 * most} à moins de {2 * most + 2} : {counts[most]}" in \
        re.sub("[\u00a0\u202f]", " ", alt), alt
    svg = read(f"{out}/figures/1-histogram.svg").decode()
    heights = [float(h) for h in re.findall(
        r'<rect [^>]*height="([\d.]+)"', svg)]
    drawn = [n for n in counts if n]
    bars = heights[-len(drawn):]
    for n, height in zip(drawn, bars):
        assert abs(height / max(bars) - n / max(drawn)) < 0.01, (n, heights)
    assert "#" not in re.sub(r"(?m)^#+ ", "", report), "signs for a drawing"


def look_defused(out):
    """No cell of the copy for people is a formula; Moodle's has the names as
    they were."""
    for row in rows_of(f"{out}/class.csv"):
        for cell in row:
            assert not re.match(r"[=+@\t\r-]", cell) or re.fullmatch(
                r"-?[\d.,]*", cell), cell
    worksheet = fgetcsv(read(f"{out}/moodle/worksheet.csv")[3:].decode())
    assert '=cmd, "x" O\'Neil' in [row[1] for row in worksheet]
    tables = [worksheet] + [rows_of(f"{out}/{name}.csv") for name in (
        "class", "changes", "manual")]
    for table in tables:
        assert {len(row) for row in table} == {len(table[0])}, table[0]
        assert len(table) > 1, table


def look_pending(out, worksheet):
    """Who is to wait for marks by hand stays as he is."""
    before, after = (fgetcsv(read(path)[3:].decode()) for path in (
        worksheet, f"{out}/moodle/worksheet.csv"))
    assert before == after


def grades_of(path):
    rows = fgetcsv(read(path)[3:].decode())
    where = [i for i, head in enumerate(rows[0]) if head in ("Note", "Grade")]
    return {re.search(r"\d+", row[0])[0]: row[where[0]] for row in rows[1:]}


def look_anonymous(out):
    grades = grades_of(f"{out}/moodle/worksheet.csv")
    assert set(grades) == {"201", "202"}
    assert all(re.fullmatch(r"15\.50", g) for g in grades.values()), grades
    rows = fgetcsv(read(f"{out}/moodle/worksheet.csv")[3:].decode())
    assert [row[0] for row in rows[1:]] == [
        "Participant 201", "Participant 202"], rows
    with zipfile.ZipFile(f"{out}/moodle/feedback.zip") as archive:
        for name in archive.namelist():
            assert re.match(r"Participant_20[12]_assignfeedback_file_", name)


def look_team(out):
    grades = grades_of(f"{out}/moodle/worksheet.csv")
    assert grades["301"] == grades["302"] == grades["303"] == "15.50", grades
    assert grades["304"] == "", grades
    with zipfile.ZipFile(f"{out}/moodle/feedback.zip") as archive:
        names = archive.namelist()
        ids = sorted({name.split("_")[1] for name in names})
        assert ids == ["301", "302", "303"], names
        bodies = {name.split("_")[1]: archive.read(name) for name in names}
    assert bodies["301"] == bodies["302"] != bodies["303"]


def look_pair(out):
    report = read(f"{out}/integrity.md").decode()
    assert not re.search(r"40[123](\+40[123])?/", report), report
    for student in 401, 402, 403:
        assert not result_of(out, student)["hold"]


def look_late(out, *penalties):
    got = [result_of(out, i)["penalty"] for i in (501, 502, 503, 504)]
    assert got == [float(p) for p in penalties], got


def look_delta(out, count):
    """The zip holds that many files, and the list of changes tells no more."""
    with zipfile.ZipFile(f"{out}/moodle/feedback.zip") as archive:
        assert len(archive.namelist()) == int(count), archive.namelist()
    changes = rows_of(f"{out}/changes.csv")
    assert changes[0] == ["student", "criterion", "before", "after", "cause"]
    assert (len(changes) > 1) == (int(count) > 0), changes


def look_rubric(out):
    """After the prime limit of one test was changed."""
    changes = rows_of(f"{out}/changes.csv")[1:]
    assert changes, "nothing changed"
    about = {row[1]: row[4] for row in changes}
    assert about["e2_2"] == "rubric", changes
    assert set(about) <= {"e2_2", "total", "depot", "r_cells", "check",
                          "r_win", "r_pct"}, changes
    assert points_of(out, 702)["e6_2"] == 1.5


def look_review(out):
    """Marks given for what the student has handed in before."""
    marks = {m["criterion"]: m for m in result_of(out, 702)["marks"]}
    assert marks["e6_2"]["points"] == 1.5 and marks["e6_2"]["review"]
    assert result_of(out, 702)["human"]
    assert not any(m["review"] for m in result_of(out, 701)["marks"])
    changed = {row[0] for row in rows_of(f"{out}/changes.csv")[1:]}
    assert changed == {"702"}, changed


def look_kept(before, after):
    """A file of the teacher's: old rows first and as they were but for the
    column that says what a mark was given for."""
    old, new = rows_of(before), rows_of(after)
    assert [r[:6] for r in old] == [r[:6] for r in new[:len(old)]]
    assert len(new) >= len(old)


def look_capped(out):
    """More points than a criterion has count as all of them."""
    mark = next(m for m in result_of(out, 701)["marks"]
                if m["criterion"] == "e6_2")
    assert mark["points"] == 1.5 and mark["capped"], mark


def look_prefix(before, after):
    assert read(after).startswith(read(before)), "rows were lost or moved"


def look_hostile(out, around):
    points = points_of(out, glob.glob(f"{out}/results/*801*")[0]
                       .rpartition("/")[2][:-5])
    assert points["depot"] == 1 and points["r_cells"] == 3, points
    results = glob.glob(f"{out}/results/*.json")
    assert len(results) == 10, results
    for path in results:
        assert b"root:" not in read(path), path
    empty = json.loads(read(glob.glob(f"{out}/results/*810*")[0]))
    assert empty["total"] == 0 and not empty["dead"], empty["total"]
    names = {os.path.relpath(os.path.join(base, name), around)
             for base, _, names in os.walk(around) for name in names}
    stray = [n for n in names if "evil" in n]
    assert not stray, stray


def look_class(out, truth):
    """No honest student loses a point or is questioned; who is found."""
    truth = json.loads(read(truth))
    with open("src/data/tp6-rubric.json", encoding="utf-8") as file:
        criteria = {k["id"]: k["points"] for k in json.load(file)["criteria"]
                    if k["kind"] == "auto"}
    report = read(f"{out}/integrity.md").decode()
    levels = {}
    for row in report.splitlines():
        level = re.search(r"\bS[0-3]\b", row)
        for key in re.findall(r"(\d+(?:\+\d+)?)/[a-z-]+", row):
            for student in key.split("+"):
                if level:
                    levels.setdefault(student, set()).add(level[0])
    found, wrong = {}, []
    for student, what in truth.items():
        grave = levels.get(student, set()) & {"S2", "S3"}
        kind = re.sub(r": \d+", "", what)
        tally = found.setdefault(kind, {"all": 0, "S2": 0, "S3": 0, "": 0})
        tally["all"] += 1
        tally[max(grave, default="")] += 1
        if kind.startswith(("honest", "odd")):
            points = points_of(out, student)
            short = {k: points[k] for k in criteria
                     if points[k] != criteria[k]}
            if short or grave:
                wrong.append((student, what, short, grave))
        if kind.startswith("partial") and grave:
            wrong.append((student, what, grave))
        if kind.startswith("copied") and "S3" not in grave:
            wrong.append((student, what, "not found"))
    for kind, tally in sorted(found.items()):
        print(f"# {kind}: {tally['all']} students; to be examined (S3) "
              f"{tally['S3']}, a question (S2) {tally['S2']}, "
              f"nothing {tally['']}")
    forged = [v for k, v in found.items() if k.startswith("forged")]
    assert forged and sum(v[""] for v in forged) <= 0.1 * sum(
        v["all"] for v in forged), found
    assert not wrong, wrong[:5]


# -- running --

def stop(seconds, out, count, *command):
    """Kills the command with all its processes once that many results are
    there; fails when it has ended before."""
    with open(os.devnull, "wb") as void:
        job = subprocess.Popen(command, stdout=void, stderr=void,
                               start_new_session=True)
    end = time.monotonic() + float(seconds)
    while len(glob.glob(f"{out}/results/*.json")) < int(count):
        assert job.poll() is None, "it has ended"
        assert time.monotonic() < end, "it takes too long"
        time.sleep(0.005)
    os.killpg(job.pid, signal.SIGKILL)
    job.wait()
    assert job.returncode == -signal.SIGKILL, job.returncode
    assert not os.path.exists(f"{out}/class.csv"), "it had ended"


def measure(name, most, *command):
    """CPU time of a command and its children, the memory of the largest, and
    its status."""
    job = subprocess.Popen(command)
    _, status, usage = os.wait4(job.pid, 0)
    memory = usage.ru_maxrss / 1024
    print(f"# {name}: {usage.ru_utime + usage.ru_stime:.1f} s CPU,"
          f" {memory:.0f} MiB")
    if memory > float(most):
        sys.exit(f"more than {most} MiB")
    sys.exit(os.waitstatus_to_exitcode(status))


def main():
    command, what, *rest = sys.argv[1:]
    if command == "make":
        globals()[f"make_{what}"](rest[0], rest[1] if rest[1:] else None)
    elif command == "look":
        globals()[f"look_{what}"](*rest)
    elif command == "stop":
        stop(what, *rest)
    else:
        measure(what, *rest)


main()
