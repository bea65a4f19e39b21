/** Plans for the page's own day: what was ticked, lived together; and what together does most. */
import type { ComponentChildren, JSX } from "preact";
import { figure } from "../parts/format";
import { RangeDot, RangeText } from "../parts/marks";
import { RunState } from "../parts/run_state";
import { usePage, useState_ } from "../state/context";
import { dayText } from "../state/day_plan";
import { useKept } from "../state/kept";
import { pointsOf, usePlan, type Lived, type PlanResult, type PlanRun } from "../state/plans";
import { t } from "../words/words";
import type { Remedy } from "./helps";

const DRAWS = 16;
/** Nothing but one's own choice is tried. */
const NOTHING_ELSE = ["--limit", "items=1", "minutes_per_week=0.01", "allow=clinical"];

/** With and without, in the same weeks and the same people. */
export function OwnPlan({ remedies }: { remedies: Remedy[] }): JSX.Element {
  const { plan } = useState_();
  const ticked = remedies.filter(({ id }) => plan.ticked.includes(id));
  const minutes = ticked.reduce((sum, r) => sum + (r.minutes_per_week ?? 0), 0);
  const words = ticked.length
    ? ["--with", ticked.map(({ id }) => id).join(","), ...NOTHING_ELSE]
    : null;
  const run = usePlan("own", words, [0, DRAWS]);
  return (
    <div class="plan-sum" data-own={ticked.map(({ id }) => id).join(" ")}>
      <p>
        <b>{t("helps.ticked", { n: ticked.length })}</b> · {t("helps.minutes", { n: minutes })}
      </p>
      {(run.progress || run.trouble) && <RunState run={run} />}
      {run.found?.own_choice && (
        <LivedRow lived={run.found.own_choice} of={run.found}>
          {run.found.warnings.filter(concerns(ticked)).map((warning) => (
            <p class="small typed-line" lang="en" key={warning}>
              {warning}
            </p>
          ))}
        </LivedRow>
      )}
      <p class="small">{t("helps.sum")}</p>
    </div>
  );
}

/** Warnings are also of what the command puts beside the choice. */
const concerns =
  (chosen: Remedy[]) =>
  (warning: string): boolean =>
    chosen.some(({ name }) => warning.includes(name));

function LivedRow(p: { lived: Lived; of: PlanResult; children?: ComponentChildren }): JSX.Element {
  const points = pointsOf(p.lived, p.of.draws > 0);
  if (!points) return <></>;
  const without = p.of.index_without;
  const of = { ...points, valid: null };
  return (
    <div data-lived={p.of.draws ? "ranges" : "values"}>
      <p class="small">
        {t("plan.with", { without: figure(without, 0), with: figure(without - points.value, 0) })}
      </p>
      <p>
        <b data-value={points.value}>{figure(points.value)}</b> <RangeText of={of} />{" "}
        {t("plan.less")}
      </p>
      <RangeDot of={of} low={-5} high={20} scale="tide" zero />
      {p.lived.reliably_better_than_nothing !== undefined && (
        <p class="small">{t(p.lived.reliably_better_than_nothing ? "plan.sure" : "plan.unsure")}</p>
      )}
      {p.children}
    </div>
  );
}

/** It lives twelve weeks some hundred times over: only when asked, with a way to stop. */
export function Plan({ remedies }: { remedies: Remedy[] }): JSX.Element {
  const { session } = usePage();
  const { plan, day, person } = useState_();
  const [asked, setAsked] = useKept<string>("routine", "");
  const question = JSON.stringify([plan.problem, plan.minutes, plan.sort, dayText(day), person]);
  const words = ["--by", plan.sort, "--limit", `minutes_per_week=${plan.minutes}`];
  const run = usePlan("routine", asked === question ? words : null, [DRAWS]);
  const ended = (): void => {
    run.stop();
    setAsked("");
  };
  return (
    <>
      {run.progress ? (
        <>
          <p class="small">{t("plan.running")}</p>
          <RunState run={{ ...run, stop: ended }} />
        </>
      ) : (
        <button class="outlined" disabled={!session.work} onClick={() => setAsked(question)}>
          {t("plan.compute", { minutes: plan.minutes })}
        </button>
      )}
      {run.trouble && <RunState run={run} />}
      {run.found && <RoutineRow run={run} remedies={remedies} />}
    </>
  );
}

function RoutineRow({ run, remedies }: { run: PlanRun; remedies: Remedy[] }): JSX.Element | null {
  if (!run.found) return null;
  const { items, minutes_per_week } = run.found.routine;
  const nameOf = (id: string): string => remedies.find((r) => r.id === id)?.name ?? id;
  return (
    <div class="plan-sum" data-routine={items.map((item) => item.id).join(" ")}>
      <p>
        <b lang="en">{items.map((item) => nameOf(item.id)).join(", ")}</b> ·{" "}
        {t("helps.minutes", { n: Math.round(minutes_per_week) })}
      </p>
      <LivedRow lived={run.found.routine} of={run.found} />
    </div>
  );
}
