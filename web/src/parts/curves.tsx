/** Pain over weeks: doing nothing, as measured with its band, as claimed, and as typed. */
import type { JSX } from "preact";
import { figure, range } from "./format";
import { t } from "../words/words";

export interface PainPoint {
  week: number;
  value: number;
  p10?: number;
  p90?: number;
}
export type PainCurves = Partial<Record<"nothing" | "measured" | "claimed" | "typed", PainPoint[]>>;

const [W, H, LEFT, BOTTOM, TOP] = [380, 160, 30, 22, 8];
const LABELS = {
  nothing: "curve.nothing",
  measured: "curve.measured",
  claimed: "curve.claimed",
  typed: "curve.typed",
} as const;

export function Curves({ of, start }: { of: PainCurves; start: number }): JSX.Element {
  const all = Object.values(of).flat();
  const weeks = Math.max(...all.map((p) => p.week), 1);
  const most = Math.max(
    20,
    Math.ceil(Math.max(start, ...all.map((p) => p.p90 ?? p.value)) / 20) * 20,
  );
  const x = (week: number): number => LEFT + (week / weeks) * (W - LEFT - 8);
  const y = (pain: number): number => TOP + (1 - Math.max(pain, 0) / most) * (H - TOP - BOTTOM);
  const line = (points: PainPoint[], of_: (p: PainPoint) => number): string =>
    points
      .map((p, i) => `${i ? "L" : "M"}${x(p.week).toFixed(1)} ${y(of_(p)).toFixed(1)}`)
      .join("");
  const measured = of.measured ?? [];
  const low = (p: PainPoint): number => p.p10 ?? p.value;
  const high = (p: PainPoint): number => p.p90 ?? p.value;
  const band =
    measured.length > 0 && measured[0].p10 !== undefined
      ? `${line(measured, high)}${line([...measured].reverse(), low).replace("M", "L")}Z`
      : "";
  const last = measured.at(-1);
  const kinds = (Object.keys(LABELS) as (keyof PainCurves)[]).filter((kind) => of[kind]);
  return (
    <figure class="curves">
      <svg
        viewBox={`0 0 ${W} ${H}`}
        role="img"
        aria-label={t("curve.about", {
          weeks,
          measured: last ? figure(last.value) : "",
          low: figure(last?.p10 ?? last?.value ?? 0),
          high: figure(last?.p90 ?? last?.value ?? 0),
        })}
      >
        {[0, most / 2, most].map((pain) => (
          <g key={pain}>
            <path class="curve-grid" d={`M${LEFT} ${y(pain)}H${W - 8}`} />
            <text x={LEFT - 6} y={y(pain) + 4} text-anchor="end">
              {pain}
            </text>
          </g>
        ))}
        {[1, 4, 8, 12]
          .filter((w) => w <= weeks)
          .map((week) => (
            <text key={week} x={x(week)} y={H - 6} text-anchor="middle">
              {t("curve.week", { week })}
            </text>
          ))}
        {band && <path class="curve-band" d={band} />}
        {kinds.map((kind) => (
          <path
            key={kind}
            class={`curve-${kind}`}
            d={line(of[kind] as PainPoint[], (p) => p.value)}
          />
        ))}
      </svg>
      <figcaption class="caption">
        {kinds.map((kind) => (
          <span key={kind} class={`curve-key key-${kind}`}>
            {t(LABELS[kind])}
          </span>
        ))}
      </figcaption>
      <details>
        <summary class="caption">{t("twin")}</summary>
        <table>
          <thead>
            <tr>
              <th />
              {kinds.map((kind) => (
                <th key={kind}>{t(LABELS[kind])}</th>
              ))}
            </tr>
          </thead>
          <tbody>
            {measured.map((p, i) => (
              <tr key={p.week}>
                <th>{t("curve.week", { week: p.week })}</th>
                {kinds.map((kind) => {
                  const q = of[kind]?.[i];
                  return (
                    <td key={kind}>
                      {q ? figure(q.value) : ""}{" "}
                      {q?.p10 !== undefined && q.p90 !== undefined ? range(q.p10, q.p90) : ""}
                    </td>
                  );
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}
