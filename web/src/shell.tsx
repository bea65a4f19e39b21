/** Runs when the page is built: the first picture as text, to stand in index.html. */
import { render } from "preact-render-to-string";
import { App } from "./app";
import { Session } from "./state/session";
import { initial, type Theme } from "./state/state";
import { Store } from "./state/store";
import type { Stored } from "./state/stored";
import { TrialJob } from "./state/trial_job";

const drawn = (stored: Stored, theme: Theme): string =>
  render(
    <App
      store={new Store({ ...initial(), theme })}
      session={new Session(null, null)}
      trial={new TrialJob(null, stored.version)}
      stored={stored}
      engineTrouble=""
      server="here"
      lookForServer={() => undefined}
      linkTrouble=""
      olderProgram=""
    />,
  );

/**
 * Both themes in one: where their colours differ the browser takes the one of its theme. The policy
 * of `psoas serve` forbids style attributes, so they become rules of the style sheet.
 */
export function shell(stored: Stored): { body: string; css: string } {
  const [light, dark] = (["light", "dark"] as const).map((theme) => drawn(stored, theme));
  const color = /#[0-9a-f]{6}/g;
  const inDark = dark.match(color) ?? [];
  let at = 0;
  const both = light.replace(color, (found) => {
    const other = inDark[at++];
    return other === found ? found : `light-dark(${found},${other})`;
  });
  const rules: string[] = [];
  const body = both.replace(/ style="([^"]*)"/g, (_, rule: string) => {
    const known = rules.indexOf(rule);
    return ` data-rule="${known < 0 ? rules.push(rule) - 1 : known}"`;
  });
  return { body, css: rules.map((rule, i) => `#page [data-rule="${i}"]{${rule}}`).join("") };
}
