#!/usr/bin/env python3
"""Recruitment problems and their solutions by another way: tests/data/recruit_cases.csv.

    python3 tools/make_recruit_cases.py [--seed N] > tests/data/recruit_cases.csv

Needs numpy and scipy. A problem is: minimise sum w |x|^p under A x = b, lo <= x <= hi. SciPy's
SLSQP finds it to six digits; that says which bounds are active; Newton's method on the optimality
conditions of the rest, in extended precision, gives all digits. The answer is kept only if it then
satisfies every condition with a margin (1e-6 from a bound, 1e-6 in each multiplier), which proves
it, because the problem is convex.

A demand out of reach is replaced by the nearest one within reach, each row in units of
U_r = sqrt(sum_i (a_ri reach_i)^2); reach is the larger |bound|, or w^(-1/p) without bounds. SciPy's
lsq_linear finds it; fixing the columns at bounds and solving the rest exactly gives all digits.

Columns: case, what, i, j, value. what: rows, columns, power, criterion; a (row i, column j);
b, unmet (row i); w, lo, hi, x (column i). Zero rows of `unmet` are left out: met.
"""
import argparse
import sys

import numpy as np
from scipy.linalg import qr
from scipy.optimize import lsq_linear, minimize

MARGIN = 1e-6
LONG = np.longdouble


def solve_long(matrix, right):
    """Gaussian elimination with row exchange in extended precision; numpy has none."""
    a, y = np.array(matrix, LONG), np.array(right, LONG)
    n = len(y)
    for k in range(n):
        pivot = k + int(np.argmax(np.abs(a[k:, k])))
        a[[k, pivot]], y[[k, pivot]] = a[[pivot, k]], y[[pivot, k]]
        factor = a[k + 1 :, k] / a[k, k]
        a[k + 1 :, k:] -= np.outer(factor, a[k, k:])
        y[k + 1 :] -= factor * y[k]
    for k in reversed(range(n)):
        y[k] = (y[k] - a[k, k + 1 :] @ y[k + 1 :]) / a[k, k]
    return y


def independent_rows(a):
    """Indices of a largest set of independent rows."""
    if a.shape[1] == 0:
        return []
    _, r, order = qr(a.T, mode="economic", pivoting=True)
    size = np.abs(np.diag(r))
    return sorted(order[: int(np.sum(size > 1e-10 * max(size[0], 1e-300)))])


def slope(x, w, p):
    return p * w * np.sign(x) * np.abs(x) ** (p - 1)


def rough(a, b, w, lo, hi, p):
    """About six digits, by sequential quadratic programming."""
    scale = np.abs(a).max(axis=1)
    rows = independent_rows(a / scale[:, None])
    start = lsq_linear(a / scale[:, None], b / scale, (lo, hi + 1e-12), method="bvls").x
    return minimize(
        lambda x: np.sum(w * np.abs(x) ** p),
        np.clip(start, lo, hi),
        jac=lambda x: slope(x, w, p),
        bounds=list(zip(lo, hi)),
        constraints={
            "type": "eq",
            "fun": lambda x: ((a @ x - b) / scale)[rows],
            "jac": lambda x: (a / scale[:, None])[rows],
        },
        method="SLSQP",
        options={"maxiter": 2000, "ftol": 1e-15},
    ).x


def exact(a, b, w, lo, hi, p, x):
    """All digits from six, or None where the six do not say which bounds are active."""
    free = (x > lo + 1e-5) & (x < hi - 1e-5)
    x = np.array(np.where(free, x, np.where(x - lo < hi - x, lo, hi)), LONG)
    a, b, w = np.array(a, LONG), np.array(b, LONG), np.array(w, LONG)
    rows = independent_rows(np.array(a[:, free], float))
    af, n, m = a[np.ix_(rows, free)], int(free.sum()), len(rows)
    price = np.zeros(m, LONG)
    for _ in range(60):
        curve = p * (p - 1) * w[free] * np.abs(x[free]) ** (p - 2)
        system = np.block([[np.diag(curve), -af.T], [af, np.zeros((m, m), LONG)]])
        right = -np.concatenate([slope(x[free], w[free], p) - af.T @ price, (a @ x - b)[rows]])
        step = solve_long(system, right)
        x[free] += step[:n]
        price += step[n:]
        if np.abs(step[:n]).max() < 1e-18:
            break
    return (x, rows, price, free) if proven(a, b, w, lo, hi, p, x, rows, price, free) else None


def proven(a, b, w, lo, hi, p, x, rows, price, free):
    """Every condition holds, with room to spare."""
    gap = slope(x, w, p) - a[rows].T @ price
    low, high = ~free & (x <= lo) & (hi > lo), ~free & (x >= hi) & (hi > lo)
    return (
        np.abs(a @ x - b).max() < 1e-15 * np.abs(a).max()
        and np.abs(gap[free]).max(initial=0) < 1e-15 * max(1, np.abs(price).max(initial=0))
        and np.all(x[free] > lo[free] + MARGIN)
        and np.all(x[free] < hi[free] - MARGIN)
        and np.all(gap[low] > MARGIN)
        and np.all(gap[high] < -MARGIN)
    )


