/** The right side of Body: a sentence, why, four numbers, the criteria, what would change most. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { at, figure, ranged, signed, type Ranged } from "../parts/format";
import { KeyNumber, RangeDot, Validity } from "../parts/marks";
import { roundUp } from "../parts/scales";
import { usePage, useShown, useState_ } from "../state/context";
import {
  hasBackrest,
  isSeated,
  moved,
  neutralOf,
  poseArguments,
  slidersOf,
  valueOf,
} from "../state/postures";
import { numberAt, type Shown } from "../state/session";
import type { Held, State } from "../state/state";
import { nameOf, t } from "../words/words";

const LOAD = "levels.L4_L5.compression_N";
const PSOAS = "groups.psoas_r.force_N";

export function BodyMeaning(): JSX.Element {
  const { store, stored } = usePage();
  const state = useState_();
  const shown = useShown();
  const [why, setWhy] = useState(false);
  // before the engine is there, the posture that the page opens with is already known
  const first = state.body.posture === "sitting_upright" && !shown.frame ? stored.first : null;
  const number = (path: string): Ranged | null =>
    numberAt(shown, path) ?? (first ? ranged(at(first, path)) : null);
  const other = (path: string): number | null => ranged(at(shown.compared, path))?.value ?? null;
  const most = (path: string): number => {
    const n = number(path);
    return roundUp(1.15 * Math.max(n?.p90 ?? n?.value ?? 1, other(path) ?? 0, 1));
  };
  const explanation = at(shown.result ?? first, "explanation") as
    Record<string, string[]> | undefined;
  const warnings = (at(shown.result, "warnings") as string[] | undefined) ?? [];
  return (
    <>
      <p class="sentence" data-sentence="body">
        {sentence(state, number(LOAD), other(LOAD), number("groups.psoas_r.activation_pct"))}
      </p>
      <p class="row links">
        <button class="link" aria-expanded={why} onClick={() => setWhy(!why)}>
          {t("why")}
        </button>
        <button
          class="link"
          aria-pressed={state.reading === "full"}
          onClick={() => store.look({ reading: state.reading === "full" ? "plain" : "full" })}
        >
          {t(state.reading === "full" ? "detail.less" : "detail.more")}
        </button>
        <button class="link" onClick={() => store.look({ view: "trust" })}>
          {t("sources")}
        </button>
      </p>
      {why && <Why explanation={explanation} />}
      <KeyNumber id="load" label={t("key.load")} of={number(LOAD)} unit="N">
        <RangeDot
          of={number(LOAD) as Ranged}
          low={0}
          high={most(LOAD)}
          scale="tide"
          compared={other(LOAD)}
        />
      </KeyNumber>
      <KeyNumber id="psoas" label={t("key.psoas")} of={number(PSOAS)} unit="N">
        <RangeDot
          of={number(PSOAS) as Ranged}
          low={0}
          high={most(PSOAS)}
          scale="ember"
          compared={other(PSOAS)}
        />
      </KeyNumber>
      <KeyNumber
        id="curve"
        label={t("slider.curve")}
        of={number("posture_angles.lordosis_deg")}
        unit="°"
      >
        <RangeDot
          of={number("posture_angles.lordosis_deg") as Ranged}
          low={-20}
          high={80}
          compared={other("posture_angles.lordosis_deg")}
          zero
        />
      </KeyNumber>
      <KeyNumber
        id="hip"
        label={t("key.hip")}
        of={number("hip_r.contact_pct_bw")}
        unit={t("key.hip.unit")}
      >
        <RangeDot
          of={number("hip_r.contact_pct_bw") as Ranged}
          low={0}
          high={most("hip_r.contact_pct_bw")}
          compared={other("hip_r.contact_pct_bw")}
        />
      </KeyNumber>
      {state.reading === "full" && <Technical number={number} shown={shown} />}
      {warnings.length > 0 && (
        <ul class="warnings" lang="en">
          {warnings.map((w) => (
            <li key={w}>{w}</li>
          ))}
        </ul>
      )}
      <Ensemble shown={shown} state={state} />
      <Tornado state={state} />
    </>
  );
}

/** First the finding, then the size, then how sure. */
function sentence(
  state: State,
  load: Ranged | null,
  other: number | null,
  activation: Ranged | null,
): JSX.Element {
  if (!load) return <span class="skeleton wide" />;
  const than =
    other && state.compare
      ? `, ${t(`than.${comparison(load.value / other)}`, {
          other: nameOf("in", state.compare.posture),
        })}`
      : "";
  const effort = activation
    ? t(`effort.${activation.value < 3 ? "light" : activation.value < 15 ? "some" : "hard"}`)
    : "";
  return (
    <>
      {t("sentence.load")} <b>{figure(load.value)} N</b>
      {than}. {effort}
    </>
  );
}

