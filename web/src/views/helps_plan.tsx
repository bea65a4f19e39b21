/** The left side of What helps: what one would really do, ranked; red flags in plain sight. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { Icon } from "../parts/icons";
import { GradeDots } from "../parts/marks";
import { HelpWindow } from "../parts/windows";
import { usePage, useState_ } from "../state/context";
import type { HelpPlan, PlanSort, Problem } from "../state/state";
import { t } from "../words/words";
import { Benefit, gradeOf, type Remedy } from "./helps";
import { Plan } from "./helps_routine";

interface PlanProps {
  remedies: Remedy[];
  set: (part: Partial<HelpPlan>) => void;
}

export function HelpsPlan({ remedies, set }: PlanProps): JSX.Element {
  const { plan } = useState_();
  const { stored } = usePage();
  const [help, setHelp] = useState(false);
  const [most, setMost] = useState(12);
  const tick = (id: string, on: boolean): void =>
    set({ ticked: on ? [...plan.ticked, id] : plan.ticked.filter((x) => x !== id) });
  const minutes = remedies
    .filter((r) => plan.ticked.includes(r.id))
    .reduce((sum, r) => sum + (r.minutes_per_week ?? 0), 0);
  return (
    <>
      <h2 class="title">{t("helps.plan")}</h2>
      <p class="small">{t("helps.plan.about")}</p>
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
        {remedies.slice(0, most).map((remedy) => (
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
              <Benefit remedy={remedy} problem={plan.problem} />
            </span>
            <span class="caption plan-cost">
              {remedy.minutes_per_week === null
                ? t("helps.noTime")
                : t("helps.minutes", { n: remedy.minutes_per_week })}{" "}
              <GradeDots grade={gradeOf(remedy, plan.problem)} />
            </span>
          </li>
        ))}
      </ul>
      {most < remedies.length && (
        <button class="link" onClick={() => setMost(remedies.length)}>
          {t("helps.more", { n: remedies.length - most })}
        </button>
      )}
      <div class="plan-sum">
        <p>
          <b>{t("helps.ticked", { n: plan.ticked.length })}</b> ·{" "}
          {t("helps.minutes", { n: minutes })}
        </p>
        <p class="small">{t("helps.sum")}</p>
      </div>
      <Plan remedies={remedies} />
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
