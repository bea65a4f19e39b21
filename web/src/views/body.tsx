/** Body: what you set at the left, the spine in the middle, what it means at the right. */
import type { JSX } from "preact";
import { useState } from "preact/hooks";
import { usePage, useShown, useState_ } from "../state/context";
import { figure } from "../parts/format";
import { numberAt } from "../state/session";
import { t } from "../words/words";
import { PersonSliders } from "../parts/windows";
import { BodyExports } from "./body_exports";
import { BodyMeaning } from "./body_meaning";
import { AdjustSliders, PostureList, SeatPanel } from "./body_panel";
import { BodyStage } from "./body_stage";
import { personLine } from "../app";

export function Body(): JSX.Element {
  const [sheet, setSheet] = useState(false);
  const [right, setRight] = useState(false);
  const { store } = usePage();
  const state = useState_();
  const { trouble } = useShown();
  return (
    <div class="body-view">
      <section class="panel left" aria-label={t("body.set")}>
        <h2>{t("body.posture")}</h2>
        <PostureList />
        <AdjustSliders />
        <SeatPanel />
        <h2>{t("person")}</h2>
        <p class="small">
          {personLine(state)}. {t("person.middle")}
        </p>
      </section>
      <section class="stage" aria-label={t("body.stage")}>
        <BodyStage />
        {trouble && <Trouble text={trouble} />}
        <button
          class="outlined drawer-button"
          aria-expanded={right}
          onClick={() => setRight(!right)}
        >
          {t("body.meaning")}
        </button>
      </section>
      <section class={right ? "panel right open" : "panel right"} aria-label={t("body.meaning")}>
        <BodyMeaning />
        <BodyExports />
      </section>
      <section class="phone-controls" aria-label={t("body.set")}>
        <PostureList strip />
        <p class="row">
          <button class="outlined grow" aria-expanded={sheet} onClick={() => setSheet(true)}>
            {t("body.adjust")}
          </button>
          <button
            class="outlined grow"
            aria-pressed={!!state.compare}
            onClick={() =>
              store.change(t("change.compare"), {
                compare: state.compare ? null : { ...state.body, person: state.person },
              })
            }
          >
            {t("body.compare")}
          </button>
        </p>
      </section>
      {sheet && <Sheet close={() => setSheet(false)} />}
    </div>
  );
}

/** On phones: at most 42 % of the height, so that the body stays in sight while it changes. */
function Sheet({ close }: { close: () => void }): JSX.Element {
  const [tab, setTab] = useState<"posture" | "seat" | "person">("posture");
  return (
    <section
      class="sheet"
      aria-label={t("body.adjust")}
      onKeyDown={(e) => e.key === "Escape" && close()}
    >
      <div class="sheet-head">
        <h2>{t("body.adjust")}</h2>
        <button class="link" onClick={close}>
          {t("close")}
        </button>
      </div>
      <div class="segments" role="group">
        {(["posture", "seat", "person"] as const).map((name) => (
          <button key={name} aria-pressed={tab === name} onClick={() => setTab(name)}>
            {t(`sheet.${name}`)}
          </button>
        ))}
      </div>
      {tab === "posture" && <AdjustSliders />}
      {tab === "seat" && <SeatPanel />}
      {tab === "person" && <PersonSliders />}
    </section>
  );
}

const FIXES: Record<string, "trouble.infeasible" | "trouble.unsettled"> = {
  infeasible: "trouble.infeasible",
  unsettled: "trouble.unsettled",
};

/** Inputs that cannot be taken, or that muscles cannot hold: what, and a way on. */
function Trouble({ text }: { text: string }): JSX.Element {
  const { store } = usePage();
  const { body } = useState_();
  const enough = numberAt(useShown(), "strength_enough")?.value ?? 0;
  const times = figure(Math.ceil(10 * enough) / 10, 1);
  return (
    <div class="trouble" role="alert">
      <p>
        {text in FIXES ? (
          `${t(FIXES[text])}${enough > 1 ? ` ${t("trouble.enough", { times })}` : ""}`
        ) : (
          <>
            <b>{t("trouble.refused")}</b> <span lang="en">{text}</span>
          </>
        )}
      </p>
      <p class="row">
        <button class="outlined" onClick={() => store.undo()}>
          {t("undo")}
        </button>
        <button
          class="outlined"
          onClick={() => store.change(t("body.reset"), { body: { ...body, inputs: {} } })}
        >
          {t("body.reset")}
        </button>
      </p>
    </div>
  );
}
