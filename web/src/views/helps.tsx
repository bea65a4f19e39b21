/** What helps: each remedy as trials measured it, next to what is claimed for it. */
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { figure, range } from "../parts/format";
import { Icon } from "../parts/icons";
import { Badge, GradeDots, RangeDot, STANDINGS, standingWord } from "../parts/marks";
import { usePage, useState_ } from "../state/context";
import { useKept } from "../state/kept";
import { pointsOf, usePlan, type PlanResult } from "../state/plans";
import type { HelpPlan, PlanSort, Problem } from "../state/state";
import { t } from "../words/words";
import { HelpsCard } from "./helps_card";
import { HelpsPlan } from "./helps_plan";

export interface Effect {
  mode: string;
  parameter: string;
  unit: string | null;
  mean: number | null;
  p10: number | null;
  p50: number | null;
  p90: number | null;
  words: string;
  why: string;
}
export interface Remedy {
  id: string;
  name: string;
  aliases: string[];
  purpose: string;
  claimed: string | null;
  claims: string[];
  mechanism: string;
  status: string;
  status_note: string | null;
  grade: Record<string, { grade: string; low: string; high: string; about: string | null }>;
  measured: {
    outcome: string;
    against: string;
    points: number | null;
    points_low: number | null;
    points_high: number | null;
    when: string | null;
    finding: string;
    source: string;
  }[];
  default: Effect;
  may_be_typed: { low: number; high: number; unit: string } | null;
  dose: string;
  minutes_per_week: number | null;
  time_course: string;
  harms: string;
  not_with: string[];
  guidelines: { guideline: string; stance: string; words: string }[];
  guidelines_disagree: boolean;
  sources: string[];
}
export interface Claim {
  id: string;
  theme: string;
  claim: string;
  status: string;
  status_note: string | null;
  certainty: string;
  for: string | null;
  against: string | null;
  shows: string | null;
  sources: string[];
}
export interface Catalogue {
  remedies: Remedy[];
  claims: Claim[];
  sources: { id: string; citation: string; where_seen: string }[];
  reading: string;
  scale: string;
}

export function useCatalogue(): { catalogue: Catalogue | null; trouble: string } {
  const { session } = usePage();
  const [catalogue, setCatalogue] = useState<Catalogue | null>(null);
  const [trouble, setTrouble] = useState("");
  useEffect(() => {
    if (!session.work) return;
    Promise.all([session.json(["evidence", "--json"]), session.json(["claims", "--json"])]).then(
      ([e, c]) =>
        setCatalogue({
          remedies: e.interventions as Remedy[],
          claims: c.claims as Claim[],
          sources: [...(e.sources as Catalogue["sources"]), ...(c.sources as Catalogue["sources"])],
          reading: String(e.reading),
          scale: String(e.scale),
        }),
      (problem: Error) => setTrouble(problem.message),
    );
  }, [session]);
  return { catalogue, trouble };
}

/** Which default effects on pain count for which problem. */
const COUNTS: Record<Problem, RegExp> = {
  acute: /^pain_offset(_acute)?$/,
  subacute: /^pain_offset$/,
  persistent: /^pain_offset(_chronic)?$/,
  sciatica: /^leg_pain_offset$/,
};

/** Points less pain, more to the right. */
export interface Points {
  value: number;
  p10: number | null;
  p90: number | null;
}

/** As trials measured it; zero where nothing was found for this problem. */
export function benefitOf(remedy: Remedy, problem: Problem): Points {
  const { default: d } = remedy;
  if (d.unit !== "points" || d.p50 === null || !COUNTS[problem].test(d.parameter))
    return { value: 0, p10: 0, p90: 0 };
  return { value: -d.p50 || 0, p10: -(d.p90 ?? d.p50) || 0, p90: -(d.p10 ?? d.p50) || 0 };
}

