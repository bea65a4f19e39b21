/** The page begins: state of the last visit or of the link, the first picture, then the engine. */
import { render } from "preact";
import { openEngines, type Engines, type Link } from "psoas-engine";
import { App } from "./app";
import { presented } from "./parts/moments";
import { initial, isFirst } from "./state/state";
import { opened } from "./state/share";
import { Session } from "./state/session";
import { recalled, Store } from "./state/store";
import { stored } from "./state/stored";
import { TrialJob } from "./state/trial_job";
import "uplot/dist/uPlot.min.css";
import "./style/tokens.css";
import "./style/shell.css";
import "./style/parts.css";
import "./style/body.css";
import "./style/views.css";
import "./style/print.css";

async function begin(): Promise<void> {
  const known = stored();
  const link = await opened(location.hash).catch(() => null);
  const fresh = link && "state" in link;
  const store = new Store(fresh ? { ...initial(), ...link.state } : recalled());
  const trouble = link && "trouble" in link ? link.trouble : "";
  const older = fresh && link.program !== known.version ? link.program : "";
  if (link) history.replaceState(null, "", location.pathname + location.search);

  const root = document.getElementById("page") as HTMLElement;
  await presented(700); // what stands in index.html
  root.replaceChildren();
  root.inert = false;
  let session = new Session(null, null);
  let trial = new TrialJob(null, known.version);
  let engines: Engines | null = null;
  let server: Link = "here";
  const look = (): void => void engines?.look();
  const draw = (): void =>
    render(
      <App
        store={store}
        session={session}
        trial={trial}
        stored={known}
        engineTrouble={engines?.trouble ?? ""}
        server={server}
        lookForServer={look}
        linkTrouble={trouble}
        olderProgram={older}
      />,
      root,
    );
  draw();
  engines = await openEngines((link) => {
    server = link;
    draw();
  });
  session = new Session(engines.live, engines.work, isFirst(store.state) ? known.first : null);
  trial = new TrialJob(engines.work, known.version);
  draw();
  addEventListener("pagehide", () => store.save());
  addEventListener("focus", look); // who comes back from the terminal may have started it again
}

void begin();
