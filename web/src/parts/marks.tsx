/** How a number, its range, its validity and its standing are drawn; never by colour alone. */
import type { ComponentChildren, JSX } from "preact";
import { figure, range, type Ranged } from "./format";
import { Icon } from "./icons";
import { t } from "../words/words";

export const RangeText = ({ of, unit }: { of: Ranged; unit?: string }): JSX.Element => (
  <span class="range">
    {unit ? `${unit} ` : ""}
    {of.p10 === null || of.p90 === null ? t("range.coming") : range(of.p10, of.p90)}
  </span>
);

const pct = (x: number, most: number): string =>
  `${(100 * Math.min(Math.max(x / most, 0), 1)).toFixed(2)}%`;

/** Zero-based: solid to the low end, soft to the high end, tick at the value, diamond: compared. */
export function IntervalBar(p: {
  of: Ranged;
  most: number;
  compared?: number | null;
}): JSX.Element {
  const { value, p10, p90, valid } = p.of;
  const beyond = valid === "extrapolated";
  return (
    <span class="bar" aria-hidden="true">
      <span
        class={beyond ? "bar-soft beyond" : "bar-soft"}
        style={{ width: pct(p90 ?? value, p.most) }}
      />
      <span class="bar-solid" style={{ width: pct(p10 ?? value, p.most) }} />
      <span class="bar-tick" style={{ left: pct(value, p.most) }} />
      {p.compared != null && <span class="bar-diamond" style={{ left: pct(p.compared, p.most) }} />}
    </span>
  );
}

/** Away from zero: soft band, dot, line at zero if zero matters. */
export function RangeDot(p: {
  of: Ranged;
  low: number;
  high: number;
  scale?: "tide" | "ember" | "plain";
  compared?: number | null;
  zero?: boolean;
}): JSX.Element {
  const place = (x: number): string => pct(x - p.low, p.high - p.low);
  const { value, p10, p90, valid } = p.of;
  const [a, b] = [p10 ?? value, p90 ?? value];
  const width = Math.min(Math.max((b - a) / (p.high - p.low), 0), 1);
  return (
    <span class={`dot-row ${p.scale ?? "plain"}`} aria-hidden="true">
      <span
        class={valid === "extrapolated" ? "dot-band beyond" : "dot-band"}
        style={{ left: place(a), width: `${(100 * width).toFixed(2)}%` }}
      />
      {p.zero && <span class="dot-zero" style={{ left: place(0) }} />}
      {p.compared != null && <span class="bar-diamond" style={{ left: place(p.compared) }} />}
      <span class="dot" style={{ left: place(value) }} />
    </span>
  );
}

export const Validity = ({ of }: { of: Ranged }): JSX.Element | null =>
  of.valid === null ? null : (
    <span class={`validity ${of.valid}`}>
      <Icon name={of.valid === "in_range" ? "check" : "info"} size={14} />
      {t(`valid.${of.valid}`)}
    </span>
  );

/** A label, whether it holds, the figure with unit and range, and where that lies. */
export function KeyNumber(p: {
  label: string;
  of: Ranged | null;
  unit: string;
  id: string;
  children?: ComponentChildren;
}): JSX.Element {
  return (
    <div class="key-number" data-number={p.id}>
      <div class="key-label">{p.label}</div>
      <div class="key-valid">{p.of && <Validity of={p.of} />}</div>
      <div class="key-figure">
        {p.of ? (
          <>
            <b data-value={p.of.value}>{figure(p.of.value)}</b>{" "}
            <RangeText of={p.of} unit={p.unit} />
          </>
        ) : (
          <span class="skeleton" />
        )}
      </div>
      <div class="key-mark">{p.of && p.children}</div>
    </div>
  );
}

export type Standing = "established" | "plausible" | "contested" | "no evidence";
const SIGNS: Record<Standing, JSX.Element> = {
  established: <circle cx="6" cy="6" r="4.5" class="fill" />,
  plausible: (
    <>
      <circle cx="6" cy="6" r="4" class="line" />
      <path d="M6 2a4 4 0 0 1 0 8z" class="fill" />
    </>
  ),
  contested: <path d="M6 .8L11.2 6 6 11.2.8 6zM3.6 8.4l4.8-4.8" class="line" />,
  "no evidence": <circle cx="6" cy="6" r="4" class="line" />,
};
const SHORT: Record<Standing, string> = {
  established: "est",
  plausible: "pla",
  contested: "con",
  "no evidence": "non",
};

export const STANDINGS = Object.keys(SIGNS) as Standing[];
export const standingWord = (standing: Standing): string =>
  t(`status.${SHORT[standing] as "est" | "pla" | "con" | "non"}`);

/** Whether the mechanism is real: a shape and its word. */
export function Badge({ status }: { status: string }): JSX.Element {
  const known = (status in SIGNS ? status : "no evidence") as Standing;
  return (
    <span class={`badge ${SHORT[known]}`}>
      <svg width="12" height="12" viewBox="0 0 12 12" aria-hidden="true">
        {SIGNS[known]}
      </svg>
      {standingWord(known)}
    </span>
  );
}

const GRADES = ["none", "very low", "low", "moderate", "high"];
export type Grade = "none" | "very_low" | "low" | "moderate" | "high";

/** How sure trials are: dots and their word. */
export function GradeDots({ grade }: { grade: string }): JSX.Element {
  const n = Math.max(GRADES.indexOf(grade), 0);
  return (
    <span class="grade">
      <span aria-hidden="true" class="grade-dots">
        {[1, 2, 3, 4].map((i) => (
          <span class={i <= n ? "on" : ""} />
        ))}
      </span>
      {t(`grade.${GRADES[n].replace(" ", "_") as Grade}`)}
    </span>
  );
}
