/** A stack of lanes over one time axis: bands, middle lines, what was before, one scrubber. */
import type { ComponentChildren, JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import type { Curve } from "../state/timeline";
import { usePage } from "../state/context";
import { figure, range } from "./format";
import { t } from "../words/words";

export interface LaneSpec {
  key: string;
  label: string;
  about: string;
  unit: string;
  scale: "tide" | "ember" | "plain";
  curve: Curve | null;
  before: Float64Array | null;
  /** Ends of the axis; the data may widen them. */
  low: number;
  high: number;
}

export interface LanesProps {
  /** Of every row, in the unit of the axis. */
  x: Float64Array | null;
  from: number;
  to: number;
  lanes: LaneSpec[];
  /** Where the scrubber stands. */
  at: number;
  onScrub: (x: number) => void;
  ticks: number[];
  nameOfX: (x: number) => string;
  scrubLabel: string;
  step: number;
  /** The row above the lanes: blocks. */
  children?: ComponentChildren;
}

const LANE_PX = 66;

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const soft = (name: string, share: number): string =>
  `color-mix(in srgb, ${token(name)} ${share}%, transparent)`;

const PAINT = {
  tide: ["--tide2", "--tide0", 60],
  ember: ["--ember3", "--ember0", 55],
  plain: ["--ink2", "--line", 80],
} as const;

function limits(lane: LaneSpec): [number, number] {
  let [low, high] = [lane.low, lane.high];
  for (const list of [lane.curve?.value, lane.curve?.p10, lane.curve?.p90, lane.before])
    for (const y of list ?? []) {
      if (y < low) low = y;
      if (y > high) high = y;
    }
  return [low, high];
}

function Lane({
  lane,
  x,
  from,
  to,
}: {
  lane: LaneSpec;
  x: Float64Array;
  from: number;
  to: number;
}): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const { shade } = usePage();
  const [low, high] = limits(lane);
  useLayoutEffect(() => {
    const element = host.current as HTMLDivElement;
    const [line, band, share] = PAINT[lane.scale];
    const none = { points: { show: false } };
    const made = new uPlot(
      {
        width: Math.max(element.clientWidth, 50),
        height: LANE_PX,
        padding: [4, 0, 4, 0],
        legend: { show: false },
        cursor: { show: false },
        select: { show: false, left: 0, top: 0, width: 0, height: 0 },
        axes: [{ show: false }, { show: false }],
        scales: {
          x: { time: false, range: () => [from, to] },
          y: { range: () => [low, high === low ? low + 1 : high] },
        },
        series: [
          {},
          { ...none, stroke: "transparent" },
          { ...none, stroke: "transparent" },
          { ...none, stroke: token("--edge"), width: 1.3, dash: [4, 3] },
          { ...none, stroke: token(line), width: 2 },
        ],
        bands: [{ series: [2, 1], fill: soft(band, share) }],
      },
      [[0], [null], [null], [null], [null]],
      element,
    );
    plot.current = made;
    const watch = new ResizeObserver(() =>
      made.setSize({ width: Math.max(element.clientWidth, 50), height: LANE_PX }),
    );
    watch.observe(element);
    return () => {
      watch.disconnect();
      made.destroy();
    };
  }, [shade, lane.scale, from, to, low, high]);
  useLayoutEffect(() => {
    const empty = new Array<null>(x.length).fill(null);
    const { curve, before } = lane;
    const list = (array: Float64Array | null | undefined): ArrayLike<number | null> =>
      array && array.length === x.length ? array : empty;
    plot.current?.setData([
      x,
      list(curve?.p10),
      list(curve?.p90),
      list(before),
      list(curve?.value),
    ] as unknown as uPlot.AlignedData);
  }, [x, lane.curve, lane.before, shade, from, to, low, high]);
  return <div class="lane-plot" ref={host} aria-hidden="true" />;
}

const near = (x: Float64Array, at: number): number => {
  let [a, b] = [0, x.length - 1];
  while (a < b) {
    const middle = (a + b) >> 1;
    if (x[middle] < at) a = middle + 1;
    else b = middle;
  }
  return a;
};

/** A lane's number where the scrubber stands. */
export function numberOn(
  lane: LaneSpec,
  x: Float64Array,
  at: number,
): { value: number; p10: number | null; p90: number | null } | null {
  if (!lane.curve || !x.length) return null;
  const i = near(x, at);
  return {
    value: lane.curve.value[i],
    p10: lane.curve.p10?.[i] ?? null,
    p90: lane.curve.p90?.[i] ?? null,
  };
}

