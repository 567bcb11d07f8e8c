"""Inputs of other shapes than the demo lab, made from it.

worlds.py logs OUT SYSTEMS RUNS [NAME]: a folder per system with so many runs,
each with other last digits than all the others; with NAME only the logs whose
file name holds it.
worlds.py labels OUT.json: the embedded definition with labels that nobody
laid a column out for.
"""
import glob
import json
import os
import re
import sys

NAMES = ["proxmox", "xcp-ng", "esxi", "hyper-v", "bhyve"] + [
    f"system{i}" for i in range(6, 13)]
LONG = {"fr": " dont le nom est bien plus long que ce que quiconque aurait "
              "prévu en dessinant cette colonne, anticonstitutionnellement",
        "en": " whose name is much longer than anybody who drew this column "
              "had in mind, incomprehensibilities"}


def logs(out, systems, runs, part=""):
    for i, name in enumerate(NAMES[:systems]):
        for run in range(runs):
            source = f"fixtures/lab/{('qemu', 'xen')[i % 2]}/run{run % 5 + 1}"
            os.makedirs(f"{out}/{name}/run{run + 1}")
            for path in sorted(glob.glob(f"{source}/*{part}*.txt")):
                text = open(path, encoding="utf-8").read()
                # decimals of sysbench, latencies of fio, rates of iperf3
                text = re.sub(r"([:=\]] *\d+\.\d+)(?=[ \n,])",
                              rf"\g<1>{i + 1}{run:02}", text)
                file = f"{out}/{name}/run{run + 1}/{os.path.basename(path)}"
                open(file, "w", encoding="utf-8").write(text)


def grown(text):
    if isinstance(text, str):
        return text + LONG["en"]
    return {lang: words + LONG.get(lang, "") for lang, words in text.items()}


def grow(held, inside=""):
    """Titles, names and labels below `held`, except those of units."""
    if isinstance(held, list):
        for kid in held:
            grow(kid, inside)
    if not isinstance(held, dict) or inside == "units":
        return
    for key, kid in held.items():
        if key in ("label", "title", "short") or (
                key == "name" and inside == "systems"):
            held[key] = grown(kid)
        else:
            grow(kid, key)


if sys.argv[1] == "logs":
    logs(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]), *sys.argv[5:])
else:
    lab = json.load(open("src/data/tp6.json", encoding="utf-8"))
    grow(lab)
    json.dump(lab, open(sys.argv[2], "w", encoding="utf-8"))
