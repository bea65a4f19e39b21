/** A remedy: what is claimed, what was measured, what it costs and may do, what somebody types. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { figure, range } from "../parts/format";
import { Curves, type PainCurves } from "../parts/curves";
import { Badge, GradeDots } from "../parts/marks";
import { Slider } from "../parts/slider";
import { usePage, useState_ } from "../state/context";
import { useKept } from "../state/kept";
import { t } from "../words/words";
import { Benefit, benefitOf, gradeOf, type Catalogue, type Remedy } from "./helps";

export function HelpsCard({
  remedy,
  catalogue,
}: {
  remedy: Remedy;
  catalogue: Catalogue;
}): JSX.Element {
  const { plan } = useState_();
  const [more, setMore] = useKept<boolean>(`card.${remedy.id}.more`, false);
  const claim = catalogue.claims.find((c) => remedy.claims.includes(c.id));
  const typed = Number(plan.typed[remedy.id] ?? 0);
  const nameOf = (id: string): string =>
    catalogue.remedies.find((other) => other.id === id)?.name ?? id;
  const disagree = remedy.guidelines.map((g) => `${g.guideline}: ${g.words}`).join("; ");
  return (
    <article class={typed ? "card typed" : "card"} data-card={remedy.id}>
      <div class="head-row">
        <h2 lang="en">{remedy.name}</h2>
        <Badge status={remedy.status} />
      </div>
      <p class="quote" lang="en">
        “{claim ? claim.claim : (remedy.claimed ?? remedy.mechanism)}”
      </p>
      <div class="card-effect">
        <div>
          <span class="caption">{t("card.measured")}</span>
          <Benefit points={benefitOf(remedy, plan.problem)} decimals={0} />
        </div>
        {typed !== 0 && <p class="typed-line">{t("card.typed", { value: figure(-typed, 0) })}</p>}
      </div>
      <Compared remedy={remedy} typed={typed} />
      <p class="head-row small">
        <span lang="en">{remedy.default.words}</span>
        <GradeDots grade={gradeOf(remedy, plan.problem)} />
      </p>
      <p class="small">
        <b>{t("card.harms")}</b> <span lang="en">{remedy.harms}</span>
      </p>
      {remedy.not_with.length > 0 && (
        <p class="small">
          <b>{t("card.notWith")}</b>{" "}
          <span lang="en">{remedy.not_with.map(nameOf).join("; ")}</span>
        </p>
      )}
      {remedy.guidelines_disagree && (
        <p class="small">
          <b>{t("card.disagree")}</b> <span lang="en">{disagree}</span>
        </p>
      )}
      <button class="link" aria-expanded={more} onClick={() => setMore(!more)}>
        {t(more ? "card.less" : "card.more")}
      </button>
      {more && <CardMore remedy={remedy} catalogue={catalogue} typed={typed} disagree={disagree} />}
    </article>
  );
}

interface Comparison {
  headline: string;
  pain: PainCurves;
  watermark: string | null;
  largest_reported: string | null;
  noticeable: { between_groups: boolean | null };
}

const DRAWS = 8;

/** Claim beside evidence, when asked: it runs twelve weeks several times over. */
function Compared({ remedy, typed }: { remedy: Remedy; typed: number }): JSX.Element {
  const { session, note } = usePage();
  const { plan, person } = useState_();
  const [asked, setAsked] = useKept<boolean>(`card.${remedy.id}.curves`, false);
  const [found, setFound] = useState<Comparison | null>(null);
  useEffect(() => {
    if (!asked) return undefined;
    const stop = new AbortController();
    const sets = Object.entries(person).map(([key, value]) => `${key}=${value}`);
    const argv = (draws: number): string[] => [
      "claim-vs-evidence",
      remedy.id,
      "--json",
      "--draws",
      String(draws),
      "--set",
      `episode.kind=${plan.problem}`,
      ...sets,
      ...(typed ? ["--hypothetical", `effect=${typed}`] : []),
    ];
    const show = async (): Promise<void> => {
      for (const draws of [0, DRAWS])
        setFound((await session.json(argv(draws), stop.signal)) as unknown as Comparison);
    };
    show().catch((problem: Error) => !stop.signal.aborted && note(problem.message));
    return () => stop.abort();
  }, [asked, session, remedy.id, typed, plan.problem, person, note]);
  if (!asked)
    return (
      <button class="outlined small-button" disabled={!session.work} onClick={() => setAsked(true)}>
        {t("card.curves")}
      </button>
    );
  if (!found)
    return (
      <p class="small" role="status">
        {t("card.curves.wait")}
      </p>
    );
  return (
    <div data-curves={remedy.id}>
      {found.watermark && (
        <p class="typed-line" lang="en">
          {found.watermark}
        </p>
      )}
      <Curves of={found.pain} start={found.pain.nothing?.[0]?.value ?? 50} />
      <p class="small" lang="en">
        {found.headline}
      </p>
      {found.largest_reported && (
        <p class="caption" lang="en">
          {found.largest_reported}
        </p>
      )}
    </div>
  );
}

function pointsOf(m: Remedy["measured"][number]): string {
  if (m.points === null) return "";
  const [low, high] = [m.points_low, m.points_high];
  const within =
    low !== null && high !== null ? `${range(low, high).replace(/^([^(].*)$/, "($1)")} ` : "";
  return `${figure(m.points)} ${within}`;
}

function CardMore(p: {
  remedy: Remedy;
  catalogue: Catalogue;
  typed: number;
  disagree: string;
}): JSX.Element {
  const { store } = usePage();
  const { remedy } = p;
  const type = (points: number): void => {
    const { plan } = store.state;
    const { [remedy.id]: _, ...rest } = plan.typed;
    store.change(t("card.type"), {
      plan: { ...plan, typed: points ? { ...rest, [remedy.id]: points } : rest },
    });
  };
  const typable = remedy.may_be_typed?.unit === "points" ? remedy.may_be_typed : null;
  return (
    <div class="card-more">
      <div lang="en" class="small">
        <p>{remedy.mechanism}</p>
        <p>
          <b>{t("card.why")}</b> {remedy.default.why}
        </p>
        <p>
          <b>{t("card.dose")}</b> {remedy.dose}. {remedy.time_course}
        </p>
        {!remedy.guidelines_disagree && p.disagree && (
          <p>
            <b>{t("card.guidelines")}</b> {p.disagree}
          </p>
        )}
        <ul>
          {remedy.measured.map((m, i) => (
            <li key={i}>
              {m.outcome}, {m.against}
              {m.when ? `, ${m.when}` : ""}: {pointsOf(m)}
              {m.finding} [{m.source}]
            </li>
          ))}
        </ul>
        <p>
          {remedy.sources
            .map((id) => p.catalogue.sources.find((s) => s.id === id)?.citation ?? id)
            .join("; ")}
        </p>
      </div>
      {typable && (
        <Slider
          label={t("card.type")}
          value={p.typed}
          low={typable.low}
          high={typable.high}
          step={1}
          unit={t("card.points")}
          neutral={0}
          onStart={() => store.drag()}
          onMove={type}
          onEnd={() => store.drop(t("card.type"))}
          onCancel={() => store.cancelDrag()}
        />
      )}
    </div>
  );
}
