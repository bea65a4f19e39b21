/** Trust: the model beside measurements on people, row by row; sources, gaps, versions. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { Dialog } from "../parts/dialog";
import { figure, range } from "../parts/format";
import { Icon } from "../parts/icons";
import { at as pick } from "../parts/format";
import { usePage } from "../state/context";
import { nameOf, t, type Word } from "../words/words";

export interface Row {
  id: string;
  group: number;
  quantity: string;
  condition: string;
  unit: string;
  measured: number;
  spread: string;
  n: string;
  low: number;
  high: number;
  model: number | null;
  outcome: "pass" | "low" | "high" | "input" | "input_off" | "not_covered" | "no_value";
  grade: string;
  flag: string;
  citation: string;
  doi: string;
  scenarios: string;
  expression: string;
  note: string;
}
interface Group {
  group: number;
  name: string;
  verified: Record<string, [number, number]>;
  recalled: Record<string, [number, number]>;
  inputs: number;
  not_covered: number;
}

/** As many significant figures as the measurement has, at least two. */
const number = (x: number | null): string => (x === null ? "–" : figure(x));

const count = (group: Group): [number, number] =>
  [...Object.values(group.verified), ...Object.values(group.recalled)].reduce<[number, number]>(
    ([a, b], [passed, all]) => [a + passed, b + all],
    [0, 0],
  );

export function Trust(): JSX.Element {
  const { stored } = usePage();
  const groups = stored.validation.groups as Group[];
  const rows = stored.validation.rows as Row[];
  const [group, setGroup] = useState(groups[0].group);
  const [absolute, setAbsolute] = useState(false);
  const [open, setOpen] = useState<string | null>(null);
  const [page, setPage] = useState<"sources" | "gaps" | "intervals" | null>(null);
  const shown = rows.filter((row) => row.group === group);
  const picked =
    shown.find((row) => row.id === open) ??
    shown.find((row) => row.outcome === "low" || row.outcome === "high") ??
    shown[0];
  const [passed, all] = groups.map(count).reduce(([a, b], [c, d]) => [a + c, b + d], [0, 0]);
  const here = groups.find((g) => g.group === group) as Group;
  return (
    <div class="trust-view" data-ready="yes">
      <section class="panel left" aria-label={t("trust.groups")}>
        <h1 class="section">{t("trust.title")}</h1>
        <p class="small">
          <b data-trust="passed">{passed}</b> {t("trust.of", { all })}
        </p>
        <ul class="groups">
          {groups.map((g) => {
            const [a, b] = count(g);
            return (
              <li key={g.group}>
                <button
                  aria-pressed={g.group === group}
                  data-group={g.group}
                  onClick={() => {
                    setGroup(g.group);
                    setOpen(null);
                  }}
                >
                  <span class="head-row">
                    <span class="cap inline-block">{nameOf("group", g.name)}</span>
                    <span data-count>
                      {a}/{b}
                    </span>
                  </span>
                  <span class="group-bar" aria-hidden="true">
                    <span style={{ width: `${(100 * a) / Math.max(b, 1)}%` }} />
                  </span>
                </button>
              </li>
            );
          })}
        </ul>
        <button class="link" onClick={() => setPage("sources")}>
          {t("trust.sources")}
        </button>
        <button class="link" onClick={() => setPage("gaps")}>
          {t("trust.gaps")}
        </button>
        <button class="link" onClick={() => setPage("intervals")}>
          {t("trust.intervals")}
        </button>
      </section>
      <section class="trust-main" aria-label={nameOf("group", here.name)}>
        <div class="time-head">
          <div>
            <h2 class="title cap">{nameOf("group", here.name)}</h2>
            <p class="caption">{t(absolute ? "trust.absolute.about" : "trust.aligned.about")}</p>
          </div>
          <div class="segments" role="group" aria-label={t("trust.scale")}>
            <button aria-pressed={!absolute} onClick={() => setAbsolute(false)}>
              {t("trust.aligned")}
            </button>
            <button aria-pressed={absolute} onClick={() => setAbsolute(true)}>
              {t("trust.absolute")}
            </button>
          </div>
        </div>
        <DotPlot rows={shown} absolute={absolute} picked={picked?.id ?? ""} open={setOpen} />
        <p class="caption plot-key">
          <Sign kind="verified" /> {t("trust.verified")} <Sign kind="recalled" />{" "}
          {t("trust.recalled")}
          <Sign kind="inside" /> {t("trust.inside")} <Sign kind="outside" /> {t("trust.outside")}
        </p>
        <p class="caption">{t("trust.counts", { inputs: here.inputs, gaps: here.not_covered })}</p>
      </section>
      {picked && <RowPage row={picked} />}
      {page === "sources" && <Sources rows={rows} close={() => setPage(null)} />}
      {page === "gaps" && <Gaps rows={rows} close={() => setPage(null)} />}
      {page === "intervals" && (
        <Dialog title={t("trust.intervals")} onClose={() => setPage(null)}>
          <p>{t("trust.intervals.1")}</p>
          <p>{t("trust.intervals.2")}</p>
          <p>{t("trust.intervals.3")}</p>
        </Dialog>
      )}
    </div>
  );
}

