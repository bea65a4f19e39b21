#!/usr/bin/env python3
"""Write src/num/number_pow10.c: the leading 128 bits of every power of ten a double can meet, and
the powers of five and ten that fit in 64 bits.

    tools/make_pow10.py > src/num/number_pow10.c

Python's whole numbers have no length limit, so every entry is exact before it is cut. The two
logarithm formulas of src/num/number_exact.h are checked here over the range they are used in.
"""

# PS_POW10_FIRST, PS_POW10_LAST and PS_POW10_EXACT of src/num/number_exact.h
FIRST, LAST, EXACT = -342, 340, 55


def floor_log2_pow10(k):
    """floor(log2 10^k), exactly."""
    return (10**k).bit_length() - 1 if k >= 0 else -((10**-k - 1).bit_length())


def floor_log10(numerator, denominator):
    """floor(log10(numerator / denominator)), exactly."""
    k = len(str(numerator)) - len(str(denominator)) - 1
    while numerator * 10 ** max(0, -k - 1) >= denominator * 10 ** max(0, k + 1):
        k += 1
    return k


def significand(k):
    """floor(10^k / 2^(p - 127)) with p = floor(log2 10^k): always 128 bits long."""
    shift = floor_log2_pow10(k) - 127
    numerator = 10 ** max(0, k) << max(0, -shift)
    denominator = 10 ** max(0, -k) << max(0, shift)
    g = numerator // denominator
    assert g.bit_length() == 128
    return g


def check_formulas():
    assert 5**EXACT < 2**128 <= 5 ** (EXACT + 1)
    for k in range(FIRST, LAST + 1):
        assert floor_log2_pow10(k) == (k * 217706) >> 16
    for e in range(-1100, 1101):
        power, inverse = 1 << max(0, e), 1 << max(0, -e)
        assert floor_log10(power, inverse) == (e * 1262611) >> 22
        assert floor_log10(3 * power, 4 * inverse) == (e * 1262611 - 524031) >> 22


def array(declaration, cells, per_line):
    print(f"\nconst {declaration} = {{")
    for i in range(0, len(cells), per_line):
        print("  " + ", ".join(cells[i : i + per_line]) + ",")
    print("};")


def main():
    check_formulas()
    print("// number_pow10.c: powers of ten and five, see number_exact.h. Written by")
    print("// tools/make_pow10.py; change that instead.")
    print('#include "num/number_exact.h"')
    print()
    print("// clang-format off")
    array("uint64_t ps_pow10[20]", [f"{10**k}u" for k in range(20)], 4)
    array("uint64_t ps_pow5[28]", [f"{5**k}u" for k in range(28)], 4)
    pairs = [divmod(significand(k), 1 << 64) for k in range(FIRST, LAST + 1)]
    array(
        "ps_pow10_lead ps_pow10_leads[PS_POW10_LAST - PS_POW10_FIRST + 1]",
        [f"{{0x{high:016x}, 0x{low:016x}}}" for high, low in pairs],
        2,
    )


if __name__ == "__main__":
    main()
