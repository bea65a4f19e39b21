/** Plots of a trial: muscle force, joint load, moment; each column can be chosen. */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import uPlot from "uplot";
import { figure } from "../parts/format";
import { usePage } from "../state/context";
import { columnOf, type Storage } from "../state/storage";
import type { TrialResult } from "../state/trial";
import { t } from "../words/words";

const token = (name: string): string =>
  getComputedStyle(document.documentElement).getPropertyValue(name).trim();

/** The first column that a reader of this page would look for. */
function likely(table: Storage | null, wanted: RegExp[]): string {
  const names = table?.names.slice(1) ?? [];
  for (const test of wanted) {
    const found = names.find((name) => test.test(name));
    if (found) return found;
  }
  return names[0] ?? "";
}

export function TrialPlots({ result, at }: { result: TrialResult; at: number }): JSX.Element {
  return (
    <>
      <Plot
        title={t("trial.force")}
        unit="N"
        table={result.forces}
        at={at}
        line="--ember3"
        wanted={[/psoas.*_r$/i, /iliopsoas/i, /_r$/]}
      />
      <Plot
        title={t("trial.load")}
        unit="N"
        table={result.loads}
        at={at}
        line="--tide2"
        wanted={[/hip_r.*_fy$/i, /L5_?S1.*_fy$/i, /_fy$/]}
      />
      <Plot
        title={t("trial.moment")}
        unit="N m"
        table={result.moments}
        at={at}
        line="--ink2"
        wanted={[/hip_flexion_r/, /moment$/]}
      />
      <Plot
        title={t("trial.activation")}
        unit=""
        table={result.activations}
        at={at}
        line="--ember3"
        wanted={[/psoas.*_r$/i, /_r$/]}
      />
      <p class="small">{t("trial.opensim")}</p>
    </>
  );
}

function Plot(p: {
  title: string;
  unit: string;
  table: Storage | null;
  at: number;
  line: string;
  wanted: RegExp[];
}): JSX.Element | null {
  const { shade } = usePage();
  const [name, setName] = useState(() => likely(p.table, p.wanted));
  const host = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const now = useRef(p.at);
  now.current = p.at;
  const values = columnOf(p.table, name);
  const time = p.table?.columns[0];
  useLayoutEffect(() => {
    const element = host.current;
    if (!element || !values || !time) return undefined;
    const axis = {
      stroke: token("--ink3"),
      grid: { stroke: token("--line"), width: 1 },
      ticks: { show: false },
      font: "12px Inter, system-ui",
    };
    const made = new uPlot(
      {
        width: Math.max(element.clientWidth, 100),
        height: 130,
        legend: { show: false },
        cursor: { show: false },
        padding: [8, 8, 0, 0],
        scales: { x: { time: false } },
        axes: [
          {
            ...axis,
            grid: { show: false },
            size: 24,
            values: (_, list) => list.map((x) => `${x}`),
          },
          { ...axis, size: 52, space: 36 },
        ],
        series: [{}, { stroke: token(p.line), width: 2, points: { show: false } }],
        hooks: { draw: [(u) => mark(u, time[now.current])] },
      },
      [time, values] as unknown as uPlot.AlignedData,
      element,
    );
    plot.current = made;
    return () => made.destroy();
  }, [values, time, shade, p.line]);
  useLayoutEffect(() => plot.current?.redraw(false), [p.at]);
  if (!p.table || !values) return null;
  return (
    <section class="plot" data-plot={p.title}>
      <div class="head-row">
        <h2>
          {p.title}
          {p.unit && `, ${p.unit}`}
        </h2>
        <span>
          <b data-value={values[p.at]}>{figure(values[p.at] ?? NaN)}</b>{" "}
          <span class="range">{p.unit}</span>
        </span>
      </div>
      <label>
        <span class="visually-hidden">{p.title}</span>
        <select value={name} onChange={(e) => setName(e.currentTarget.value)}>
          {p.table.names.slice(1).map((n) => (
            <option key={n} value={n}>
              {n}
            </option>
          ))}
        </select>
      </label>
      <div
        ref={host}
        role="img"
        aria-label={t("trial.plot", {
          name,
          low: figure(Math.min(...values)),
          high: figure(Math.max(...values)),
          unit: p.unit,
        })}
      />
    </section>
  );
}

/** The line that is linked to the figure. */
function mark(u: uPlot, x: number): void {
  const at = u.valToPos(x, "x", true);
  u.ctx.save();
  u.ctx.strokeStyle = token("--accent");
  u.ctx.lineWidth = 2 * devicePixelRatio;
  u.ctx.beginPath();
  u.ctx.moveTo(at, u.bbox.top);
  u.ctx.lineTo(at, u.bbox.top + u.bbox.height);
  u.ctx.stroke();
  u.ctx.restore();
}
