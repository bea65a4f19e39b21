/** What the stage says in words: tips of what lies under the pointer, and the tables beside it. */
import type { JSX } from "preact";
import { useEffect } from "preact/hooks";
import type { SceneNerve } from "../engine/types";
import { at, figure, LEVEL_NAMES, range, ranged } from "../parts/format";
import { Icon } from "../parts/icons";
import { usePage, useShown } from "../state/context";
import { numberAt } from "../state/session";
import type { Hit, Stage } from "../three/stage";
import { nameOf, t } from "../words/words";

export const LEVELS = Object.keys(LEVEL_NAMES);

const SIDES: Record<string, "side.r" | "side.l"> = { r: "side.r", l: "side.l" };

/** "psoas_L4_TP_r" -> "Psoas, L4 transverse process, right" */
export function lineName(name: string): string {
  const match = /^psoas_(.+?)_(VB|TP|IVD)_([rl])$/.exec(name);
  if (!match) return name.replace(/_/g, " ");
  return t("line.psoas", {
    level: match[1].replace("_", "–"),
    part: t(`part.${match[2] as "VB" | "TP" | "IVD"}`),
    side: t(SIDES[match[3]]),
  });
}

/** "root_L4" -> "Root L4, left" */
export function nerveName({ name, side }: SceneNerve): string {
  const root = /^root_(\w+)$/.exec(name);
  const word = root ? t("nerve.root", { level: root[1] }) : nameOf("nerve", name);
  return `${word}, ${t(SIDES[side])}`;
}

const placeOf = (stage: Stage | null, hit: NonNullable<Hit>): { x: number; y: number } | null =>
  (hit.kind === "disc"
    ? stage?.discOnScreen(hit.index)
    : hit.kind === "line"
      ? stage?.lineOnScreen(hit.index)
      : stage?.nerveOnScreen(hit.index)) ?? null;

/** What was clicked: its numbers, its share, where they come from. Without `close`: pointed at. */
export function Tip({
  hit,
  stage,
  close,
}: {
  hit: NonNullable<Hit>;
  stage: Stage | null;
  close?: (() => void) | undefined;
}): JSX.Element | null {
  const shown = useShown();
  const page = usePage();
  const { scene } = shown;
  if (!scene) return null;
  const place = placeOf(stage, hit);
  const style = place
    ? { left: `${Math.max(place.x - 250, 12)}px`, top: `${Math.max(place.y - 30, 70)}px` }
    : {};
  const [title, rows] = told(shown, hit);
  return (
    <div
      class={close ? "tip" : "tip passing"}
      style={style}
      role={close ? "dialog" : "tooltip"}
      aria-label={title}
    >
      <b>{title}</b>
      {rows.map(([label, value]) => (
        <div key={label}>
          {label ? `${label} ` : ""}
          {value}
        </div>
      ))}
      {hit.kind === "nerve" && <div>{t("nerve.schematic")}</div>}
      {close && (
        <p class="row">
          <button class="tip-link" onClick={() => page.store.look({ view: "trust" })}>
            {t("sources")}
          </button>
          <button class="tip-link" onClick={close}>
            {t("close")}
          </button>
        </p>
      )}
    </div>
  );
}

/** Title and lines of a tip. */
function told(shown: ReturnType<typeof useShown>, hit: NonNullable<Hit>): [string, Rows] {
  const { lines = [], nerves = [] } = shown.scene ?? {};
  if (hit.kind === "disc") {
    const level = LEVELS[hit.index];
    return [t("tip.disc", { level: LEVEL_NAMES[level] }), discRows(shown, level)];
  }
  if (hit.kind === "line") {
    const { name } = lines[hit.index];
    return [lineName(name), lineRows(shown, name)];
  }
  const nerve = nerves[hit.index];
  return [nerveName(nerve), [[`${t("nerve.by")}:`, nerve.places.join(" · ")]]];
}

type Rows = [string, string][];
const said = (shown: ReturnType<typeof useShown>, path: string, unit: string): string | null => {
  const n = numberAt(shown, path);
  if (!n) return null;
  return (
    `${figure(n.value)} ${unit}` +
    (n.p10 !== null && n.p90 !== null ? ` (${range(n.p10, n.p90).replace(/[()]/g, "")})` : "")
  );
};