export const gradeOf = (remedy: Remedy, problem: Problem): string =>
  remedy.grade[problem === "sciatica" ? "sciatica" : "back_pain"]?.low ?? "none";

const SURE = ["none", "very low", "low", "moderate", "high"];

/** A remedy as this person would have it: lived for twelve weeks; as trials have it till then. */
export interface Ranked {
  remedy: Remedy;
  points: Points;
  minutes: number | null;
  /** Why it is not ranked for this person. */
  leftOut: string;
}

function rankedOf(remedy: Remedy, problem: Problem, plan: PlanResult | null): Ranked {
  const alone = plan?.alone.find(({ id }) => id === remedy.id);
  const points = plan
    ? (pointsOf(alone, plan.draws > 0) ?? { value: 0, p10: 0, p90: 0 })
    : benefitOf(remedy, problem);
  const minutes = alone?.minutes_per_week ?? remedy.minutes_per_week;
  return { remedy, points, minutes, leftOut: alone?.left_out ?? "" };
}

function sorted(list: Ranked[], problem: Problem, by: PlanSort): Ranked[] {
  const worth = ({ remedy, points: { value }, minutes }: Ranked): number => {
    if (by === "benefit") return value;
    if (by === "surest") return 100 * SURE.indexOf(gradeOf(remedy, problem)) + value;
    return value / Math.max(minutes ?? 60, LEAST_MINUTES);
  };
  const byName = (a: Ranked, b: Ranked): number => a.remedy.name.localeCompare(b.remedy.name);
  return [...list].sort((a, b) => worth(b) - worth(a) || byName(a, b));
}
/** What takes no time is counted with this, as the command does. */
const LEAST_MINUTES = 5;
const ALONE = ["--limit", "items=1", "allow=clinical"];
const DRAWS = 12;

