/** The frame around every view: top bar, foot line, windows, keys, theme, messages. */
import type { JSX } from "preact";
import { useCallback, useEffect, useMemo, useReducer, useRef, useState } from "preact/hooks";
import { Icon, Mark, type IconName } from "./parts/icons";
import { HelpWindow, KeysWindow, MoreWindow, PersonWindow, ShareWindow } from "./parts/windows";
import { keyHandler } from "./state/keys";
import type { Link } from "psoas-engine";
import { PageContext, type Page } from "./state/context";
import type { Session } from "./state/session";
import { VIEWS, type State, type View } from "./state/state";
import type { Store } from "./state/store";
import type { Stored } from "./state/stored";
import type { TrialJob } from "./state/trial_job";
import { Body } from "./views/body";
import { Day } from "./views/day";
import { Helps } from "./views/helps";
import { Report } from "./views/report";
import { Trial } from "./views/trial";
import { Trust } from "./views/trust";
import { Weeks } from "./views/weeks";
import { speak, t } from "./words/words";

export interface AppProps {
  store: Store;
  session: Session;
  trial: TrialJob;
  stored: Stored;
  engineTrouble: string;
  server: Link;
  lookForServer: () => void;
  linkTrouble: "" | "broken" | "newer";
  olderProgram: string;
}

export type Window = "help" | "keys" | "more" | "person" | "share" | null;

const ICONS: Record<View, IconName> = {
  body: "body",
  day: "lanes",
  weeks: "weeks",
  helps: "heart",
  trial: "trial",
  trust: "check",
};
const SHOWN: Record<View, () => JSX.Element> = {
  body: Body,
  day: Day,
  weeks: Weeks,
  helps: Helps,
  trial: Trial,
  trust: Trust,
};

function useShade(theme: State["theme"]): "light" | "dark" {
  const query = useMemo(() => matchMedia("(prefers-color-scheme: dark)"), []);
  const [dark, setDark] = useState(query.matches);
  useEffect(() => {
    const heard = (): void => setDark(query.matches);
    query.addEventListener("change", heard);
    return () => query.removeEventListener("change", heard);
  }, [query]);
  return theme === "auto" ? (dark ? "dark" : "light") : theme;
}

export function App(props: AppProps): JSX.Element {
  const { store, session, trial, stored } = props;
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => store.listen(() => again(0)), [store]);
  const state = store.state;
  speak(state.language);

  const shade = useShade(state.theme);
  const [open, setOpen] = useState<Window>(null);
  const [note, setNote] = useState(linkNote(props));
  const [said, announce] = useState("");
  const tell = useCallback((text: string) => setNote(text), []);

  useEffect(() => {
    document.documentElement.dataset.theme = shade;
    document.documentElement.lang = state.language;
    document.title = `psoas · ${t(`view.${state.view}`)}`;
  }, [shade, state.language, state.view]);
  useEffect(() => {
    trial.onEnd = () => {
      if (store.state.view !== "trial")
        tell(t(trial.shown.trouble ? "trial.failed" : "trial.ready"));
    };
  }, [trial, store, tell]);
  useEffect(() => session.follow(state, store.dragging), [session, state, store]);
  useEffect(() => {
    const heard = keyHandler(store, setOpen);
    addEventListener("keydown", heard);
    return () => removeEventListener("keydown", heard);
  }, [store]);

  const page: Page = useMemo(
    () => ({
      store,
      session,
      trial,
      stored,
      engineTrouble: props.engineTrouble,
      shade,
      announce,
      note: tell,
    }),
    [store, session, trial, stored, props.engineTrouble, shade, tell],
  );
  const ViewShown = SHOWN[state.view];
  const hypothetical = Object.keys(state.plan.typed).length;

  return (
    <PageContext.Provider value={page}>
      <a class="skip" href="#view">
        {t("skip")}
      </a>
      <TopBar store={store} open={setOpen} shade={shade} stored={stored} />
      {hypothetical > 0 && <Hypothetical store={store} count={hypothetical} />}
      {props.engineTrouble && (
        <p class="notice" role="status">
          <Icon name="info" /> {t("engine.none")} <span lang="en">{props.engineTrouble}</span>
        </p>
      )}
      {props.server !== "here" && (
        <p class="notice" role="status" data-server={props.server}>
          <Icon name="info" /> {t(`server.${props.server}`)}{" "}
          <button class="link" onClick={props.lookForServer}>
            {t("server.look")}
          </button>
        </p>
      )}
      <main id="view" class={`view view-${state.view}`} tabIndex={-1}>
        <ViewShown />
      </main>
      <FootLine open={setOpen} />
      <BottomBar store={store} open={setOpen} />
      {open === "help" && <HelpWindow onClose={() => setOpen(null)} />}
      {open === "keys" && <KeysWindow onClose={() => setOpen(null)} />}
      {open === "more" && <MoreWindow onClose={() => setOpen(null)} open={setOpen} />}
      {open === "person" && <PersonWindow onClose={() => setOpen(null)} />}
      {open === "share" && <ShareWindow onClose={() => setOpen(null)} />}
      <Note text={note} done={() => setNote("")} />
      <div class="visually-hidden" role="status" aria-live="polite">
        {said}
      </div>
      <Report />
    </PageContext.Provider>
  );
}

