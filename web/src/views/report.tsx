/** The printed page: A4, black on white; it stands in the page and shows in print only. */
import type { JSX } from "preact";
import { at, figure, LEVEL_NAMES, range, ranged, type Ranged } from "../parts/format";
import { FlatBody } from "../parts/flat_body";
import { CAMERAS } from "../state/keys";
import { Mark } from "../parts/icons";
import { IntervalBar, Validity } from "../parts/marks";
import { roundUp } from "../parts/scales";
import { HelpText } from "../parts/windows";
import { usePage, useShown, useState_ } from "../state/context";
import { numberAt } from "../state/session";
import { poseArguments } from "../state/postures";
import { nameOf, t } from "../words/words";
import { personLine } from "../app";
import { titleOf } from "./body_stage";

const LEVELS = Object.keys(LEVEL_NAMES);

export function Report(): JSX.Element {
  const { stored } = usePage();
  const state = useState_();
  const shown = useShown();
  const number = (path: string): Ranged | null =>
    numberAt(shown, path) ?? ranged(at(stored.first, path));
  const load = number("levels.L4_L5.compression_N");
  const loads = LEVELS.map((level) => number(`levels.${level}.compression_N`));
  const most = roundUp(Math.max(400, ...loads.map((l) => l?.p90 ?? l?.value ?? 0)));
  const typed = Object.keys(state.plan.typed).length > 0;
  const hash = String(at(shown.result, "inputs_sha256") ?? "").slice(0, 12);
  const keys: [string, Ranged | null, string][] = [
    [t("key.load"), load, "N"],
    [t("key.psoas"), number("groups.psoas_r.force_N"), "N"],
    [t("slider.curve"), number("posture_angles.lordosis_deg"), "°"],
  ];
  const rows =
    (at(shown.ensemble, "ensemble") as Record<string, unknown>[] | undefined)?.filter(
      (r) => r.stability_floor && r.status === "solved",
    ) ?? [];
  return (
    <section class={typed ? "report hypothetical-frame" : "report"} aria-hidden="true">
      <header>
        <span class="brand">
          <Mark /> psoas
        </span>
        <span>
          {new Date().toISOString().slice(0, 10)} · {stored.version} · {hash}
        </span>
      </header>
      <h1>
        {typed ? `${t("hypothetical.export")} ` : ""}
        {titleOf(state)}
      </h1>
      <p>
        {personLine(state)}.{" "}
        {state.compare
          ? `${t("body.compareWith")}: ${nameOf("posture", state.compare.posture)}.`
          : ""}
      </p>
      <div class="verdict">
        {keys.map(([label, of, unit]) => (
          <div key={label}>
            <span>{label}</span>
            <b>{of ? `${figure(of.value)} ${unit}` : ""}</b>{" "}
            <span>{of?.p10 != null && of.p90 != null ? range(of.p10, of.p90) : ""}</span>
            {of && <Validity of={of} />}
          </div>
        ))}
      </div>
      <div class="report-two">
        <div class="report-figure">
          {shown.scene && shown.frame && (
            <FlatBody
              scene={shown.scene}
              frame={shown.frame}
              shade="light"
              mostForce={20}
              mostLoad={most}
              camera={CAMERAS.side}
              across={0.5}
            />
          )}
        </div>
        <table>
          <thead>
            <tr>
              <th>{t("twin.level")}</th>
              <th>{t("tip.compression")}, N</th>
              <th>{t("twin.range")}</th>
              <th />
              <th>{t("tip.shear")}</th>
              <th>{t("tip.pressure")}</th>
            </tr>
          </thead>
          <tbody>
            {LEVELS.map((level, i) => {
              const of = loads[i];
              const [shear, idp] = [
                number(`levels.${level}.shear_anterior_N`),
                number(`levels.${level}.idp_MPa`),
              ];
              return (
                of && (
                  <tr key={level}>
                    <th>{LEVEL_NAMES[level]}</th>
                    <td>{figure(of.value)}</td>
                    <td>{of.p10 !== null && of.p90 !== null ? range(of.p10, of.p90) : ""}</td>
                    <td class="report-bar">
                      <IntervalBar of={of} most={most} />
                    </td>
                    <td>{shear ? figure(shear.value) : ""}</td>
                    <td>{idp ? figure(idp.value) : ""}</td>
                  </tr>
                )
              );
            })}
          </tbody>
        </table>
      </div>
      {rows.length > 0 && (
        <>
          <h2>{t("ensemble", { n: rows.length })}</h2>
          <p>
            {rows
              .map(
                (r) =>
                  `${nameOf("criterion", String(r.criterion))} ` +
                  figure(Number(r["groups.psoas_r.force_N"])),
              )
              .join(" · ")}{" "}
            N. {t("ensemble.about")}
          </p>
        </>
      )}
      <h2>{t("report.inputs")}</h2>
      <p class="command">
        psoas {poseArguments(state.body, state.person).join(" ")} --criterion {state.criterion}
      </p>
      <p>
        {t("trust.intervals.1")} {t("gap.fascicle")}
      </p>
      <h2>{t("help.title")}</h2>
      <HelpText />
      <footer>{t("learning")}</footer>
    </section>
  );
}