function Sign({ kind }: { kind: "verified" | "recalled" | "inside" | "outside" }): JSX.Element {
  return (
    <svg width="14" height="14" viewBox="0 0 14 14" aria-hidden="true" class="plot-sign">
      {kind === "outside" ? (
        <path d="M7 1.5L12.5 7 7 12.5 1.5 7z" class="outside-mark" />
      ) : kind === "inside" ? (
        <circle cx="7" cy="7" r="4.5" class="inside-mark" />
      ) : (
        <circle cx="7" cy="7" r="5" class={`measured ${kind}`} />
      )}
    </svg>
  );
}

/** Where the fair band lies in the picture, so that it fills one strip in every row. */
const STRIP: [number, number] = [0.3, 0.7];

function placeOf(row: Row, rows: Row[], absolute: boolean): (x: number) => number {
  if (absolute) {
    const all = rows
      .filter((r) => r.unit === row.unit)
      .flatMap((r) => [r.low, r.high, r.measured, r.model ?? r.measured]);
    const [low, high] = [Math.min(0, ...all), Math.max(...all)];
    return (x) => (x - low) / (high - low || 1);
  }
  const width = row.high - row.low || 1;
  return (x) => STRIP[0] + ((x - row.low) / width) * (STRIP[1] - STRIP[0]);
}

const pct = (share: number): string =>
  `${(100 * Math.min(Math.max(share, 0.01), 0.99)).toFixed(2)}%`;
const widthOf = (low: number, high: number): string =>
  `${100 * Math.max(Math.min(high, 0.99) - Math.max(low, 0.01), 0.005)}%`;
const OUTSIDE = ["low", "high", "input_off"];

function DotPlot(p: {
  rows: Row[];
  absolute: boolean;
  picked: string;
  open: (id: string) => void;
}): JSX.Element {
  return (
    <div class={p.absolute ? "dots" : "dots aligned"}>
      <div class="dots-head caption" aria-hidden="true">
        <span />
        <span class="strip-names">
          {!p.absolute && (
            <>
              <span>{t("trust.low")}</span>
              <b>{t("trust.band")}</b>
              <span>{t("trust.high")}</span>
            </>
          )}
        </span>
        <span>{t("trust.measured")}</span>
        <span>{t("trust.model")}</span>
        <span />
      </div>
      <ul>
        {p.rows.map((row) => {
          const to = placeOf(row, p.rows, p.absolute);
          const outside = OUTSIDE.includes(row.outcome);
          return (
            <li key={row.id}>
              <button
                class="dots-row"
                aria-pressed={row.id === p.picked}
                data-row={row.id}
                data-outcome={row.outcome}
                onClick={() => p.open(row.id)}
              >
                <span class="dots-name cap" lang="en">
                  {row.condition || row.quantity}
                </span>
                <span class="dots-track" aria-hidden="true">
                  <span
                    class="fair"
                    style={{
                      left: pct(to(row.low)),
                      width: widthOf(to(row.low), to(row.high)),
                    }}
                  />
                  <span
                    class={`measured ${row.flag === "verified" ? "verified" : "recalled"}`}
                    style={{ left: pct(to(row.measured)) }}
                  />
                  {row.model !== null && (
                    <span
                      class={outside ? "outside-mark" : "inside-mark"}
                      style={{ left: pct(to(row.model)) }}
                    />
                  )}
                </span>
                <span>{number(row.measured)}</span>
                <span>
                  <b>{number(row.model)}</b> <span class="range">{row.unit}</span>
                </span>
                <span class={outside ? "outside-word" : "quiet-word"}>
                  {t(`outcome.${row.outcome}`)}
                </span>
              </button>
            </li>
          );
        })}
      </ul>
    </div>
  );
}

