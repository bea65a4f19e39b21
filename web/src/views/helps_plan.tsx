/** The left side of What helps: what one would really do, ranked; red flags in plain sight. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../parts/icons";
import { GradeDots } from "../parts/marks";
import { HelpWindow } from "../parts/windows";
import { usePage, useState_ } from "../state/context";
import type { HelpPlan, PlanSort, Problem } from "../state/state";
import { t } from "../words/words";
import { RunState } from "../parts/run_state";
import type { PlanRun } from "../state/plans";
import { Benefit, gradeOf, type Ranked, type Remedy } from "./helps";
import { OwnPlan, Plan } from "./helps_routine";

interface PlanProps {
  ranking: Ranked[];
  /** Of the whole catalogue, also what a search leaves out. */
  all: Remedy[];
  lived: PlanRun;
  set: (part: Partial<HelpPlan>) => void;
}

export function HelpsPlan({ ranking, all, lived, set }: PlanProps): JSX.Element {
  const { plan } = useState_();
  const { stored } = usePage();
  const [help, setHelp] = useState(false);
  const [most, setMost] = useState(12);
  const tick = (id: string, on: boolean): void =>
    set({ ticked: on ? [...plan.ticked, id] : plan.ticked.filter((x) => x !== id) });
  return (
    <>
      <h2 class="title">{t("helps.plan")}</h2>
      <p class="small">
        {t(lived.found ? "helps.plan.lived" : "helps.plan.trials")} {t("helps.plan.about")}
      </p>
      <RunState run={lived} />
      <div class="row">
        <div class="segments" role="group" aria-label={t("helps.sort")}>
          {(["minute", "benefit", "surest"] as PlanSort[]).map((sort) => (
            <button key={sort} aria-pressed={plan.sort === sort} onClick={() => set({ sort })}>
              {t(`sort.${sort}`)}
            </button>
          ))}
        </div>
        <label>
          <span class="visually-hidden">{t("helps.problem")}</span>
          <select
            value={plan.problem}
            onChange={(e) => set({ problem: e.currentTarget.value as Problem })}
          >
            {(["acute", "subacute", "persistent", "sciatica"] as Problem[]).map((p) => (
              <option key={p} value={p}>
                {t(`problem.${p}`)}
              </option>
            ))}
          </select>
        </label>
      </div>
      <ul class="plan-list">
        {ranking.slice(0, most).map(({ remedy, points, minutes, leftOut }) => (
          <li key={remedy.id} data-remedy={remedy.id}>
            <label class="plan-name" lang="en">
              <input
                type="checkbox"
                checked={plan.ticked.includes(remedy.id)}
                onChange={(e) => tick(remedy.id, e.currentTarget.checked)}
              />
              <span class={plan.ticked.includes(remedy.id) ? "strong" : ""}>{remedy.name}</span>
            </label>
            <span class="plan-benefit">
              <Benefit points={points} decimals={lived.found ? 1 : 0} />
            </span>
            <span class="caption plan-cost">
              {minutes === null
                ? t("helps.noTime")
                : t("helps.minutes", { n: Math.round(minutes) })}{" "}
              <GradeDots grade={gradeOf(remedy, plan.problem)} />
              {leftOut && <span lang="en">{leftOut}</span>}
            </span>
          </li>
        ))}
      </ul>
      {most < ranking.length && (
        <button class="link" onClick={() => setMost(ranking.length)}>
          {t("helps.more", { n: ranking.length - most })}
        </button>
      )}
      <OwnPlan remedies={all} />
      <Plan remedies={all} />
      <div class="help-box" role="note">
        <p lang="en">{firstSigns(stored.help[0])}</p>
        <p>
          <button class="link" onClick={() => setHelp(true)}>
            {t("helps.signs")}
          </button>
        </p>
      </div>
      {help && <HelpWindow onClose={() => setHelp(false)} />}
      <p class="caption">
        <Icon name="info" size={14} /> {t("helps.care")}
      </p>
    </>
  );
}

/** The emergency signs alone: the first sentence of the program's own text. */
const firstSigns = (text: string): string => `${text.split(". ")[0]}.`;