const linkNote = ({ linkTrouble, olderProgram, stored }: AppProps): string => {
  if (linkTrouble) return t(`link.${linkTrouble}`);
  return olderProgram ? t("link.older", { then: olderProgram, now: stored.version }) : "";
};

export function personLine(state: State): string {
  const { sex, age, height, mass } = state.person;
  if (Object.keys(state.person).length === 0) return t("person.standard");
  const size = [
    height === undefined ? "" : `${Math.round(100 * Number(height))} cm`,
    mass === undefined ? "" : `${mass} kg`,
  ]
    .filter(Boolean)
    .join(" · ");
  const who = t(sex === "female" ? "person.woman" : "person.man");
  return [age === undefined ? who : `${who}, ${age}`, size].filter(Boolean).join(" · ");
}

function TopBar(p: {
  store: Store;
  open: (w: Window) => void;
  shade: string;
  stored: Stored;
}): JSX.Element {
  const { store, open } = p;
  const state = store.state;
  const undo = store.undoes;
  const redo = store.redoes;
  return (
    <header class="top">
      <span class="brand">
        <Mark /> psoas
      </span>
      <nav aria-label={t("views")} class="views">
        {VIEWS.map((view, i) => (
          <button
            class="tab"
            aria-current={state.view === view ? "page" : undefined}
            key={view}
            onClick={() => store.look({ view })}
            title={`${i + 1}`}
          >
            {t(`view.${view}`)}
          </button>
        ))}
      </nav>
      <span class="spring" />
      <button class="person-button" onClick={() => open("person")}>
        <span class="visually-hidden">{t("person.edit")}: </span>
        {personLine(state)} <Icon name="down" size={16} />
      </button>
      <button
        class="quiet"
        disabled={!undo}
        onClick={() => store.undo()}
        aria-label={t("undo")}
        title={undo ? `${t("undo")}: ${undo}` : t("undo")}
      >
        <Icon name="undo" />
      </button>
      <button
        class="quiet wide-only"
        disabled={!redo}
        onClick={() => store.redo()}
        aria-label={t("redo")}
        title={redo ? `${t("redo")}: ${redo}` : t("redo")}
      >
        <Icon name="redo" />
      </button>
      <button class="outlined share" onClick={() => open("share")}>
        <Icon name="link" size={18} /> <span>{t("share")}</span>
      </button>
      <button
        class="quiet wide-only"
        aria-label={t(p.shade === "dark" ? "theme.light" : "theme.dark")}
        onClick={() => store.look({ theme: p.shade === "dark" ? "light" : "dark" })}
      >
        <Icon name={p.shade === "dark" ? "sun" : "moon"} />
      </button>
      <button class="quiet wide-only" aria-label={t("more")} onClick={() => open("more")}>
        <Icon name="help" />
      </button>
    </header>
  );
}

function Hypothetical({ store, count }: { store: Store; count: number }): JSX.Element {
  const { plan } = store.state;
  return (
    <div class="hypothetical" role="region" aria-label={t("hypothetical.name")}>
      <Icon name="info" />
      <span>
        <b>{t(count === 1 ? "hypothetical.one" : "hypothetical.many", { count })}</b>{" "}
        {t("hypothetical.rest")}
      </span>
      <button
        class="outlined"
        onClick={() => store.change(t("hypothetical.reset"), { plan: { ...plan, typed: {} } })}
      >
        {t("hypothetical.reset")}
      </button>
    </div>
  );
}

const FootLine = ({ open }: { open: (w: Window) => void }): JSX.Element => (
  <footer class="foot">
    <span>{t("learning")}</span>
    <button class="link" onClick={() => open("help")}>
      {t("help.title")}
    </button>
    <span class="spring" />
    <button class="link plain" onClick={() => open("keys")}>
      <kbd>?</kbd> {t("keys")}
    </button>
    <span>{t("local")}</span>
  </footer>
);

function BottomBar({ store, open }: { store: Store; open: (w: Window) => void }): JSX.Element {
  const four: View[] = ["body", "day", "helps", "trust"];
  return (
    <nav class="bottom" aria-label={t("views")}>
      {four.map((view) => (
        <button
          key={view}
          aria-current={store.state.view === view ? "page" : undefined}
          onClick={() => store.look({ view })}
        >
          <Icon name={ICONS[view]} /> {t(view === "helps" ? "view.helps.short" : `view.${view}`)}
        </button>
      ))}
      <button
        aria-current={four.includes(store.state.view) ? undefined : "page"}
        onClick={() => open("more")}
      >
        <Icon name="more" /> {t("more")}
      </button>
    </nav>
  );
}

function Note({ text, done }: { text: string; done: () => void }): JSX.Element | null {
  const over = useRef(done);
  over.current = done;
  useEffect(() => {
    if (!text) return undefined;
    const timer = setTimeout(() => over.current(), 8000);
    return () => clearTimeout(timer);
  }, [text]);
  return text ? (
    <div class="note" role="status">
      {text}{" "}
      <button class="quiet" aria-label={t("close")} onClick={done}>
        <Icon name="close" size={16} />
      </button>
    </div>
  ) : null;
}
