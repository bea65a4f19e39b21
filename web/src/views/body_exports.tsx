/** Files of the posture: picture, drawing, table, OpenSim's storage and model. */
import type { JSX } from "preact";
import { render } from "preact";
import { at, ranged } from "../parts/format";
import { FlatBody } from "../parts/flat_body";
import { CAMERAS } from "../state/keys";
import { Icon } from "../parts/icons";
import { download } from "../parts/download";
import { usePage, useShown, useState_, type Page } from "../state/context";
import { poseArguments } from "../state/postures";
import type { Result, Shown } from "../state/session";
import type { State } from "../state/state";
import { t } from "../words/words";

const csvCell = (text: string): string =>
  /[",\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;

/** One row a number: path, value, 10th and 90th percentile, how far it holds. */
export function csvOf(result: Result, line: string): string {
  const rows: string[] = [`# ${line}`, "name,value,p10,p90,valid"];
  const walk = (tree: unknown, path: string): void => {
    const n = ranged(tree);
    if (n)
      rows.push(
        [path, n.value, n.p10 ?? "", n.p90 ?? "", n.valid ?? ""].map(String).map(csvCell).join(","),
      );
    else if (typeof tree === "object" && tree !== null)
      for (const [key, value] of Object.entries(tree)) walk(value, path ? `${path}.${key}` : key);
  };
  for (const part of [
    "levels",
    "groups",
    "muscles",
    "hip_r",
    "hip_l",
    "posture_angles",
    "support",
    "stability",
    "iap_kPa",
  ])
    walk(result[part], part);
  return rows.join("\n") + "\n";
}

/** Forces of all lines as a storage of OpenSim with one row. */
export function stoOf(result: Result, line: string): string {
  const muscles = Object.entries(result.muscles as Record<string, unknown>);
  const names = muscles.map(([name]) => name);
  const values = muscles.map(([, muscle]) => ranged(at(muscle, "force_N"))?.value ?? 0);
  return [
    "psoas forces",
    `# ${line}`,
    "version=1",
    "nRows=1",
    `nColumns=${names.length + 1}`,
    "inDegrees=no",
    "endheader",
    ["time", ...names].join("\t"),
    ["0", ...values].join("\t"),
    "",
  ].join("\n");
}

/** The side view as a file of its own. */
function svgOf(shown: Shown, shade: Page["shade"], title: string): string {
  const host = document.createElement("div");
  if (!shown.scene || !shown.frame) return "";
  render(
    <FlatBody
      scene={shown.scene}
      frame={shown.frame}
      shade={shade}
      mostForce={20}
      mostLoad={1000}
      camera={CAMERAS.side}
      across={0.36}
    />,
    host,
  );
  const svg = host.querySelector("svg") as SVGElement;
  svg.setAttribute("xmlns", "http://www.w3.org/2000/svg");
  svg.setAttribute("width", "480");
  svg.setAttribute("height", "640");
  svg.removeAttribute("aria-hidden");
  const style =
    "<style>.flat-bone{fill:#f1e9db;stroke:#8a8478;stroke-width:.2}.fades{stroke:none}" +
    ".flat-line{fill:none;stroke-linecap:round;stroke-linejoin:round}</style>";
  const text = svg.outerHTML.replace(
    /^(<svg[^>]*>)/,
    `$1<title>${title.replace(/[<&]/g, "")}</title>${style}`,
  );
  render(null, host);
  return text;
}

const lineOf = (state: State, page: Page): string => {
  const typed = Object.keys(state.plan.typed).length > 0 ? ` ${t("hypothetical.export")}` : "";
  const command = poseArguments(state.body, state.person).join(" ");
  return `psoas ${page.stored.version}: ${command}.${typed} ${t("learning")}`;
};

export function BodyExports(): JSX.Element {
  const page = usePage();
  const state = useState_();
  const shown = useShown();
  const stem = state.body.posture;
  const { result } = shown;
  // the stage draws once more and gives the picture
  const picture = (): boolean =>
    dispatchEvent(
      new CustomEvent("psoas-picture", { detail: (blob: Blob) => download(`${stem}.png`, blob) }),
    );
  const osim = async (): Promise<void> => {
    const sets = Object.entries(state.person).map(([key, value]) => `${key}=${value}`);
    const done = await page.session.work?.command([
      "export",
      "--osim",
      "person.osim",
      ...(sets.length ? ["--set", ...sets] : []),
    ]);
    const file =
      done && Object.entries(done.files).find(([name]) => name.endsWith("person.osim"))?.[1];
    if (file) download("person.osim", file);
    else page.note(done?.stderr || t("engine.none"));
  };
  const files: [string, () => void, boolean][] = [
    ["PNG", () => void picture(), !!shown.frame],
    [
      "SVG",
      () => download(`${stem}.svg`, svgOf(shown, page.shade, lineOf(state, page))),
      !!shown.frame,
    ],
    ["CSV", () => download(`${stem}.csv`, csvOf(result as Result, lineOf(state, page))), !!result],
    [".sto", () => download(`${stem}.sto`, stoOf(result as Result, lineOf(state, page))), !!result],
    ["JSON", () => download(`${stem}.json`, JSON.stringify(result, null, 1)), !!result],
    [".osim", () => void osim(), !!page.session.work],
  ];
  return (
    <section class="exports" aria-label={t("exports")}>
      <h2>{t("exports")}</h2>
      <p class="row">
        {files.map(([name, act, on]) => (
          <button key={name} class="outlined small-button" disabled={!on} onClick={act}>
            <Icon name="download" size={14} /> {name}
          </button>
        ))}
        <button class="outlined small-button" onClick={() => print()}>
          <Icon name="print" size={14} /> {t("report")}
        </button>
      </p>
    </section>
  );
}
