"""Does what surrounds a log in saved files change what is read of it?

noise.py HVLAB [FOLDER]: the recordings of tests/cut.py, each as other programs
would have saved it; hvlab must read the same numbers.
"""
import collections
import os
import random
import sys
import tempfile

import cut
import recorded

PROMPT = b"student@vm:~$ "


def lines(data):
    """Lines without their ends; the last may have none."""
    return data.split(b"\n")


def each(data, change):
    return b"\n".join(change(line) for line in lines(data))


def before(data, prefix):
    body, end = (data[:-1], b"\n") if data.endswith(b"\n") else (data, b"")
    return b"\n".join(prefix + line for line in lines(body)) + end


def text(data):
    return data.decode("utf-8", "replace")


def coloured(data):
    draw = random.Random(1)

    def paint(line):
        # behind a carriage return the last escape would erase the line
        body = line.rstrip(b"\r")
        if not body or draw.random() < 0.5:
            return line
        at = draw.randrange(len(body))
        return (b"\x1b[?2004l" + body[:at] + b"\x1b[01;31m\x1b[K" + body[at:] +
                b"\x1b[m\x1b[K" + line[len(body):])
    return each(data, paint)


NOISE = {
    "CRLF": lambda d: d.replace(b"\n", b"\r\n"),
    "UTF-8 mark": lambda d: b"\xef\xbb\xbf" + d,
    "UTF-16LE": lambda d: b"\xff\xfe" + text(d).replace(
        "\n", "\r\n").encode("utf-16-le"),
    "UTF-16BE": lambda d: b"\xfe\xff" + text(d).encode("utf-16-be"),
    "UTF-16LE without mark": lambda d: text(d).encode("utf-16-le"),
    "escapes": coloured,
    "window titles": lambda d: each(d, lambda l: b"\x1b]0;vm: ~\x07" + l),
    "overwritten": lambda d: each(d, lambda l: b"Working... 50%\r" + l),
    "rubbed out": lambda d: each(d, lambda l: b"ab\b \b\b \b" + l),
    "script": lambda d: b"Script started on 2026-11-23 04:26:31+00:00 "
                        b"[TERM=\"xterm\"]\n" + d.replace(b"\n", b"\r\n") +
                        b"\r\nScript done on 2026-11-23 04:27:31+00:00 "
                        b"[COMMAND_EXIT_CODE=\"0\"]\n",
    "time": lambda d: d + b"\n\nreal\t0m2,058s\nuser\t0m3,900s\n"
                          b"sys\t0m0,010s\n",
    "nohup, sudo": lambda d: b"nohup: ignoring input\nsudo: unable to resolve "
                             b"host vm: Name or service not known\n" + d,
    "prompts": lambda d: PROMPT + b"uptime\n 10:00:01 up 1 day\n" + d +
    b"\n" + PROMPT + b"exit\n",
    "Markdown": lambda d: b"# Essai\n\n```console\n" + d + b"\n```\n\nFin.\n",
    "Markdown list": lambda d: b"1. Essai\n\n" + before(
        b"```\n" + d + b"\n```\n", b"   "),
    "indented by 4 blanks": lambda d: b"Essai :\n\n" + before(
        d, b"    ") + b"\nFin.\n",
    "indented by a tab": lambda d: b"Essai :\n\n" + before(
        d, b"\t") + b"\nFin.\n",
    "quotation": lambda d: before(d, b"> "),
    "ts": lambda d: before(d, b"Nov 25 19:43:07 "),
    "ISO stamps": lambda d: before(d, b"2026-11-25T19:43:07.123+01:00 "),
    "journal": lambda d: before(d, b"Nov 25 19:43:07 vm bench[77]: "),
}


def numbers(runs):
    return [[(m, v[0], v[1]) for m, v in sorted(run.items())
             if v[2] != "vm-facts"]
            for _, run in sorted(runs.items())
            if any(v[2] != "vm-facts" for v in run.values())]


def main():
    hvlab = os.path.abspath(sys.argv[1])
    count, differ = collections.Counter(), collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        if len(sys.argv) > 2:
            folder = sys.argv[2]
        else:
            recorded.unpack(folder)
        for path in cut.sample(folder):
            with open(f"{folder}/{path}", "rb") as stream:
                data = stream.read()
            if data[:2] == b"\xff\xfe":
                continue
            with tempfile.TemporaryDirectory(dir=cut.FAST) as work:
                for name, noise in [("", bytes), *NOISE.items()]:
                    with open(f"{work}/{name or 'plain'}", "wb") as stream:
                        stream.write(noise(data))
                files, crash = cut.read(hvlab, work)
                if crash:
                    print(path, crash)
                    sys.exit(1)
            plain = numbers(files.get("plain", {}))
            for name in NOISE:
                count[name] += sum(map(len, plain))
                if numbers(files.get(name, {})) != plain:
                    differ[name] += 1
                    print(f"{path}: {name}: other numbers")
    print(", ".join(f"{name} {count[name]}" for name in NOISE), "numbers;",
          sum(differ.values()), "files differ")
    sys.exit(bool(differ) or not count)


if __name__ == "__main__":
    main()
