"""Have two PNG of 8 bits RGB the same pixels? pixels.py A B"""
import struct
import sys
import zlib


def paeth(a, b, c):
    return min((a, b, c), key=lambda v: abs(a + b - c - v))


def pixels(path):
    data, at, packed = open(path, "rb").read(), 8, b""
    while at < len(data):
        size, kind = struct.unpack(">I4s", data[at:at + 8])
        body = data[at + 8:at + 8 + size]
        at += 12 + size
        if kind == b"IHDR":
            width, height, depth, colour = struct.unpack(">IIBB", body[:10])
            assert (depth, colour) == (8, 2), (depth, colour)
        if kind == b"IDAT":
            packed += body
    raw, n = zlib.decompress(packed), 3 * width
    above, rows = bytes(n), []
    for y in range(height):
        line = raw[y * (n + 1):(y + 1) * (n + 1)]
        row = bytearray(n)
        for i in range(n):
            a = row[i - 3] if i >= 3 else 0
            c = above[i - 3] if i >= 3 else 0
            b = above[i]
            row[i] = (line[i + 1] + (0, a, b, (a + b) // 2,
                                     paeth(a, b, c))[line[0]]) % 256
        rows.append(bytes(row))
        above = row
    return rows


sys.exit(pixels(sys.argv[1]) != pixels(sys.argv[2]))
