/** How components reach the store and the session, and hear of changes. */
import { createContext } from "preact";
import { useContext, useEffect, useReducer } from "preact/hooks";
import type { Session, Shown } from "./session";
import type { State } from "./state";
import type { Store } from "./store";
import type { Stored } from "./stored";
import type { TrialJob, TrialShown } from "./trial_job";

export interface Page {
  store: Store;
  session: Session;
  trial: TrialJob;
  stored: Stored;
  /** Why there is no engine; empty: there is one. */
  engineTrouble: string;
  /** The resolved theme. */
  shade: "light" | "dark";
  /** Says something to screen readers, politely. */
  announce: (text: string) => void;
  /** A note that floats for some seconds. */
  note: (text: string) => void;
}

export const PageContext = createContext<Page>(null as unknown as Page);
export const usePage = (): Page => useContext(PageContext);

function useAgain(source: { listen: (listener: () => void) => () => void }): void {
  const [, again] = useReducer((n: number) => n + 1, 0);
  useEffect(() => source.listen(() => again(0)), [source]);
}

export function useState_(): State {
  const { store } = usePage();
  useAgain(store);
  return store.state;
}

export function useShown(): Shown {
  const { session } = usePage();
  useAgain(session);
  return session.shown;
}

export function useTrial(): TrialShown {
  const { trial } = usePage();
  useAgain(trial);
  return trial.shown;
}
