/** Six rows of disc loads beside the spine, each with one line to its disc; lines never cross. */
import type { JSX } from "preact";
import { figure, LEVEL_NAMES, type Ranged } from "./format";
import { IntervalBar, RangeText } from "./marks";
import { t } from "../words/words";

export interface Spot {
  x: number;
  y: number;
}

const LEAST = 44; // [px]  from row to row
const HEAD = 128; // [px]  title and legend above the first row

export interface LadderProps {
  levels: (Ranged | null)[];
  compared: (number | null)[];
  comparedName: string;
  most: number;
  spots: Spot[];
  box: { width: number; height: number };
  marked: number | null;
  onMark: (index: number | null) => void;
  onOpen: (index: number) => void;
}

const NAMES = Object.values(LEVEL_NAMES);

export function Ladder(p: LadderProps): JSX.Element {
  const narrow = p.box.width < 560;
  const width = narrow ? Math.min(190, p.box.width * 0.48) : Math.min(290, p.box.width * 0.4);
  const left = p.box.width - width - (narrow ? 12 : 24);
  const head = narrow ? 64 : HEAD;
  const room = p.box.height - head - (narrow ? 60 : 150);
  const step = Math.max(LEAST, Math.min(54, room / 6));
  const rowY = (i: number): number => head + i * step;
  return (
    <div
      class={narrow ? "ladder narrow" : "ladder"}
      style={{ left: `${left}px`, width: `${width}px`, top: `${head - 22}px` }}
    >
      <div class="ladder-head head-row">
        <b>{t("ladder.title")}</b>
        <span class="caption">{t("ladder.range")}</span>
      </div>
      <ol>
        {p.levels.map((of, i) => (
          <li key={NAMES[i]} style={{ height: `${step}px` }}>
            <button
              class={p.marked === i ? "ladder-row marked" : "ladder-row"}
              data-level={Object.keys(LEVEL_NAMES)[i]}
              onPointerEnter={() => p.onMark(i)}
              onPointerLeave={() => p.onMark(null)}
              onFocus={() => p.onMark(i)}
              onBlur={() => p.onMark(null)}
              onClick={() => p.onOpen(i)}
            >
              <span class="head-row">
                <b>{NAMES[i]}</b>
                <span>
                  {of && (
                    <>
                      <b data-value={of.value}>{figure(of.value)}</b> <RangeText of={of} />
                    </>
                  )}
                </span>
              </span>
              {of && <IntervalBar of={of} most={p.most} compared={p.compared[i]} />}
            </button>
          </li>
        ))}
      </ol>
      <div class="ladder-axis head-row caption" aria-hidden="true">
        <span>0</span>
        <span>{figure(p.most / 2, 0)}</span>
        <span>{figure(p.most, 0)} N</span>
      </div>
      <p class="caption ladder-key">
        <span class="key-bar" aria-hidden="true" /> {t("ladder.key")}
        {p.comparedName && (
          <>
            {" "}
            <span class="key-diamond" aria-hidden="true" /> {p.comparedName}
          </>
        )}
      </p>
      {p.spots.length === 6 && (
        <svg
          class="leaders"
          style={{ left: `${-left}px`, top: `${-(head - 22)}px` }}
          width={p.box.width}
          height={p.box.height}
          aria-hidden="true"
        >
          {p.spots.map((spot, i) => (
            <g class={p.marked === i ? "marked" : ""} key={NAMES[i]}>
              <path
                d={`M${spot.x} ${spot.y}L${left - 34} ${rowY(i) + 16}H${left - 10}`}
              />
              <circle cx={spot.x} cy={spot.y} r="3.5" />
            </g>
          ))}
        </svg>
      )}
    </div>
  );
}