function discRows(shown: ReturnType<typeof useShown>, level: string): Rows {
  const rows: [string, string | null][] = [
    [t("tip.compression"), said(shown, `levels.${level}.compression_N`, "N")],
    [t("tip.shear"), said(shown, `levels.${level}.shear_anterior_N`, "N")],
    [t("tip.pressure"), said(shown, `levels.${level}.idp_MPa`, "MPa")],
  ];
  const share = at(shown.result, `levels.${level}.share`) as Record<string, unknown> | undefined;
  const parts = Object.entries(share ?? {})
    .map(([name, value]) => [name, ranged(value)?.value ?? 0] as const)
    .sort((a, b) => Math.abs(b[1]) - Math.abs(a[1]))
    .slice(0, 4);
  for (const [name, value] of parts) rows.push([`${nameOf("share", name)}`, `${figure(value)} N`]);
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

function lineRows(shown: ReturnType<typeof useShown>, name: string): Rows {
  const activation = numberAt(shown, `muscles.${name}.activation`);
  const rows: [string, string | null][] = [
    ["", said(shown, `muscles.${name}.force_N`, "N")],
    [t("tip.active"), said(shown, `muscles.${name}.active_N`, "N")],
    [t("tip.passive"), said(shown, `muscles.${name}.passive_N`, "N")],
    ["", activation ? t("tip.share", { share: figure(100 * activation.value) }) : null],
  ];
  const hip = ranged(at(shown.result, `muscles.${name}.arms_m.hip_flexion_${name.slice(-1)}`));
  if (hip) rows.push([t("tip.arm"), `${figure(1000 * hip.value)} mm`]);
  return rows.filter((row): row is [string, string] => row[1] !== null);
}

/** The same in words and tables, for who does not see the picture. */
export function BodyTwin({ levels }: { levels: ReturnType<typeof ranged>[] }): JSX.Element {
  const page = usePage();
  const shown = useShown();
  const l45 = levels[4];
  const text = l45
    ? t("body.said", {
        value: figure(l45.value),
        low: figure(l45.p10 ?? l45.value),
        high: figure(l45.p90 ?? l45.value),
      })
    : "";
  useEffect(() => {
    const timer = setTimeout(() => shown.result && page.announce(text), 500);
    return () => clearTimeout(timer);
  }, [text, page, shown.result]);
  const nerves = shown.scene?.nerves.filter(({ side }) => side === "r") ?? [];
  const fascicles = shown.scene?.lines.filter((line) => line.region === "psoas") ?? [];
  return (
    <details class="twin" id="body-twin">
      <summary>
        <Icon name="lanes" size={16} /> {t("twin")}
      </summary>
      <div class="twin-tables" tabIndex={0} role="region" aria-label={t("twin")}>
        <table>
          <caption>{t("twin.levels")}</caption>
          <thead>
            <tr>
              <th>{t("twin.level")}</th>
              <th>{t("tip.compression")} N</th>
              <th>{t("twin.range")}</th>
            </tr>
          </thead>
          <tbody>
            {LEVELS.map((level, i) => (
              <tr key={level}>
                <th>{LEVEL_NAMES[level]}</th>
                <td>{levels[i] ? figure(levels[i].value) : ""}</td>
                <td>
                  {levels[i]?.p10 != null && levels[i]?.p90 != null
                    ? range(levels[i].p10 as number, levels[i].p90 as number)
                    : ""}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
        <table>
          <caption>{t("twin.fascicles")}</caption>
          <thead>
            <tr>
              <th>{t("twin.fascicle")}</th>
              <th>N</th>
            </tr>
          </thead>
          <tbody>
            {fascicles.map(({ name }) => {
              const force = numberAt(shown, `muscles.${name}.force_N`);
              return (
                <tr key={name}>
                  <th>{lineName(name)}</th>
                  <td>{force ? figure(force.value) : ""}</td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <table>
          <caption>
            {t("twin.nerves")} {t("nerve.schematic")}
          </caption>
          <tbody>
            {nerves.map((nerve) => (
              <tr key={nerve.name} data-nerve={nerve.name}>
                <th>{nerveName(nerve)}</th>
                <td lang="en">{nerve.places.join(", ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
