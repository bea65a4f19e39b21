/** The numbers of some lanes where the scrubber stands, each with its range. */
import type { JSX } from "preact";
import { figure } from "./format";
import { numberOn, rangeOf, type LaneSpec } from "./lanes";
import { t } from "../words/words";

export const LaneNumbers = (p: {
  lanes: LaneSpec[];
  /** Which of them, by key. */
  keys: readonly string[];
  x: Float64Array | null;
  at: number;
}): JSX.Element => (
  <dl class="numbers">
    {p.lanes
      .filter(({ key }) => p.keys.includes(key))
      .map((lane) => {
        const n = p.x && numberOn(lane, p.x, p.at);
        return (
          <div key={lane.key} data-number={lane.key}>
            <dt>{lane.label}</dt>
            <dd>
              {n ? (
                <>
                  <b data-value={n.value}>{figure(n.value)}</b>{" "}
                  <span class="range">
                    {rangeOf(n) || t("range.coming")} {lane.unit}
                  </span>
                </>
              ) : (
                "…"
              )}
            </dd>
          </div>
        );
      })}
  </dl>
);
