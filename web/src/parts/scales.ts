/** The two colour scales of data, from the tokens of the theme; straight lines in linear light. */

export type Rgb = [number, number, number];

const STOPS = {
  light: {
    ember: ["#f3c98b", "#ef9f63", "#e0704f", "#bf4660", "#8c2f6c", "#561f63"],
    tide: ["#b9dbe2", "#6fb1c2", "#2f829b", "#0f5470"],
  },
  dark: {
    ember: ["#5b3a7e", "#8f3f86", "#c24a78", "#e9745c", "#f6ab5f", "#ffe0a1"],
    tide: ["#2d5566", "#3f8aa0", "#7cc7d6", "#c5f0f2"],
  },
};
export type Scale = keyof (typeof STOPS)["light"];
export type Shade = keyof typeof STOPS;

const linear = (c: number): number => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4);
const display = (c: number): number =>
  c <= 0.0031308 ? 12.92 * c : 1.055 * c ** (1 / 2.4) - 0.055;

export const rgbOf = (hex: string): Rgb => {
  const n = parseInt(hex.slice(1), 16);
  return [linear((n >> 16) / 255), linear(((n >> 8) & 255) / 255), linear((n & 255) / 255)];
};

const LINEAR = Object.fromEntries(
  Object.entries(STOPS).map(([shade, scales]) => [
    shade,
    Object.fromEntries(Object.entries(scales).map(([name, stops]) => [name, stops.map(rgbOf)])),
  ]),
) as Record<Shade, Record<Scale, Rgb[]>>;

/** Colour at a share 0..1 of the scale, in linear light, written to `out`. */
export function shadeAt(shade: Shade, scale: Scale, share: number, out: Rgb): Rgb {
  const stops = LINEAR[shade][scale];
  const x = Math.min(Math.max(share, 0), 1) * (stops.length - 1);
  const i = Math.min(Math.floor(x), stops.length - 2);
  for (let k = 0; k < 3; k++) out[k] = stops[i][k] + (x - i) * (stops[i + 1][k] - stops[i][k]);
  return out;
}

export const hexAt = (shade: Shade, scale: Scale, share: number): string =>
  "#" +
  shadeAt(shade, scale, share, [0, 0, 0])
    .map((c) =>
      Math.round(display(c) * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("");

/** For legends: the scale as a CSS gradient. */
export const gradient = (shade: Shade, scale: Scale): string =>
  `linear-gradient(90deg, ${[0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]
    .map((x) => hexAt(shade, scale, x))
    .join(", ")})`;

/** The next round number: 1, 2, 5, 10, 20 ... */
export function roundUp(x: number): number {
  const power = 10 ** Math.floor(Math.log10(Math.max(x, 1e-9)));
  for (const step of [1, 2, 5, 10]) if (x <= step * power * 1.0001) return step * power;
  return 10 * power;
}