/** "a=wilke_supine" names one of the listed postures, or one of the validation's own scenarios. */
function RowPage({ row }: { row: Row }): JSX.Element {
  const { store, stored } = usePage();
  const posture = row.scenarios
    .split(/[;,]/)
    .map((s) => s.split("=")[1])
    .find((name) => stored.postures.some((p) => p.name === name));
  const [bib, setBib] = useState<string | null>(null);
  useEffect(() => setBib(null), [row.id]);
  const to = placeOf(row, [row], false);
  const outside = OUTSIDE.includes(row.outcome);
  return (
    <section class="panel right" aria-label={row.id}>
      <div class="head-row">
        <span class="caption">{row.id}</span>
        <span class="tag">{t("trust.target", { grade: row.grade })}</span>
      </div>
      <h2 class="section cap" lang="en">
        {row.quantity}
      </h2>
      <p lang="en" class="small">
        {row.condition}
      </p>
      <p>
        {row.model === null ? (
          t("trust.noModel")
        ) : (
          <>
            {t("trust.gives")}{" "}
            <b data-value={row.model}>
              {number(row.model)} {row.unit}
            </b>
            .{" "}
          </>
        )}
        {t("trust.was", { measured: `${number(row.measured)} ${row.unit}`, n: row.n || "?" })}{" "}
        {t("trust.fair", { band: range(row.low, row.high) })}{" "}
        <b class={outside ? "outside-word" : ""}>{t(`outcome.${row.outcome}`)}</b>.
      </p>
      {!outside || <p class="small">{t("trust.missed")}</p>}
      <div class="dots-track big" aria-hidden="true">
        <span
          class="fair"
          style={{ left: pct(to(row.low)), width: `${100 * (STRIP[1] - STRIP[0])}%` }}
        />
        <span
          class={`measured ${row.flag === "verified" ? "verified" : "recalled"}`}
          style={{ left: pct(to(row.measured)) }}
        />
        {row.model !== null && (
          <span
            class={outside ? "outside-mark" : "inside-mark"}
            style={{ left: pct(to(row.model)) }}
          />
        )}
      </div>
      <h2>{t("sources")}</h2>
      <p lang="en" class="small">
        {row.citation} {row.doi}
      </p>
      <p class="small">
        {t(row.flag === "verified" ? "trust.verified.about" : "trust.recalled.about")}
        {row.spread ? ` ${t("trust.spread")}: ` : ""}
        <span lang="en">{row.spread}</span>
      </p>
      {row.note && (
        <p lang="en" class="small">
          {row.note}
        </p>
      )}
      <h2>{t("trust.repeat")}</h2>
      <pre class="command" tabIndex={0}>
        psoas validate --groups {row.group}
        {"\n"}
        {row.expression && `# ${row.scenarios}\n# ${row.expression}`}
      </pre>
      <p class="row">
        <button
          class="outlined"
          disabled={!posture}
          onClick={() =>
            posture &&
            store.change(t("trust.open"), {
              view: "body",
              body: { posture, inputs: {} },
              person: {},
            })
          }
        >
          {t("trust.open")}
        </button>
        <button class="outlined" onClick={() => setBib(`${row.citation}\n${row.doi}`)}>
          {t("trust.cite")}
        </button>
      </p>
      {bib && (
        <pre class="command" lang="en">
          {bib}
        </pre>
      )}
    </section>
  );
}

function Sources({ rows, close }: { rows: Row[]; close: () => void }): JSX.Element {
  const { session } = usePage();
  const [reviews, setReviews] = useState<{ id: string; citation: string; where_seen: string }[]>(
    [],
  );
  useEffect(() => {
    void session.json(["evidence", "--json"]).then(
      (e) => setReviews(pick(e, "sources") as typeof reviews),
      () => undefined,
    );
  }, [session]);
  const cited = new Map(rows.map((row) => [row.citation, row.doi]));
  return (
    <Dialog title={t("trust.sources")} onClose={close} wide>
      <p>{t("trust.sources.about")}</p>
      <h3>{t("trust.sources.measured", { n: cited.size })}</h3>
      <ul class="small" lang="en">
        {[...cited].sort().map(([citation, doi]) => (
          <li key={citation}>
            {citation} {doi}
          </li>
        ))}
      </ul>
      {reviews.length > 0 && <h3>{t("trust.sources.trials", { n: reviews.length })}</h3>}
      <ul class="small" lang="en">
        {reviews.map((s) => (
          <li key={s.id}>
            {s.id} {s.citation} ({s.where_seen})
          </li>
        ))}
      </ul>
    </Dialog>
  );
}

const GAPS: Word[] = ["gap.fascicle", "gap.criterion", "gap.pain", "gap.range", "gap.person"];

function Gaps({ rows, close }: { rows: Row[]; close: () => void }): JSX.Element {
  const open = rows.filter((row) => row.outcome === "not_covered" || row.outcome === "no_value");
  return (
    <Dialog title={t("trust.gaps")} onClose={close} wide>
      <ul class="list">
        {GAPS.map((word) => (
          <li key={word}>
            <Icon name="info" size={16} /> {t(word)}
          </li>
        ))}
      </ul>
      <h3>{t("trust.gaps.rows", { n: open.length })}</h3>
      <ul class="small" lang="en">
        {open.map((row) => (
          <li key={row.id}>
            {row.id} {row.quantity}: {row.condition}
          </li>
        ))}
      </ul>
    </Dialog>
  );
}