type Comparison = "muchLess" | "less" | "littleLess" | "same" | "littleMore" | "more" | "muchMore";
function comparison(ratio: number): Comparison {
  const steps: [number, Comparison][] = [
    [0.55, "muchLess"],
    [0.82, "less"],
    [0.97, "littleLess"],
    [1.03, "same"],
    [1.22, "littleMore"],
    [1.8, "more"],
  ];
  return steps.find(([most]) => ratio < most)?.[1] ?? "muchMore";
}

/** The solver's own account, sentence by sentence. */
function Why({ explanation }: { explanation: Record<string, string[]> | undefined }): JSX.Element {
  if (!explanation)
    return (
      <p class="small" role="status">
        {t("why.wait")}
      </p>
    );
  return (
    <div class="why" lang="en">
      {Object.entries(explanation)
        .filter(([, list]) => list.length)
        .map(([part, list]) => (
          <ul key={part}>
            {list.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ul>
        ))}
    </div>
  );
}

const TECHNICAL: [string, string, string][] = [
  ["levels.L4_L5.shear_anterior_N", "tech.shear", "N"],
  ["levels.L4_L5.idp_MPa", "tech.idp", "MPa"],
  ["posture_angles.pelvic_tilt_deg", "tech.tilt", "°"],
  ["posture_angles.sacral_slope_deg", "tech.slope", "°"],
  ["stability.lambda_min", "tech.stability", "N m/rad"],
  ["iap_kPa", "tech.iap", "kPa"],
  ["support.seat_N", "tech.seat", "N"],
  ["groups.erector_r.force_N", "tech.erector", "N"],
  ["groups.iliacus_r.force_N", "tech.iliacus", "N"],
];

/** The second reading level: more numbers under their technical names, and how it was solved. */
function Technical({
  number,
  shown,
}: {
  number: (path: string) => Ranged | null;
  shown: Shown;
}): JSX.Element {
  return (
    <table class="technical">
      <caption>{t("tech")}</caption>
      <tbody>
        {TECHNICAL.map(([path, word, unit]) => {
          const n = number(path);
          return (
            n && (
              <tr key={path}>
                <th>{t(word as "tech.shear")}</th>
                <td>
                  <b data-value={n.value}>{figure(n.value)}</b> {unit}
                </td>
                <td>
                  {n.p10 !== null && n.p90 !== null ? `${figure(n.p10)} … ${figure(n.p90)}` : ""}
                </td>
                <td>
                  <Validity of={n} />
                </td>
              </tr>
            )
          );
        })}
      </tbody>
      <tfoot>
        <tr>
          <td colSpan={4} lang="en">
            {["criterion", "draws", "seed", "iterations", "residual", "kkt", "lines"]
              .map((key) => `${key} ${String(at(shown.result, key) ?? "…")}`)
              .join(" · ")}
          </td>
        </tr>
      </tfoot>
    </table>
  );
}

interface Row {
  criterion: string;
  stability_floor: boolean;
  status: string;
}

/** What nobody knows: how muscles share the work. One row a criterion; a click uses it. */
function Ensemble({ shown, state }: { shown: Shown; state: State }): JSX.Element {
  const { store } = usePage();
  const all =
    (at(shown.ensemble, "ensemble") as (Row & Record<string, unknown>)[] | undefined) ?? [];
  const rows = all
    .filter((row) => row.status === "solved" && (row.stability_floor || row.criterion === "volume"))
    .map((row) => ({ ...row, value: Number(row[PSOAS]) }))
    .sort((a, b) => a.value - b.value);
  const most = roundUp(Math.max(...rows.map((row) => row.value), 1));
  return (
    <section class="ensemble" aria-label={t("ensemble")}>
      <h2>{t("ensemble", { n: rows.length || 8 })}</h2>
      <p class="small">{t("ensemble.about")}</p>
      {rows.length === 0 && (
        <p class="small" role="status">
          {t("ensemble.wait")}
        </p>
      )}
      <ul>
        {rows.map((row) => {
          const used = row.criterion === state.criterion && row.stability_floor;
          const body = (
            <>
              <span class="ensemble-name">
                {nameOf("criterion", row.criterion)}
                {row.stability_floor ? "" : ` ${t("criterion.nofloor")}`}
              </span>
              <span class="ensemble-track" aria-hidden="true">
                <span
                  class={used ? "ring used" : "ring"}
                  style={{ left: `${(100 * row.value) / most}%` }}
                />
              </span>
              <span data-value={row.value}>{figure(row.value)}</span>
            </>
          );
          return (
            <li key={row.criterion + row.stability_floor} class={used ? "used" : ""}>
              {row.stability_floor ? (
                <button
                  aria-pressed={used}
                  data-criterion={row.criterion}
                  onClick={() => store.change(t("change.criterion"), { criterion: row.criterion })}
                >
                  {body}
                </button>
              ) : (
                <span class="ensemble-row">{body}</span>
              )}
            </li>
          );
        })}
      </ul>
    </section>
  );
}

interface Change {
  word:
    | "tornado.lean"
    | "tornado.load"
    | "tornado.mass"
    | "tornado.rest"
    | "tornado.norest"
    | "tornado.pad"
    | "tornado.curve";
  held: Held;
  person: State["person"];
}

/** Small changes of what somebody can change, each solved for itself. */
function changesOf(state: State, angles: Parameters<typeof neutralOf>[2]): Change[] {
  const { body, person } = state;
  const slide = (word: "lean" | "load" | "curve", by: number): Held => {
    const spec = slidersOf(body.posture).find((s) => s.word === word)!;
    const next = Math.min(
      Math.max(Math.round(valueOf(spec, body, angles)) + by, spec.low),
      spec.high,
    );
    return { ...body, inputs: moved(spec, body, next, neutralOf(spec, body.posture, angles)) };
  };
  const list: Change[] = [
    { word: "tornado.lean", held: slide("lean", 10), person },
    { word: "tornado.load", held: slide("load", 10), person },
    { word: "tornado.curve", held: slide("curve", -10), person },
    {
      word: "tornado.mass",
      held: body,
      person: { ...person, mass: Number(person.mass ?? 75) + 10 },
    },
  ];
  if (isSeated(body.posture)) {
    const rest = hasBackrest(body);
    list.push({
      word: rest ? "tornado.norest" : "tornado.rest",
      person,
      held: {
        ...body,
        inputs: {
          ...body.inputs,
          "support.backrest": !rest,
          ...(rest ? {} : { trunk_inclination_deg: -15 }),
        },
      },
    });
  }
  return list;
}

function Tornado({ state }: { state: State }): JSX.Element {
  const { session, stored } = usePage();
  const shown = useShown();
  const [rows, setRows] = useState<{ word: Change["word"]; by: number }[]>([]);
  const here = ranged(at(shown.result, LOAD))?.value;
  const solved = shown.ensemble;
  useEffect(() => {
    if (here === undefined || !solved) return undefined;
    let stale = false;
    const angles = stored.postures.find((p) => p.name === state.body.posture)?.angles;
    const asked = changesOf(state, angles).map(async (change) => {
      const argv = [
        ...poseArguments(change.held, change.person),
        "--criterion",
        state.criterion,
        "--json",
        "--draws",
        "0",
      ];
      const value = await session.json(argv).then(
        (r) => (r.status === "solved" ? ranged(at(r, LOAD))?.value : undefined),
        () => undefined,
      );
      return value === undefined ? [] : [{ word: change.word, by: value - here }];
    });
    void Promise.all(asked).then((found) => {
      if (!stale)
        setRows(
          found
            .flat()
            .sort((a, b) => Math.abs(b.by) - Math.abs(a.by))
            .slice(0, 5),
        );
    });
    return () => {
      stale = true;
    };
  }, [here, solved, session, stored, state.body, state.person, state.criterion]);
  const most = Math.max(...rows.map((row) => Math.abs(row.by)), 1);
  return (
    <section class="tornado" aria-label={t("tornado")}>
      <h2>{t("tornado")}</h2>
      <p class="small">{t("tornado.about")}</p>
      {rows.length === 0 && (
        <p class="small" role="status">
          {t("tornado.wait")}
        </p>
      )}
      <ul>
        {rows.map(({ word, by }) => (
          <li key={word}>
            <span>{t(word)}</span>
            <span class="tornado-track" aria-hidden="true">
              <span
                class={by < 0 ? "less" : "more"}
                style={{ width: `${(50 * Math.abs(by)) / most}%` }}
              />
            </span>
            <span>{signed(by)} N</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
