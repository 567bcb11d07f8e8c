"""Pictures for check_pictures.sh: pictures.py FOLDER makes them all."""
import os
import struct
import sys
import zlib

folder = sys.argv[1]
MAGIC = b"\x89PNG\r\n\x1a\n"
JPEG = (
    "ffd8ffe000104a46494600010100000100010000ffdb004300281c1e231e19282321"
    "232d2b28303c64413c37373c7b585d4964918099968f808c8aa0b4e6c3a0aadaad8a"
    "8cc8ffcbdaeef5ffffff9bc1fffffffaffe6fdfff8ffc0000b080010001801011100"
    "ffc4001500010100000000000000000000000000000003ffc4001410010000000000"
    "0000000000000000000000ffda0008010100003f008800ffd9")
ADAM7 = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4),
         (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))


def chunk(kind, data):
    return (struct.pack(">I", len(data)) + kind + data +
            struct.pack(">I", zlib.crc32(kind + data)))


def head(width, height, depth, colour, interlaced=0):
    return MAGIC + chunk(b"IHDR", struct.pack(
        ">IIBBBBB", width, height, depth, colour, 0, 0, interlaced))


def rows(width, height, bits, passes, filtered=0):
    """Any bytes, different ones in every row."""
    data = b""
    for x, y, dx, dy in passes:
        w, h = -(-(width - x) // dx), -(-(height - y) // dy)
        for row in range(h if w > 0 else 0):
            data += bytes([filtered and row % 5]) + bytes(
                (row * 7 + i * 3) % 256 for i in range((w * bits + 7) // 8))
    return data


def png(width, height, depth, colour, interlaced=0, extra=b"", filtered=0):
    bits = depth * {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}[colour]
    passes = ADAM7 if interlaced else ((0, 0, 1, 1),)
    data = zlib.compress(rows(width, height, bits, passes, filtered))
    return (head(width, height, depth, colour, interlaced) + extra +
            chunk(b"IDAT", data[:20]) + chunk(b"IDAT", data[20:]) +
            chunk(b"IEND", b""))


def write(name, data):
    path = os.path.join(folder, name)
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as file:
        file.write(data)


plain = png(640, 400, 8, 2, filtered=1)
jpeg = bytes.fromhex(JPEG)
palette = chunk(b"PLTE", bytes(range(48)))
write("shots/plain.png", plain)
write("shots/photo.bin", jpeg)  # told by content
write("shots/grey.png", png(33, 9, 2, 0))
write("shots/palette.png",
      png(50, 20, 4, 3, extra=palette + chunk(b"tRNS", b"\0\x80")))
write("shots/alpha.png", png(50, 20, 16, 6))
write("shots/woven.png", png(37, 21, 8, 4, 1, filtered=1))
write("shots/tall.png", png(40, 6000, 1, 0))
write("shots/flat.png", png(20000, 1, 1, 0))
write("bad/cut.png", plain[:len(plain) // 2])
write("bad/cut.jpg", jpeg[:-2])
write("bad/data.png", plain[:200] + b"\xff" * 40 + plain[240:])
write("bad/short.png", head(640, 400, 8, 2) +
      chunk(b"IDAT", zlib.compress(bytes(5000))) + chunk(b"IEND", b""))
write("bad/bomb.png", head(6000, 6000, 16, 6) +
      chunk(b"IDAT", zlib.compress(b"")) + chunk(b"IEND", b""))
write("bad/side.png", head(20001, 1, 8, 0))
write("bad/area.png", head(8000, 8000, 8, 0))
write("bad/text.png", b"GIF89a, or so\n")
write("bad/empty.png", b"")
write("../outside.png", plain)
with open(os.path.join(folder, "bad/heavy.png"), "wb") as file:
    file.write(plain)
    file.truncate(20 * 1024 * 1024 + 1)
os.makedirs(os.path.join(folder, "bad/folder.png"))
os.mkfifo(os.path.join(folder, "bad/pipe.png"))
os.symlink("../../outside.png", os.path.join(folder, "bad/link.png"))
os.symlink("../..", os.path.join(folder, "bad/up"))