export function Helps(): JSX.Element {
  const { store } = usePage();
  const { plan } = useState_();
  const { catalogue, trouble } = useCatalogue();
  const [status, setStatus] = useKept<string>("helps.status", "");
  const [theme, setTheme] = useKept<string>("helps.theme", "remedies");
  const [all, setAll] = useKept<boolean>("helps.all", false);
  const lived = usePlan("alone", ALONE, [0, DRAWS]);
  const set = (part: Partial<HelpPlan>): void =>
    store.change(t("helps.change"), { plan: { ...plan, ...part } });
  const wanted = plan.search.toLowerCase();
  const ranking = useMemo(() => {
    const found = (catalogue?.remedies ?? []).filter(
      (r) =>
        (!status || r.status === status) &&
        [r.name, r.id, r.claimed ?? "", r.mechanism, ...r.aliases].some((text) =>
          text.toLowerCase().includes(wanted),
        ),
    );
    const list = found.map((remedy) => rankedOf(remedy, plan.problem, lived.found));
    return sorted(list, plan.problem, plan.sort);
  }, [catalogue, wanted, status, plan.problem, plan.sort, lived.found]);
  const remedies = ranking.map(({ remedy }) => remedy);
  const claims = (catalogue?.claims ?? []).filter(
    (c) =>
      (!status || c.status === status) &&
      [c.id, c.claim, c.theme, c.shows ?? ""].some((text) => text.toLowerCase().includes(wanted)),
  );
  const shown = all || wanted ? remedies : ticked(remedies, plan.ticked).slice(0, 8);
  return (
    <div
      class="helps-view"
      data-ready={catalogue ? "yes" : "no"}
      data-ranked={lived.found ? "lived" : "trials"}
    >
      <section class="panel left" aria-label={t("helps.plan")}>
        <HelpsPlan ranking={ranking} all={catalogue?.remedies ?? []} lived={lived} set={set} />
      </section>
      <section class="helps-main" aria-label={t("helps.title")}>
        <div class="time-head">
          <h1>{t("helps.title")}</h1>
          <p class="row">
            <span class="segments" role="group" aria-label={t("helps.what")}>
              <button aria-pressed={theme === "remedies"} onClick={() => setTheme("remedies")}>
                {t("helps.remedies", { n: catalogue?.remedies.length ?? 51 })}
              </button>
              <button aria-pressed={theme === "claims"} onClick={() => setTheme("claims")}>
                {t("helps.claims", { n: catalogue?.claims.length ?? 60 })}
              </button>
            </span>
            <label>
              <span class="visually-hidden">{t("helps.status")}</span>
              <select value={status} onChange={(e) => setStatus(e.currentTarget.value)}>
                <option value="">{t("helps.allStatus")}</option>
                {STANDINGS.map((s) => (
                  <option key={s} value={s}>
                    {standingWord(s)}
                  </option>
                ))}
              </select>
            </label>
            <label class="search">
              <Icon name="search" size={16} />
              <span class="visually-hidden">{t("helps.search")}</span>
              <input
                type="search"
                value={plan.search}
                placeholder={t("helps.search")}
                onInput={(e) => store.look({ plan: { ...plan, search: e.currentTarget.value } })}
              />
            </label>
          </p>
        </div>
        {trouble && (
          <p class="trouble-line" role="alert" lang="en">
            {trouble}
          </p>
        )}
        {theme === "remedies" ? (
          <>
            <div class="cards">
              {shown.map((remedy) => (
                <HelpsCard key={remedy.id} remedy={remedy} catalogue={catalogue as Catalogue} />
              ))}
            </div>
            {remedies.length === 0 && catalogue && <p class="empty">{t("helps.none")}</p>}
            {shown.length < remedies.length && (
              <button class="outlined" onClick={() => setAll(true)}>
                {t("helps.all", { n: remedies.length })}
              </button>
            )}
          </>
        ) : (
          <ul class="claims">
            {claims.map((claim) => (
              <ClaimRow key={claim.id} claim={claim} />
            ))}
          </ul>
        )}
        <p class="caption legend-line">
          <Badge status="established" /> {t("helps.word")} <GradeDots grade="moderate" />{" "}
          {t("helps.dots")} {t("helps.neither")}
        </p>
        {catalogue && (
          <p class="caption" lang="en">
            {catalogue.scale}
          </p>
        )}
      </section>
    </div>
  );
}

/** What is ticked comes first; the rest keeps its order. */
const ticked = (list: Remedy[], ids: string[]): Remedy[] =>
  [...list].sort((a, b) => Number(ids.includes(b.id)) - Number(ids.includes(a.id)));

function ClaimRow({ claim }: { claim: Claim }): JSX.Element {
  return (
    <li class="card claim" data-claim={claim.id}>
      <div class="head-row">
        <p class="quote" lang="en">
          “{claim.claim}”
        </p>
        <Badge status={claim.status} />
      </div>
      <p class="small">
        <GradeDots grade={claim.certainty} /> <span class="caption">{claim.id}</span>
      </p>
      <div lang="en" class="small">
        {claim.shows && <p>{claim.shows}</p>}
        {claim.for && (
          <p>
            <b>+</b> {claim.for}
          </p>
        )}
        {claim.against && (
          <p>
            <b>−</b> {claim.against}
          </p>
        )}
        {claim.status_note && <p>{claim.status_note}</p>}
      </div>
    </li>
  );
}

/** Points less pain as a figure with its range, and where that lies. */
export function Benefit({ points, decimals }: { points: Points; decimals: number }): JSX.Element {
  const of = { ...points, valid: null };
  const { value, p10, p90 } = points;
  return (
    <>
      <span>
        <b data-value={value}>{figure(value, decimals)}</b>{" "}
        <span class="range">
          {p10 === null || p90 === null
            ? t("range.coming")
            : `(${range(p10, p90, decimals).replace(/[()]/g, "")})`}
        </span>
      </span>
      <RangeDot of={of} low={-5} high={15} scale={value > 0 ? "tide" : "plain"} zero />
    </>
  );
}