def nearest(a, b, w, lo, hi, p):
    """(what can be had instead of b, columns that must stay at a bound), or None if unclear."""
    most = np.maximum(np.abs(lo), np.abs(hi))
    reach = np.where(np.isfinite(most) & (most > 0), most, w ** (-1 / p))
    unit = np.sqrt(((a * reach) ** 2).sum(axis=1))
    scaled = a / unit[:, None]
    x = lsq_linear(scaled, b / unit, (lo, hi + 1e-12), method="bvls", tol=1e-15, max_iter=1000).x
    free = (x > lo + 1e-6) & (x < hi - 1e-6)
    x = np.where(free, x, np.where(x - lo < hi - x, lo, hi)).astype(LONG)
    left = b / unit - np.array(scaled, LONG) @ np.where(free, 0, x)
    if free.any():
        part = np.array(scaled[:, free], LONG)
        keep = independent_rows(scaled[:, free].T)  # of the columns
        part = part[:, keep]
        move = solve_long(part.T @ part, part.T @ left)
        left = left - part @ move
    miss = left * unit
    if np.abs(left).max() < 1e-9:
        return b.astype(LONG), np.zeros(len(x), bool)
    cosine = (scaled.T @ left) / (np.linalg.norm(scaled, axis=0) * np.sqrt(left @ left))
    held = np.abs(cosine) > 1e-9
    wrong = np.where(x <= lo, cosine > 0, np.where(x >= hi, cosine < 0, True))
    if np.any(held & wrong) or np.any(held & (np.abs(cosine) < MARGIN)):
        return None
    return b - miss, held


def problem(rng, kind):
    """A, b, w, lo, hi with few digits."""
    m = int(rng.integers(2, 7)) if kind != "large" else 14
    muscles = int(rng.integers(m, 3 * m + 4)) if kind != "large" else 40
    columns, w, lo, hi = [], [], [], []
    for _ in range(muscles):
        column = np.zeros(m)
        first, count = int(rng.integers(m)), int(rng.integers(1, 4))
        force = rng.choice([200, 800, 3000])
        arms = np.round(rng.uniform(-0.06, 0.06, m), 4)
        column[first : first + count] = arms[first : first + count]
        columns.append(column * force)
        w.append(round(rng.uniform(0.3, 3), 2) if kind == "weighted" else 1)
        lo.append(rng.choice([0.01, 0]))
        hi.append(1 if rng.random() > 0.05 else lo[-1])  # now and then a fixed one
    reserves = {"bare": 0, "beyond": 0, "some": 0.5, "weighted": 1, "large": 1, "strong": 1}[kind]
    for r in range(m):
        if rng.random() < reserves:
            columns.append(np.eye(m)[r] * (100 if kind == "strong" else rng.choice([1, 10])))
            w.append(1)
            lo.append(-np.inf)
            hi.append(np.inf)
    a = np.array(columns).T
    inside = np.where(np.isfinite(hi), rng.uniform(0, 1, len(w)) ** 2, rng.uniform(-1, 1, len(w)))
    inside = np.clip(inside, lo, hi)
    factor = {"beyond": 3, "large": 1.5}.get(kind, 1 if kind in ("bare", "some") else 2)
    b = np.round(factor * (a @ inside), 3) if kind != "bare" else a @ inside
    return a, b, np.array(w, float), np.array(lo, float), np.array(hi, float)


def solve(a, b, w, lo, hi, p):
    """x, what is not met, the criterion; None where the answer is not clear-cut."""
    if np.any(np.abs(a).max(axis=1) == 0) or np.any(np.abs(a).max(axis=0) == 0):
        return None
    reached = nearest(a, b, w, lo, hi, p)
    if reached is None:
        return None
    target, held = reached
    room = ~held & (hi > lo)
    fixed = np.where(held & (hi > lo), 0, lo).astype(LONG)
    if held.any():
        best = lsq_linear(a, np.array(target, float), (lo, hi + 1e-12), method="bvls").x
        fixed = np.where(held, np.where(best - lo < hi - best, lo, hi), fixed)
    rest = target - np.array(a[:, ~room], LONG) @ fixed[~room]
    part = a[:, room]
    live = np.abs(part).max(axis=1, initial=0) > 0
    if not live.any():
        return fixed, b - target, np.sum(w * np.abs(fixed) ** p)
    near = rough(part[live], rest[live].astype(float), w[room], lo[room], hi[room], p)
    found = exact(part[live], rest[live], w[room], lo[room], hi[room], p, near)
    if found is None:
        return None
    x = np.array(fixed, LONG)
    x[room] = found[0]
    unmet = b - target
    return x, unmet, np.sum(w * np.abs(x) ** p)


def write(case, p, a, b, w, lo, hi, x, unmet, criterion):
    def row(what, i, j, value):
        print(f"{case},{what},{i},{j},{np.format_float_scientific(value, 17, trim='-')}")

    row("rows", 0, 0, len(b))
    row("columns", 0, 0, len(w))
    row("power", 0, 0, p)
    row("criterion", 0, 0, criterion)
    for j in range(len(w)):
        for i in np.flatnonzero(a[:, j]):
            row("a", i, j, a[i, j])
    for i in range(len(b)):
        row("b", i, 0, b[i])
        if abs(unmet[i]) > 0:
            row("unmet", i, 0, unmet[i])
    for what, values in (("w", w), ("lo", lo), ("hi", hi), ("x", x)):
        for i, value in enumerate(values):
            row(what, i, 0, value)


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--seed", type=int, default=20260011)
    rng = np.random.default_rng(parser.parse_args().seed)
    wanted = ["bare"] * 5 + ["beyond"] * 8 + ["some"] * 5
    wanted += ["weighted"] * 5 + ["strong"] * 3 + ["large"] * 2
    print("case,what,i,j,value")
    case = 0
    for p in (2, 3):
        for kind in wanted:
            answer = None
            while answer is None:
                parts = problem(rng, kind)
                answer = solve(*parts, p)
            write(case, p, *parts, *answer)
            print(f"{case} {kind} p {p} {parts[0].shape}", file=sys.stderr)
            case += 1


if __name__ == "__main__":
    main()
