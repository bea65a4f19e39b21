"""Surfaces of bones for tools: reading them, distances to them, the best alignment of two.

Arrays are numpy's, one point or triangle in a row; lengths are in metres. Reference surfaces have z
up and x forward; they are turned into the axes of psoas: x forward, y up, z to the right.
"""
import struct
from pathlib import Path

import numpy as np

SIZES = {"char": "b", "uchar": "B", "int8": "b", "uint8": "B", "short": "h", "ushort": "H",
         "int": "i", "uint": "I", "int32": "i", "uint32": "I", "float": "f", "float32": "f",
         "double": "d", "float64": "d"}  # fmt: skip


def read_ply(path):
    """Vertices in the axes of psoas, and triangles, of a binary little-endian PLY file."""
    data = Path(path).read_bytes()
    end = data.index(b"end_header") + len(b"end_header")
    at = data.index(b"\n", end) + 1
    counts, layout, element = {}, [], None
    for line in data[:end].decode("ascii").splitlines():
        word = line.split()
        if word[0] == "element":
            element = word[1]
            counts[element] = int(word[2])
        elif word[0] == "property" and element == "vertex":
            layout.append((word[2], SIZES[word[1]]))
        elif word[0] == "property" and element == "face":
            count_type, index_type = SIZES[word[2]], SIZES[word[3]]
    vertex = np.frombuffer(data, [(n, "<" + t) for n, t in layout], counts["vertex"], at)
    at += vertex.nbytes
    face = np.dtype([("n", "<" + count_type), ("corner", "<" + index_type, 3)])
    triangles = np.frombuffer(data, face, counts["face"], at)["corner"].astype(int)
    points = np.stack([vertex["x"], vertex["z"], -vertex["y"]], 1).astype(float)
    return points, triangles


def read_obj(text):
    """Vertices and triangles of lines "v x y z" and "f a b c"."""
    vertices, triangles = [], []
    for line in text.splitlines():
        word = line.split()
        if word and word[0] == "v":
            vertices.append([float(x) for x in word[1:4]])
        elif word and word[0] == "f":
            triangles.append([int(x) - 1 for x in word[1:4]])
    return np.array(vertices), np.array(triangles)


def areas_and_normals(vertices, triangles):
    a, b, c = (vertices[triangles[:, i]] for i in range(3))
    cross = np.cross(b - a, c - a)
    length = np.linalg.norm(cross, axis=1)
    return length / 2, cross / np.maximum(length, 1e-30)[:, None]


def sample(vertices, triangles, count, rng):
    """Points spread evenly over a surface, with the normals there."""
    area, normal = areas_and_normals(vertices, triangles)
    which = rng.choice(len(area), count, p=area / area.sum())
    u, v = rng.random(count), rng.random(count)
    over = u + v > 1
    u[over], v[over] = 1 - u[over], 1 - v[over]
    a, b, c = (vertices[triangles[which, i]] for i in range(3))
    return a + u[:, None] * (b - a) + v[:, None] * (c - a), normal[which]


def nearest_on_triangles(p, a, b, c):
    """The point of each triangle that is nearest to the point in the same row."""
    ab, ac, ap = b - a, c - a, p - a

    def dot(x, y):
        return np.einsum("...i,...i", x, y)

    def on_edge(start, along):
        share = dot(p - start, along) / np.maximum(dot(along, along), 1e-30)
        return start + np.clip(share, 0, 1)[..., None] * along

    d00, d01, d11 = dot(ab, ab), dot(ab, ac), dot(ac, ac)
    d20, d21 = dot(ap, ab), dot(ap, ac)
    area2 = np.maximum(d00 * d11 - d01 * d01, 1e-30)
    v, w = (d11 * d20 - d01 * d21) / area2, (d00 * d21 - d01 * d20) / area2
    best = a + v[..., None] * ab + w[..., None] * ac
    outside = (v < 0) | (w < 0) | (v + w > 1)
    nearest = np.full(outside.shape, np.inf)
    for start, along in ((a, ab), (b, c - b), (c, -ac)):
        q = on_edge(start, along)
        distance = np.where(outside, dot(p - q, p - q), np.inf)
        closer = distance < nearest
        best = np.where(closer[..., None], q, best)
        nearest = np.where(closer, distance, nearest)
    return best