/** Its range as text; empty: it is not there yet. */
export const rangeOf = (n: ReturnType<typeof numberOn>): string =>
  n && n.p10 !== null && n.p90 !== null ? range(n.p10, n.p90) : "";

export function Lanes(p: LanesProps): JSX.Element {
  const [asTable, setTable] = useState(false);
  const share = (x: number): number => (x - p.from) / (p.to - p.from);
  const area = useRef<HTMLDivElement>(null);
  const scrubTo = (event: PointerEvent): void => {
    const box = (area.current as HTMLElement).getBoundingClientRect();
    const raw = p.from + ((event.clientX - box.left) / box.width) * (p.to - p.from);
    p.onScrub(Math.min(Math.max(Math.round(raw / p.step) * p.step, p.from), p.to));
  };
  return (
    <div class="lanes">
      <div class="lane-axis" aria-hidden="true">
        {p.ticks.map((x) => (
          <span key={x} style={{ left: `${100 * share(x)}%` }}>
            {p.nameOfX(x)}
          </span>
        ))}
        <b class="scrub-tag" style={{ left: `${100 * share(p.at)}%` }}>
          {p.nameOfX(p.at)}
        </b>
      </div>
      {p.children}
      {p.lanes.map((lane) => {
        const here = p.x && numberOn(lane, p.x, p.at);
        const [low, high] = limits(lane);
        const text = here ? `${figure(here.value)} ${lane.unit}` : "";
        return (
          <div
            class="lane"
            key={lane.key}
            data-lane={lane.key}
            role="group"
            aria-label={`${lane.label}: ${text} ${rangeOf(here)}`}
          >
            <div class="lane-name">
              <b>{lane.label}</b>
              <span class="caption">{lane.about}</span>
            </div>
            <div class="lane-ends caption" aria-hidden="true">
              <span>{figure(high)}</span>
              <span>{figure(low)}</span>
            </div>
            <div class="lane-area">
              {p.x ? (
                <Lane lane={lane} x={p.x} from={p.from} to={p.to} />
              ) : (
                <span class="skeleton wide" />
              )}
              {here && (
                <span
                  class={share(p.at) > 0.9 ? "lane-tag left" : "lane-tag"}
                  style={{
                    left: `${100 * share(p.at)}%`,
                    top: `${4 + (LANE_PX - 8) * (1 - (here.value - low) / (high - low || 1))}px`,
                  }}
                  data-value={here.value}
                >
                  {text}
                </span>
              )}
            </div>
          </div>
        );
      })}
      <div
        class="scrub-area"
        ref={area}
        onPointerDown={(e) => {
          e.currentTarget.setPointerCapture(e.pointerId);
          scrubTo(e);
        }}
        onPointerMove={(e) => e.buttons & 1 && scrubTo(e)}
      >
        <span class="scrub-line" style={{ left: `${100 * share(p.at)}%` }} aria-hidden="true" />
      </div>
      <div class="scrub-row">
        <input
          type="range"
          class="scrub"
          min={p.from}
          max={p.to}
          step={p.step}
          value={p.at}
          aria-label={p.scrubLabel}
          aria-valuetext={p.nameOfX(p.at)}
          onInput={(e) => p.onScrub(Number(e.currentTarget.value))}
        />
      </div>
      <button class="link" aria-expanded={asTable} onClick={() => setTable(!asTable)}>
        {t("twin")}
      </button>
      {asTable && p.x && <LaneTable {...p} x={p.x} />}
    </div>
  );
}

/** The lanes as a table, a row a tick. */
function LaneTable(p: LanesProps & { x: Float64Array }): JSX.Element {
  return (
    <div class="table-scroll" tabIndex={0} role="region" aria-label={t("twin")}>
      <table>
        <thead>
          <tr>
            <th />
            {p.lanes.map((lane) => (
              <th key={lane.key}>
                {lane.label}, {lane.unit}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {p.ticks.map((tick) => (
            <tr key={tick}>
              <th>{p.nameOfX(tick)}</th>
              {p.lanes.map((lane) => {
                const n = numberOn(lane, p.x, tick);
                return (
                  <td key={lane.key}>
                    {n ? figure(n.value) : ""}{" "}
                    {n?.p10 != null && n.p90 != null ? range(n.p10, n.p90) : ""}
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