def nearest(points, vertices, triangles, candidates=16):
    """Nearest points of a surface, among the triangles whose middles are nearest."""
    middle = vertices[triangles].mean(1)
    candidates = min(candidates, len(triangles))
    result = np.empty_like(points)
    for i in range(0, len(points), 500):
        p = points[i : i + 500]
        squared = (middle * middle).sum(1) - 2 * p @ middle.T
        near = np.argpartition(squared, candidates - 1, axis=1)[:, :candidates]
        a, b, c = (vertices[triangles[near, k]] for k in range(3))
        q = nearest_on_triangles(np.broadcast_to(p[:, None], a.shape), a, b, c)
        best = ((q - p[:, None]) ** 2).sum(2).argmin(1)
        result[i : i + 500] = q[np.arange(len(p)), best]
    return result


def winding(points, vertices, triangles):
    """How often the surface goes around each point: 1 inside, 0 outside."""
    result = np.empty(len(points))
    for i in range(0, len(points), 200):
        a, b, c = (vertices[triangles[:, k]][None] - points[i : i + 200, None] for k in range(3))
        la, lb, lc = (np.linalg.norm(x, axis=2) for x in (a, b, c))
        volume = np.einsum("ijk,ijk->ij", a, np.cross(b, c))
        below = (la * lb * lc + (a * b).sum(2) * lc + (b * c).sum(2) * la + (c * a).sum(2) * lb)
        result[i : i + 200] = np.arctan2(volume, below).sum(1) / (2 * np.pi)
    return result


def signed_distance(points, vertices, triangles):
    distance = np.linalg.norm(nearest(points, vertices, triangles) - points, axis=1)
    return np.where(winding(points, vertices, triangles) > 0.5, -distance, distance)


def similarity(source, target):
    """Rotation, scale and shift that take the points `source` nearest to `target` [umeyama1991]."""
    ms, mt = source.mean(0), target.mean(0)
    s, t = source - ms, target - mt
    u, d, v = np.linalg.svd(t.T @ s)
    sign = np.diag([1, 1, np.sign(np.linalg.det(u @ v))])
    rotation = u @ sign @ v
    scale = (d * np.diag(sign)).sum() / (s * s).sum()
    return rotation, scale, mt - scale * rotation @ ms


def rms(x):
    return float(np.sqrt(np.mean(np.square(x))))


def align(p, q, ours, reference, rounds):
    """The similarity that brings points p of ours and q of the reference onto the other surface."""
    rotation, scale = np.eye(3), 1.0
    shift = q.mean(0) - p.mean(0)
    for _ in range(rounds):
        # each point drawn to the nearest of the other surface, both ways at once
        moved = scale * p @ rotation.T + shift
        back = (q - shift) @ rotation / scale
        source = np.concatenate([p, nearest(back, *ours)])
        target = np.concatenate([nearest(moved, *reference), q])
        rotation, scale, shift = similarity(source, target)
    return rotation, scale, shift


def compare(ours, reference, count=3000, rounds=12):
    """Root-mean-square distances [m] of our surface (vertices, triangles) after the best rigid and
    uniform-scale alignment: ours to reference, reference to ours, both; and the scale."""
    rng = np.random.default_rng(1)
    p = sample(*ours, count, rng)[0]
    q = sample(*reference, count, rng)[0]
    few = count // 5  # settle where the whole lies, for six numbers
    rotation, scale, shift = align(p[:few], q[:few], ours, reference, rounds)
    moved = scale * p @ rotation.T + shift
    there = np.linalg.norm(nearest(moved, *reference) - moved, axis=1)
    back = (q - shift) @ rotation / scale
    back = scale * np.linalg.norm(nearest(back, *ours) - back, axis=1)
    return rms(there), rms(back), rms(np.concatenate([there, back])), scale
